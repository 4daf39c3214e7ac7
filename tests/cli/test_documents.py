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
