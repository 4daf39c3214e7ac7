"""`--help`, and the completion of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.cli.index import COMMANDS, GROUPS

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def test_help_lists_each_command_once() -> None:
    listed = [name for names in GROUPS.values() for name in names]

    assert sorted(COMMANDS) == sorted(listed)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(terminal: Terminal, shell: str) -> None:
    assert "_TERRASSE_COMPLETE" in terminal.read("completion", shell)
