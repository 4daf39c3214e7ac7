from __future__ import annotations

import math
import re

import pytest

from bot.domain.people.identity import PersonId
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.scoring import Score
from bot.domain.ranking.taste import Habit, Tasted
from bot.text.language.catalogue import catalogue
from bot.text.why import factors

PARTS = {
    "outgoing": 2.0,
    "incoming": 1.5,
    "occasions": 3.0,
    "span": 9.0,
    "recency": 0.5,
    "signals": 1.1,
    "taste": 1.06,
}
ENGLISH, FRENCH = catalogue("en"), catalogue("fr")


def scored(**changes: float) -> Score:
    parts = PARTS | changes
    return Score(PersonId("p"), math.prod(parts.values()), parts, Evidence())


def test_the_figures_multiply_to_the_last_line() -> None:
    *lines, product = factors.lines(scored(), Tasted(1.06), ENGLISH)

    shown = [float(line.partition(" · ")[0]) for line in lines]
    assert [*PARTS.values()] == shown
    assert f"= {math.prod(shown):.2f}, all of them multiplied" == product


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_factor_has_a_name_and_a_meaning(language: str) -> None:
    lines = factors.lines(scored(), Tasted(), catalogue(language))[:-1]

    assert all(re.fullmatch(r"[\d.,]+ · [\w ]+\u00a0?: .{10,}", line) for line in lines)
    assert len({line.partition(" · ")[2] for line in lines}) == len(PARTS)


def test_french_has_its_own_names_and_comma() -> None:
    assert "1,50 · ses mots\u00a0: ce que tu as reçu, surtout dernièrement" in factors.lines(
        scored(), None, FRENCH
    )


def test_taste_says_which_way_and_by_what() -> None:
    up = factors.lines(scored(), Tasted(1.06, Habit.BEGINS, more=True), ENGLISH)[-2]
    down = factors.lines(scored(taste=0.9), Tasted(0.9, Habit.BLUESKY, more=False), ENGLISH)[-2]

    assert (
        "1.06 · taste: people like those you met or know: a bit higher "
        "(you begin more often than with others)"
    ) == up
    assert (
        "0.90 · taste: people like those you did not want or passed over: a bit lower "
        "(you talk on Mastodon)"
    ) == down


@pytest.mark.parametrize("habit", list(Habit))
@pytest.mark.parametrize("more", [True, False])
def test_every_habit_has_words(habit: Habit, more: bool) -> None:  # noqa: FBT001 (a parameter)
    assert "(" in factors.lines(scored(), Tasted(1.06, habit, more), FRENCH)[-2]


def test_two_stand_side_by_side() -> None:
    lines = factors.table([scored(), scored(span=10.0)], ["Alice", "Bruno"], ENGLISH)

    assert ["Alice", "Bruno"] == lines[0].split()
    assert ["span", "9.00", "10.00"] == next(line for line in lines if "span" in line).split()
    assert 1 == len({len(line) for line in lines})
