from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ranking.comparison import Comparison, Difference, Figures
from bot.domain.ranking.scoring import Scale, score
from bot.domain.ranking.taste import PART
from bot.text.language.catalogue import catalogue
from bot.text.why import comparison
from tests.domain.ranking.test_scoring import WHO

TODAY = date(2026, 11, 2)
ENGLISH, FRENCH = catalogue("en"), catalogue("fr")
ALICE = Figures(said=30, heard=20, days=12, weeks=9, span=300, silence=3, signals=5)
BRUNO = Figures(said=10, heard=25, days=10, weeks=4, span=90, silence=60, signals=9)


def said(
    for_first: tuple[str, ...],
    for_second: tuple[str, ...] = (),
    *,
    bruno: Figures = BRUNO,
    language: str = "en",
) -> list[str]:
    found = Comparison(
        tuple(Difference(part, 2.0) for part in for_first),
        tuple(Difference(part, 2.0) for part in for_second),
    )
    names, figures = ("Alice", "Bruno"), (ALICE, bruno)
    return comparison.sentences(found, names, figures, TODAY, catalogue(language))


def test_the_first_is_first_for_reasons_with_figures() -> None:
    first, second = said(("occasions", "outgoing"), ("incoming",))

    assert (
        "Alice is first, mainly because you talked in more weeks (9 against 4) and you wrote more "
        "(30 posts against 10)."
    ) == first
    assert "In Bruno’s favour: they wrote more (25 posts against 20)." == second


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("span", "you have talked for longer (10 months against 3 months)"),
        ("recency", "you talked more recently (3 days ago against 8 weeks ago)"),
        ("taste", "your choices so far point that way"),
    ],
)
def test_a_factor_in_words(part: str, reason: str) -> None:
    assert [f"Alice is first, mainly because {reason}."] == said((part,))


def test_figures_that_say_the_contrary_are_left_out() -> None:
    assert ["Alice is first, mainly because they wrote more lately."] == said(("incoming",))
    assert "likes, follows or boosts of theirs lately." in said(("signals",))[0]
    as_recent = replace(BRUNO, silence=ALICE.silence)
    assert "because you talked more recently." in said(("recency",), bruno=as_recent)[0]


def test_as_many_weeks_are_told_by_days() -> None:
    assert "on more days (12 against 10)" in said(("occasions",), bruno=replace(BRUNO, weeks=9))[0]


def test_two_who_stand_level() -> None:
    assert ["Alice and Bruno are level."] == said(())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_factor_has_words(language: str) -> None:
    for part in [*score(WHO, [], [], Scale(TODAY, 30.0, {})).parts, PART]:
        assert "Bruno" in said((part,), (part,), language=language)[1]


def test_it_speaks_french() -> None:
    assert [
        "Ce qui met Alice devant\u00a0: vos échanges couvrent plus de semaines (9 contre 4)."
    ] == said(("occasions",), language="fr")
