"""What a config file says while a process runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.bootstrap.renewal import Renewal
from bot.domain.people.place import REACH
from bot.text.language.catalogue import catalogue
from tests.services.household import Household

if TYPE_CHECKING:
    from pathlib import Path

BEGINNING = '[[watch]]\naccount = "@me@village.example"\nsecret = "env:NOT_SET"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "terrasse.toml"
    write(path, 'language = "en"\n')
    return path


@pytest.fixture
def renewal(config: Path) -> Renewal:
    return Renewal(Household().context, config)


def write(path: Path, said: str, rest: str = "") -> None:
    """Write it as editors do: beside the file, and put in its place."""
    beside = path.with_suffix(".new")
    beside.write_text(said + BEGINNING + rest)
    beside.replace(path)


def test_it_is_the_same_context_while_the_file_says_the_same(
    renewal: Renewal, config: Path
) -> None:
    first = renewal()
    assert first is renewal()
    os.utime(config, (0, 0))
    assert first is renewal()
    write(config, '# A comment\nlanguage = "en"\n')
    assert first is renewal()


def test_wishes_are_those_of_the_file_by_now_and_all_else_is_as_before(
    renewal: Renewal, config: Path
) -> None:
    before = renewal()
    rest = '[goal]\nmeetings = 3\n[digest]\nto = "file:other.md"\n[retention]\ntext = "1 day"\n'
    write(config, 'language = "fr"\n', rest)

    now = renewal()

    assert ("fr", 3) == (now.wishes.words.language, now.wishes.goal.meetings)
    assert (before.post, before.store, before.networks) == (now.post, now.store, now.networks)
    assert before.wishes.retention == now.wishes.retention
    assert now.is_known_to_be_current is before.is_known_to_be_current


def test_it_is_written_over_in_place_too(renewal: Renewal, config: Path) -> None:
    renewal()
    with config.open("a") as file:
        file.write("[places]\nreach = 7\n")
    assert 7 == renewal().wishes.reach


@pytest.mark.parametrize(
    "said", ['language = "xx"\n', "[[", 'language = "fr"\nlanguage = "fr"\n', "secret = 1\n"]
)
def test_a_file_that_cannot_be_used_changes_nothing_and_is_reported_once(
    renewal: Renewal, config: Path, said: str
) -> None:
    before = renewal()
    write(config, said)

    with capture_logs() as logs:
        assert before is renewal() is renewal()
    assert [("settings", "warning")] == [(log["event"], log["log_level"]) for log in logs]
    assert str(config) in logs[0]["problem"]

    write(config, 'language = "fr"\n')
    assert catalogue("fr") is renewal().wishes.words


def test_a_file_that_is_gone_for_a_while_changes_nothing(renewal: Renewal, config: Path) -> None:
    before = renewal()
    config.rename(config.with_suffix(".away"))
    assert before is renewal()
    write(config, "", f"[places]\nreach = {REACH + 1:g}\n")
    assert REACH + 1 == renewal().wishes.reach
