"""What people type on a phone, with what they mean: `said.jsonl`, written before the grammar."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.commands.command import Command
from bot.domain.commands.message import understand

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 27, 14, tzinfo=PARIS)
"""A Friday."""
LINES = Path(__file__).with_name("said.jsonl").read_text(encoding="utf-8").splitlines()
SAID = {text: line["meant"] for line in map(json.loads, LINES) for text in line["texts"]}
"""Each text, with the effects that are right; an empty one means that nothing may be done."""
MOST_MISSED = 0.02


def effect(text: str) -> str:
    """What a message does, in a line; empty if it does nothing."""
    asked = understand(text)
    if not isinstance(asked, Command):
        return ""
    if asked.text is not None:
        return f"edit {asked.targets[0]}: {asked.text}"
    if asked.moment is None:
        return " ".join((asked.verb, *asked.targets[:1], *asked.args))
    at = asked.moment.instant(NOW, PARIS)
    if not isinstance(at, datetime):
        return ""
    local = at.astimezone(PARIS)
    return f"planned {asked.targets[0]} {local:%Y-%m-%d %H:%M} {asked.place or ''}".strip()


def test_no_text_does_anything_else_than_what_is_meant() -> None:
    done = {text: (effect(text), meant) for text, meant in SAID.items()}

    assert {} == {text: pair for text, pair in done.items() if pair[0] not in {"", *pair[1]}}


def test_hardly_any_command_is_missed() -> None:
    commands = [text for text, meant in SAID.items() if "" not in meant]

    missed = [text for text in commands if effect(text) == ""]

    assert len(missed) <= MOST_MISSED * len(commands), missed
