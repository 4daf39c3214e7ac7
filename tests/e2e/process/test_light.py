from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from bot.cli.index import COMMANDS
from bot.cli.main import terrasse

if TYPE_CHECKING:
    from pathlib import Path

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
OF_OTHER_COMMANDS = (
    *("alembic", "atproto", "httpx", "icalendar", "jinja2", "mastodon", "rich", "starlette"),
    *("structlog", "sqlalchemy.dialects.postgresql", "bot.web"),
    *(
        "bot.domain.commands.grammar",
        "bot.domain.people.age_rules",
        "bot.services.invite",
        "bot.text.letter.digest",
    ),
)
CONFIG = """\
[[watch]]
account = "@camille@mastodon.example"
[digest]
to = "file:digest.md"
[store]
url = "sqlite:///terrasse.db"
"""
LOOK = "import sys, bot.cli.main as m\ntry: m.main()\nfinally: print(sorted(sys.modules))"


def test_help_loads_nothing_heavy() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOOK, "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert "From the timeline to the table." in shown
    assert [name for name in HEAVY if f"'{name}'" in shown] == []


def test_people_loads_nothing_that_only_other_commands_use(tmp_path: Path) -> None:
    """On a store that is there already, and holds what an earlier command has left."""
    (tmp_path / "terrasse.toml").write_text(CONFIG)
    for _ in range(2):
        shown = subprocess.run(
            [sys.executable, "-c", LOOK, "people"],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        ).stdout

    assert "not read yet" in shown
    assert "'bot.services.ranking.scene'" in shown
    assert [name for name in OF_OTHER_COMMANDS if f"'{name}'" in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = terrasse.get_command(click.Context(terrasse), name)

    assert command is not None
    assert command.get_short_help_str(limit=1_000) == COMMANDS[name][1]
