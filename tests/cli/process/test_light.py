from __future__ import annotations

import subprocess
import sys

import click
import pytest

from bot.cli.index import COMMANDS
from bot.cli.main import terrasse

HEAVY = (
    *("pydantic", "sqlalchemy", "atproto", "mastodon", "rich", "structlog", "babel", "asyncio"),
    *("starlette", "uvicorn", "jinja2", "bot.web"),
    *(
        "bot.domain.commands.grammar",
        "bot.text.language.catalogue",
        "bot.cli.commands.listing",
        "bot.cli.commands.verbs",
    ),
)
LOOK = "import sys, bot.cli.main as m\ntry: m.main()\nfinally: print(sorted(sys.modules))"


def test_help_loads_nothing_heavy() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOOK, "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert "From the timeline to the table." in shown
    assert [name for name in HEAVY if f"'{name}'" in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = terrasse.get_command(click.Context(terrasse), name)

    assert command is not None
    assert command.get_short_help_str(limit=1_000) == COMMANDS[name][1]
