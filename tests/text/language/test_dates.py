"""Dates as people say them, in English and French."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.schedule import Period, Unit
from bot.text.language import dates
from bot.text.language.catalogue import catalogue
from tests.builders import at

EN, FR = catalogue("en"), catalogue("fr")
PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        ("2026-12-06", "Sunday 6 December", "dimanche 6 décembre"),
        ("2026-12-01", "Tuesday 1 December", "mardi 1er décembre"),
        ("2026-08-31", "Monday 31 August", "lundi 31 août"),
        ("2026-11-11", "Wednesday 11 November", "mercredi 11 novembre"),
    ],
)
def test_a_day_with_its_weekday(day: str, english: str, french: str) -> None:
    assert english == dates.weekday(date.fromisoformat(day), EN)
    assert french == dates.weekday(date.fromisoformat(day), FR)


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        ("2026-10-02", "2 October", "2 octobre"),
        ("2026-12-01", "1 December", "1er décembre"),
        ("2025-12-31", "31 December 2025", "31 décembre 2025"),
        ("2027-01-01", "1 January 2027", "1er janvier 2027"),
    ],
)
def test_the_year_is_said_where_it_is_not_this_one(day: str, english: str, french: str) -> None:
    assert english == dates.date_of(date.fromisoformat(day), TODAY, EN)
    assert french == dates.date_of(date.fromisoformat(day), TODAY, FR)


@pytest.mark.parametrize(
    ("moment", "english", "french"),
    [
        ("2026-12-06 17:30", "Sunday 6 December at 18:30", "dimanche 6 décembre à 18 h 30"),
        ("2026-12-06 17:00", "Sunday 6 December at 18:00", "dimanche 6 décembre à 18 h"),
        ("2026-12-06 08:05", "Sunday 6 December at 09:05", "dimanche 6 décembre à 9 h 05"),
        ("2026-06-30 22:00", "Wednesday 1 July at 00:00", "mercredi 1er juillet à 0 h"),
    ],
)
def test_a_moment_is_told_by_the_owner_s_clock(moment: str, english: str, french: str) -> None:
    assert english == dates.moment(at(moment), PARIS, EN)
    assert french == dates.moment(at(moment), PARIS, FR).replace("\u00a0", " ")
    assert " h" not in dates.moment(at(moment), PARIS, FR)


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (-1, "today", "aujourd’hui"),
        (0, "today", "aujourd’hui"),
        (1, "yesterday", "hier"),
        (2, "2 days ago", "il y a 2 jours"),
        (13, "13 days ago", "il y a 13 jours"),
        (14, "2 weeks ago", "il y a 2 semaines"),
        (20, "2 weeks ago", "il y a 2 semaines"),
        (61, "8 weeks ago", "il y a 8 semaines"),
        (62, "2 months ago", "il y a 2 mois"),
        (365, "12 months ago", "il y a 12 mois"),
    ],
)
def test_how_long_ago(days: int, english: str, french: str) -> None:
    assert english == dates.ago(TODAY - timedelta(days), TODAY, EN)
    assert french == dates.ago(TODAY - timedelta(days), TODAY, FR)


@pytest.mark.parametrize(
    ("period", "english", "french"),
    [
        (Period(1, Unit.DAY), "every day", "par jour"),
        (Period(3, Unit.DAY), "every 3 days", "tous les 3 jours"),
        (Period(1, Unit.WEEK), "every week", "par semaine"),
        (Period(2, Unit.WEEK), "every 2 weeks", "toutes les 2 semaines"),
        (Period(1, Unit.MONTH), "every month", "par mois"),
        (Period(6, Unit.MONTH), "every 6 months", "tous les 6 mois"),
    ],
)
def test_how_often(period: Period, english: str, french: str) -> None:
    assert english == dates.period(period, EN)
    assert french == dates.period(period, FR)
