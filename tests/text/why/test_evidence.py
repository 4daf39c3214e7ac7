"""The evidence in one line, in English and French."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking.evidence import Evidence, Waking
from bot.text.language.catalogue import catalogue
from bot.text.why import evidence
from tests.builders import at

PARIS = ZoneInfo("Europe/Paris")
NOW = at("2026-12-06 17:00")


SINCE = "6 exchanges in 3 threads since 2 October"
DEPUIS = "6 échanges dans 3 fils depuis le 2 octobre"


def line(language: str, started: int, exchanges: int = 6, waking: Waking | None = None) -> str:
    found = Evidence(
        exchanges=exchanges,
        threads=min(exchanges, 3),
        weeks=4,
        first=at("2026-10-01 22:30"),  # half past midnight on the 2nd in Paris
        last=at("2026-12-02 12:00"),
        started_by_owner=started,
        waking=waking,
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


def test_a_tie_that_woke_up_of_late_is_told_so() -> None:
    # Half past midnight on the 3rd in Paris, after 152 days.
    waking = Waking(at("2026-11-02 23:30"), timedelta(days=152))

    english, french = line("en", 2, waking=waking), line("fr", 2, waking=waking)

    assert english.endswith(
        "; last one 4 days ago; again since 3 November, after 5 months of silence"
    )
    assert french.endswith(
        "il y a 4 jours ; de nouveau depuis le 3 novembre, après 5 mois de silence"
    )


def test_an_awakening_of_long_ago_is_no_news() -> None:
    waking = Waking(NOW - timedelta(days=91), timedelta(days=152))

    assert line("en", 2) == line("en", 2, waking=waking)


@pytest.mark.parametrize(
    ("language", "rounds", "remarks"),
    [
        ("en", 1, ["1 of the exchanges was in a thread with several people."]),
        ("en", 4, ["4 of the exchanges were in threads with several people."]),
        ("fr", 1, ["1 de ces échanges a eu lieu dans un fil à plusieurs."]),
        ("fr", 4, ["4 de ces échanges ont eu lieu dans des fils à plusieurs."]),
        ("en", 0, []),
    ],
)
def test_rounds_are_remarked_on(language: str, rounds: int, remarks: list[str]) -> None:
    found = Evidence(exchanges=6, in_rounds=rounds)

    assert remarks == evidence.remarks(found, PARIS, NOW, catalogue(language))


def test_a_burst_is_remarked_on() -> None:
    found = Evidence(exchanges=6, burst=at("2026-10-11 22:30"))  # past midnight in Paris

    assert ["Most of it was said in one go, on 12 October."] == evidence.remarks(
        found, PARIS, NOW, catalogue("en")
    )
    assert ["L’essentiel s’est dit d’une traite, le 12 octobre."] == evidence.remarks(
        found, PARIS, NOW, catalogue("fr")
    )


@pytest.mark.parametrize(
    ("language", "broken_off", "remark"),
    [
        ("en", 1, "1 exchange ended in a block or a mute, and does not count."),
        ("en", 2, "2 exchanges ended in a block or a mute, and do not count."),
        ("fr", 1, "1 échange s’est terminé par un blocage ou un masquage, et ne compte pas."),
        ("fr", 2, "2 échanges se sont terminés par un blocage ou un masquage, et ne comptent pas."),
    ],
)
def test_exchanges_that_ended_badly_are_remarked_on(
    language: str, broken_off: int, remark: str
) -> None:
    found = Evidence(exchanges=6, broken_off=broken_off)

    assert [remark] == evidence.remarks(found, PARIS, NOW, catalogue(language))


def test_without_an_exchange_it_says_so() -> None:
    assert "no exchange yet" == evidence.line(Evidence(), PARIS, NOW, catalogue("en"))
    assert "pas encore d’échange" == evidence.line(Evidence(), PARIS, NOW, catalogue("fr"))


def test_where_all_exchanges_ended_badly_it_says_that_none_counts() -> None:
    found = Evidence(broken_off=1)

    assert "no exchange that counts" == evidence.line(found, PARIS, NOW, catalogue("en"))
    assert "aucun échange qui compte" == evidence.line(found, PARIS, NOW, catalogue("fr"))


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
def test_a_better_score_never_has_the_shorter_bar(first: float, other: float) -> None:
    lower, higher = sorted((first, other))

    assert evidence.bar(lower).count("▮") <= evidence.bar(higher).count("▮")
