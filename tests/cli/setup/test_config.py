from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from config.example import example

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

TOKEN = "k3J9xQv7Lm2Np8Rt5Wz1Yb4Cd6Fg0Hj-QsUeVaXiOp"  # noqa: S105 (invented)
SECRETS = f"""\
# my old token was {TOKEN}
[[watch]]
account = "@camille@village.example"
url = "memory:village"

[digest]
to = "file:digest.md"

[[calendar]]
url = "https://cloud.example/private-hunter2/basic.ics"

[[calendar]]
name = "{TOKEN[:30]}"
secret = "file:family.secret"

[[slot]]
when = "tuesday 12:30-14:00"

[meetings]
places = ["Café X, Rennes"]

[invitation.polish]
url = "http://localhost:11434/v1"
model = "mistral-small"
"""


def test_show_is_the_file_without_comments_and_secrets(terminal: Terminal) -> None:
    terminal.write_config(SECRETS)

    shown = tomllib.loads(terminal.read("config", "show"))

    assert terminal.json("config", "show") == shown
    assert TOKEN[:30] not in str(shown)
    assert "hunter2" not in str(shown)
    assert "https://cloud.example/ (not shown)" == shown["calendar"][0]["url"]
    as_written = tomllib.loads(SECRETS)
    assert shown.pop("calendar") != as_written.pop("calendar")
    assert as_written == shown


def test_a_secret_in_the_wrong_place_is_not_shown(terminal: Terminal) -> None:
    terminal.write_config(f'[[watch]]\naccount = "me.example"\nsecret = "{TOKEN}"\n')

    result = terminal.type("config", "show")

    assert 2 == result.exit_code
    assert TOKEN not in result.output


def test_check_names_every_fault_and_reads_the_secrets(terminal: Terminal) -> None:
    terminal.write_config()
    assert "terrasse.toml is in order" in terminal.read("config", "check")

    terminal.write_config(
        '[[watch]]\naccount = "me.example"\nsecret = "env:NOT_THERE"\n\n'
        '[digest]\nto = "file:digest.md"\n'
    )
    unread = terminal.type("config", "check")
    assert (2, True) == (unread.exit_code, "NOT_THERE is missing" in unread.stdout)

    terminal.write_config("wach = 1\n")
    wrong = terminal.type("config", "check")
    assert (2, True) == (wrong.exit_code, "has 2 problems" in wrong.stderr)


def test_path_is_the_file_that_is_read(terminal: Terminal) -> None:
    terminal.write_config()

    assert f"{terminal.folder / 'terrasse.toml'}\n" == terminal.read("config", "path")


@pytest.mark.parametrize("what", ["path", "show", "check"])
def test_without_a_file_it_says_how_to_make_one(terminal: Terminal, what: str) -> None:
    result = terminal.type("config", what)

    assert (2, True) == (result.exit_code, "terrasse init" in result.stderr)


def test_the_example_is_printed(terminal: Terminal) -> None:
    assert example() == terminal.read("config", "example")


def test_the_example_is_printed_in_the_language_of_the_config_or_of_the_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert example("fr") == terminal.read("config", "example")

    terminal.write_config('language = "en"\n')
    assert example("en") == terminal.read("config", "example")
