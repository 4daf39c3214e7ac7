"""What the documents say of the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.index import COMMANDS, GROUPS
from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.commands.verbs import Verb

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ROOT = Path(__file__).parents[2]


def in_tables(document: str) -> list[str]:
    """The code spans in the first column of a document's tables."""
    rows = [line for line in (ROOT / document).read_text().splitlines() if line.startswith("| `")]
    cells = [re.split(r"(?<!\\)\|", row)[1] for row in rows]
    return [code for cell in cells for code in re.findall("`([^`]+)`", cell)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named_in_the_changelog(command: str) -> None:
    assert f"`{command}" in (ROOT / "CHANGELOG.md").read_text().replace("`terrasse ", "`")


def test_the_table_of_commands_is_complete() -> None:
    named = {code.removeprefix("terrasse ").split()[0] for code in in_tables("README.md")}

    assert set(COMMANDS) == named


def test_the_guide_has_an_example_of_every_verb_that_works() -> None:
    understood = [understand(code) for code in in_tables("docs/guide.md")]

    verbs = {command.verb for command in understood if isinstance(command, Command)}
    assert all(isinstance(command, Command) for command in understood)
    assert set(Verb) - {Verb.LIST, Verb.HELP} == verbs


def test_help_lists_each_command_once() -> None:
    listed = [name for names in GROUPS.values() for name in names]

    assert sorted(COMMANDS) == sorted(listed)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(terminal: Terminal, shell: str) -> None:
    assert "_TERRASSE_COMPLETE" in terminal.read("completion", shell)


@pytest.mark.parametrize(
    ("language", "said"), [("C", "Show what PERSON's place"), ("fr", "Montrer d’où vient le rang")]
)
def test_a_completed_command_is_described(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("LANG", language)
    monkeypatch.setenv("COMP_WORDS", "terrasse wh")
    monkeypatch.setenv("COMP_CWORD", "1")
    monkeypatch.setenv("_TERRASSE_COMPLETE", "zsh_complete")

    shown = terminal.type().stdout.splitlines()

    assert ["why", "why-not"] == shown[1::3]
    assert shown[2].startswith(said)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("run", "Keep collecting"),
        ("send", "By direct message: "),
        ("envoie", "By direct message: "),
    ],
)
def test_help_explains_a_command_and_what_is_written_to_the_bot(
    terminal: Terminal, word: str, said: str
) -> None:
    assert said in terminal.read("help", word)


def test_help_of_nothing_lists_all_and_of_no_command_says_so(terminal: Terminal) -> None:
    assert "Find people:" in terminal.read("help")
    assert "There is no command nonsense" in terminal.type("help", "nonsense").stderr
