"""What a config file says while a process runs."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.bootstrap.renewal import SETTLES, Renewal
from bot.domain.people.place import REACH
from bot.text.language.catalogue import catalogue
from tests.services.household import Household

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services.context import Context

BEGINNING = '[[watch]]\naccount = "@me@village.example"\nsecret = "env:NOT_SET"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "terrasse.toml"
    write(path, 'language = "en"\n')
    return path


@pytest.fixture
def renewal(config: Path) -> Renewal:
    """Between two calls a changed file settles."""
    return Renewal(Household().context, config, count(0.0, SETTLES).__next__)


def settled(renewal: Renewal) -> Context:
    renewal()
    return renewal()


def write(path: Path, said: str, rest: str = "") -> None:
    """Write it as editors do: beside the file, and put in its place."""
    beside = path.with_suffix(".new")
    beside.write_text(said + BEGINNING + rest)
    beside.replace(path)


def test_it_is_the_same_context_while_the_file_says_the_same(
    renewal: Renewal, config: Path
) -> None:
    first = settled(renewal)
    assert first is renewal()
    os.utime(config, (0, 0))
    assert first is settled(renewal)
    write(config, '# A comment\nlanguage = "en"\n')
    assert first is settled(renewal)


def test_wishes_are_those_of_the_file_by_now_and_all_else_is_as_before(
    renewal: Renewal, config: Path
) -> None:
    before = settled(renewal)
    rest = '[goal]\nmeetings = 3\n[digest]\nto = "file:other.md"\n[retention]\ntext = "1 day"\n'
    write(config, 'language = "fr"\n', rest)

    now = settled(renewal)

    assert ("fr", 3) == (now.wishes.words.language, now.wishes.goal.meetings)
    assert (before.post, before.store, before.networks) == (now.post, now.store, now.networks)
    assert before.wishes.retention == now.wishes.retention
    assert now.is_known_to_be_current is before.is_known_to_be_current


def test_it_is_written_over_in_place_too(renewal: Renewal, config: Path) -> None:
    settled(renewal)
    with config.open("a") as file:
        file.write("[places]\nreach = 7\n")
    assert 7 == settled(renewal).wishes.reach


def test_what_is_being_written_is_not_read(config: Path) -> None:
    passed = 0.0
    renewal = Renewal(Household().context, config, lambda: passed)
    write(config, "", '[digest]\nto = "file:other.md"\nevery = "8 weeks"\n')
    before = settled(renewal)
    passed += SETTLES
    whole = renewal()
    assert before.wishes.schedule.every != whole.wishes.schedule.every

    with config.open("r+") as file:
        said = file.read()
        file.truncate(said.index("every"))
    for _ in range(9):
        passed += 0.9 * SETTLES / 9
        assert whole is renewal()
    config.write_text(said)
    for _ in range(3):
        passed += SETTLES
        assert whole is renewal()


def test_a_file_that_was_just_saved_is_read_at_once(renewal: Renewal, config: Path) -> None:
    settled(renewal)
    write(config, 'language = "fr"\n')

    renewal.renew()

    assert catalogue("fr") is renewal().wishes.words


@pytest.mark.parametrize(
    "said", ['language = "xx"\n', "[[", 'language = "fr"\nlanguage = "fr"\n', "secret = 1\n"]
)
def test_a_file_that_cannot_be_used_changes_nothing_and_is_reported_once(
    renewal: Renewal, config: Path, said: str
) -> None:
    before = settled(renewal)
    write(config, said)

    with capture_logs() as logs:
        assert before is settled(renewal) is settled(renewal)
    assert [("settings", "warning")] == [(log["event"], log["log_level"]) for log in logs]
    assert str(config) in logs[0]["problem"]

    with capture_logs() as logs:  # it may be that nobody was allowed to read it
        config.chmod(0o640)
        assert before is settled(renewal)
    assert 1 == len(logs)

    write(config, 'language = "fr"\n')
    assert catalogue("fr") is settled(renewal).wishes.words


def test_a_file_that_is_gone_for_a_while_changes_nothing(renewal: Renewal, config: Path) -> None:
    before = settled(renewal)
    config.rename(config.with_suffix(".away"))
    assert before is settled(renewal)
    write(config, "", f"[places]\nreach = {REACH + 1:g}\n")
    assert REACH + 1 == settled(renewal).wishes.reach
