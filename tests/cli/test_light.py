from __future__ import annotations

import subprocess
import sys

HEAVY = (
    *("pydantic", "sqlalchemy", "atproto", "mastodon", "rich", "structlog", "babel", "asyncio"),
    "bot.domain.commands.grammar",
)
LOOK = "import sys, bot.cli.main as m\ntry: m.main()\nfinally: print(sorted(sys.modules))"


def test_help_loads_nothing_heavy() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOOK, "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert "From the timeline to the table." in shown
    assert [name for name in HEAVY if f"'{name}'" in shown] == []
