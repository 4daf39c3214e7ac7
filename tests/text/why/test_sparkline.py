from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.talk.weeks import Week
from bot.text.language.catalogue import catalogue
from bot.text.why import sparkline

MONDAY = date(2026, 11, 2)
ENGLISH, FRENCH = catalogue("en"), catalogue("fr")


def weeks(*counts: tuple[int, int]) -> list[Week]:
    return [Week(MONDAY + timedelta(weeks=n), *both) for n, both in enumerate(counts)]


TALK = weeks((0, 1), (4, 2), (8, 3))


def test_both_directions_stand_on_one_scale() -> None:
    assert [
        "The last 3 weeks, oldest first, with up to 8 posts a week:",
        "you  ·▄█",
        "them ▁▂▃",
    ] == sparkline.lines(TALK, ENGLISH, "utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "no-such-encoding"])
def test_a_terminal_without_blocks_gets_digits(encoding: str) -> None:
    assert ["you  .48", "them 123"] == sparkline.lines(TALK, ENGLISH, encoding)[1:]


def test_it_speaks_french() -> None:
    assert ["toi     ·▄█", "en face ▁▂▃"] == sparkline.lines(TALK, FRENCH, "utf-8")[1:]


def test_the_least_talk_is_not_silence() -> None:
    assert "you  ▁█" == sparkline.lines(weeks((1, 0), (500, 0)), ENGLISH, "utf-8")[1]


def test_where_there_is_no_talk_there_is_nothing_to_draw() -> None:
    assert [] == sparkline.lines(weeks((0, 0)), ENGLISH, "utf-8")
