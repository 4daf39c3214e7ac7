"""What the documents say of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md"])
def test_every_command_is_named(document: str, command: str) -> None:
    assert f"`{command}" in (ROOT / document).read_text().replace("`terrasse ", "`")
