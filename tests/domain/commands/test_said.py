"""What people type on a phone, with what they mean: `said.jsonl`, written before the grammar."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

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


PLACES = (
    "at the library",
    "at Kew Gardens",
    ", Café X",
    ", the green door",
    "at my place",
    "Le Zinc",
    ", la Porte Bleue",
    "au Bar du coin",
    "chez Yuki et Maud",
    ", le petit bar rouge",
)
SECOND_THOUGHTS = (
    "asap",
    "later",
    "again",
    "encore",
    "bientôt",
    "mdr",
    "erratum",
    "(no)",
    "[cancelled]",
    ", hm",
    ", faux",
    "in my dreams",
    ", laisse tomber",
    "as planned",
    "comme prévu",
    "deux fois",
    "and 2",
    "🤔",
    "❌",
    "👎",
    "or not",
    "tbc",
    "tomorrow",
    "je crois",
    "for now",
    ", forget it",
)


@pytest.mark.parametrize("place", PLACES)
def test_what_follows_a_place_is_no_part_of_it(place: str) -> None:
    said = f"planned 1 sunday 3pm{' ' * (place[0] != ',')}{place}"

    assert effect(said) == f"planned 1 2026-11-29 15:00 {_named(place)}"
    assert {"": [*SECOND_THOUGHTS]} == _effects(said)


def _named(place: str) -> str:
    return place.removeprefix(", ").removeprefix("at ").removeprefix("au ")


def _effects(said: str) -> dict[str, list[str]]:
    """What the text does with each second thought behind it."""
    found: dict[str, list[str]] = {}
    for thought in SECOND_THOUGHTS:
        text = f"{said}{' ' * (thought[0] != ',')}{thought}"
        found.setdefault(effect(text), []).append(thought)
    return found
