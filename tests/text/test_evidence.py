"""What a suggestion rests on, in one line, in English and French."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.scoring import Evidence
from bot.text import evidence
from bot.text.catalogue import catalogue
from tests.builders import at

PARIS = ZoneInfo("Europe/Paris")
NOW = at("2026-12-06 17:00")


SINCE = "6 exchanges in 3 threads since 2 October"
DEPUIS = "6 échanges dans 3 fils depuis le 2 octobre"


def line(language: str, started: int, exchanges: int = 6) -> str:
    found = Evidence(
        exchanges=exchanges,
        threads=min(exchanges, 3),
        weeks=4,
        first=at("2026-10-01 22:30"),  # half past midnight on the 2nd in Paris
        last=at("2026-12-02 12:00"),
        started_by_owner=started,
    )
    return evidence.line(found, PARIS, NOW, catalogue(language)).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("started", "sentence"),
    [
        (2, f"{SINCE}, you started 2; last one 4 days ago"),
        (0, f"{SINCE}, they always came to you; last one 4 days ago"),
        (6, f"{SINCE}, all started by you; last one 4 days ago"),
    ],
)
def test_who_started_in_english(started: int, sentence: str) -> None:
    assert sentence == line("en", started)


@pytest.mark.parametrize(
    ("started", "sentence"),
    [
        (2, f"{DEPUIS}, dont 2 à ton initiative ; le dernier il y a 4 jours"),
        (0, f"{DEPUIS}, toujours à son initiative ; le dernier il y a 4 jours"),
        (6, f"{DEPUIS}, toujours à ton initiative ; le dernier il y a 4 jours"),
    ],
)
def test_who_started_in_french(started: int, sentence: str) -> None:
    assert sentence == line("fr", started)


def test_of_a_single_exchange_little_is_said() -> None:
    assert "1 exchange, 4 days ago" == line("en", 1, exchanges=1)
    assert "1 échange, il y a 4 jours" == line("fr", 0, exchanges=1)


def test_without_an_exchange_it_says_so() -> None:
    assert "no exchange yet" == evidence.line(Evidence(), PARIS, NOW, catalogue("en"))
    assert "pas encore d’échange" == evidence.line(Evidence(), PARIS, NOW, catalogue("fr"))


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (1.0, "▮▮▮▮▮"),
        (0.64, "▮▮▮▮▯"),  # √0.64 = 0.8
        (0.36, "▮▮▮▯▯"),
        (0.16, "▮▮▯▯▯"),
        (0.04, "▮▯▯▯▯"),
        (0.0, "▮▯▯▯▯"),
        (1.5, "▮▮▮▮▮"),
    ],
)
def test_a_bar_shows_the_root_of_a_share(share: float, bar: str) -> None:
    assert bar == evidence.bar(share)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_score_never_has_the_shorter_bar(one: float, other: float) -> None:
    lower, higher = sorted((one, other))

    assert evidence.bar(lower).count("▮") <= evidence.bar(higher).count("▮")
