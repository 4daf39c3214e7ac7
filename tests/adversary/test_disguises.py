"""A mark in a profile is seen however it is disguised; what only looks like one is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bot.domain.ranking.profile import marks as marks_on
from bot.domain.ranking.reason import Reason
from tests.builders import account

if TYPE_CHECKING:
    from bot.domain.people.identity import Account


def marks(described: Account) -> frozenset[Reason]:
    return marks_on(described, date(2026, 11, 27))


HIDDEN = {
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "no-break space of no width": "\ufeff",
    "soft hyphen": "\u00ad",
    "grapheme joiner": "\u034f",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "embedding": "\u202a",
    "override": "\u202d",
    "isolate": "\u2066",
    "end of isolate": "\u2069",
    "Mongolian vowel separator": "\u180e",
    "Hangul filler": "\u3164",
    "variation selector": "\ufe0f",
    "variation selector of the supplement": "\U000e0100",
    "tag": "\U000e0041",
    "invisible times": "\u2062",
    "Arabic letter mark": "\u061c",
    "blank Braille": "\u2800",
    "stroke": "\u0336",
    "control": "\x08",
}
PLACES = [1, 2, 3, 4, 5]
WRITTEN = [
    "#nobot", "#NoBot", "#NOBOT", "#nobots", "#no_bot", "#no-bot", "#No-Bots", "＃nobot", "﹟nobot",
    "#ｎｏｂｏｔ", "#no‐bot", "#no‑bot", "#no–bot", "#no—bot", "#no−bot", "#no－bot", "#nóbot",
    "#𝐧𝐨𝐛𝐨𝐭", "I make bread. #nobot please", "(#nobot)", "#bread#nobot",
]  # fmt: skip
INNOCENT = [
    "", "nobot", "no bots here", "#nobotany", "#nobottle", "#noboto", "#robot", "#bot", "#botany",
    "#no", "#nothing", "no #bots", "#no-bother", "#nobothering", "#innobot1", "no#nob", "#knobot",
]  # fmt: skip


@pytest.mark.parametrize(("hidden", "place"), list(product(HIDDEN, PLACES)))
def test_characters_that_nobody_sees_hide_no_mark(hidden: str, place: int) -> None:
    for mark, reason in (("#nobot", Reason.NOBOT), ("#noinvite", Reason.NOINVITE)):
        disguised = mark[:place] + HIDDEN[hidden] + mark[place:]

        assert reason in marks(account(bio=f"Bread. {disguised}"))
        assert reason in marks(account(display_name=disguised))
        assert reason in marks(account(fields=((f"x{HIDDEN[hidden]}", disguised),)))


@pytest.mark.parametrize("written", WRITTEN)
def test_ways_to_write_a_mark(written: str) -> None:
    assert Reason.NOBOT in marks(account(bio=written))
    invited = written.replace("bots", "bot").replace("Bots", "bot")
    for old in ("nobot", "NoBot", "NOBOT", "bot", "ｂｏｔ", "𝐛𝐨𝐭"):
        invited = invited.replace(old, old.replace("bot", "invite").replace("Bot", "Invite"))
    if "invite" in invited.lower():
        assert Reason.NOINVITE in marks(account(bio=invited))


@pytest.mark.parametrize("innocent", INNOCENT)
def test_what_only_looks_like_a_mark_is_none(innocent: str) -> None:
    assert Reason.NOBOT not in marks(account(bio=innocent))
    assert Reason.NOINVITE not in marks(account(bio=innocent.replace("bot", "invite")))


@pytest.mark.parametrize("hidden", sorted(set(HIDDEN) - {"stroke"}))
def test_an_age_is_read_as_it_is_seen(hidden: str) -> None:
    text = f"I'm 1{HIDDEN[hidden]}6"

    assert Reason.MINOR in marks(replace(account(), bio=text))
