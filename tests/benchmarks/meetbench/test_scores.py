"""The scores beside ours, worked out by hand, and ours as `terrasse people` has it."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from benchmarks.meetbench import terrasse
from benchmarks.meetbench.baselines import BASELINES
from benchmarks.meetbench.candidates import mutual_weeks, mutual_weeks_span
from benchmarks.meetbench.task import Act, Query
from benchmarks.meetbench.tie import Tie, ties
from bot.domain.people.identity import AccountKey, NetworkName, OwnerId, person_id
from bot.domain.ranking.scoring import scale, score
from bot.domain.talk.tally import Tally
from tests.benchmarks.meetbench.tasks import CUTOFF, DAY


def act(days_before: float, *, out: bool = True, other: str = "2", kind: str = "msg") -> Act:
    return Act(CUTOFF - days_before * DAY, other, out, kind)


def tie(*acts: Act, history: float = 90.0) -> Tie:
    return Tie(acts, float(CUTOFF), history)


TWO_WEEKS = tie(
    act(10.25, kind="rt"), act(10.125, out=False), act(3.25, kind="like"), act(2.5, out=False),
    act(2.25, kind="re"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("raw count", 5),
        ("recency", -2.25),
        ("circle weights", 1.3 + 1 + 1 + 1 + 1.1),
        (
            "Interactions Rank, 7 d",
            sum(2 ** (-age / 7) for age in (10.25, 10.125, 3.25, 2.5, 2.25)),
        ),
        ("geometric mean", math.sqrt(3.5 * 2.5)),
        ("active days", 3 + 5e-6),
        ("active weeks", 2 + 5e-6),
        ("mutual days", 2 + 5e-6),
        ("Gilbert-like", -0.76 * math.log(3.25) + 0.299 * math.log(6) + 0.755 * math.log(11.25)),
        ("Jones-like", math.log(4) + math.log(3)),
    ],
)
def test_simple_scores(name: str, value: float) -> None:
    assert value == pytest.approx(BASELINES[name](TWO_WEEKS))


def test_a_steady_tie_is_more_navarro_like_than_a_burst() -> None:
    navarro = BASELINES["Navarro-like"]
    steady = tie(*(act(days) for days in (9, 7, 5, 3, 1)))
    burst = tie(*(act(days) for days in (9, 8.999, 8.998, 8.997, 1)))

    assert navarro(burst) < navarro(steady)
    assert 0 == navarro(tie(act(1))) == navarro(tie(act(1), act(1), act(1)))


def test_the_candidates() -> None:
    # Half-life 30; log₂(1+1) each way ten days ago, then 1 out, then 1 each way.
    outgoing = 2 ** (-10.125 / 30) + 2 ** (-3.25 / 30) + 2 ** (-2.25 / 30)
    incoming = 2 ** (-10.125 / 30) + 2 ** (-2.25 / 30)
    both = math.sqrt((outgoing + 0.25) * (incoming + 0.25))

    assert both * 2 == pytest.approx(mutual_weeks(TWO_WEEKS))
    assert both * math.sqrt(2) * 9**0.2 == pytest.approx(mutual_weeks_span(TWO_WEEKS))


def test_ties_are_with_candidates_only_and_know_the_whole_history() -> None:
    acts = [act(40, other="9"), act(3), act(2, other="3"), act(1, out=False)]

    found = ties(Query("1@c0", "1", CUTOFF, acts, {"2": True, "3": False, "4": False}))

    assert {"2", "3"} == found.keys()
    assert (2, 40.0) == (len(found["2"].acts), found["2"].history)


def test_ours_is_the_score_behind_people() -> None:
    acts = [act(40, other="9"), act(3), act(2.9), act(0.5, out=False)]
    query = Query("1@c0", "1", CUTOFF, acts, {"2": True, "3": False})

    me, other, stranger = (AccountKey(NetworkName.MASTODON, name) for name in "129")
    owner = OwnerId("1")
    # The cutoff is the midnight with which this day begins; 2.9 days before it is another day.
    today = datetime.fromtimestamp(CUTOFF, UTC).date()
    days = [datetime.fromtimestamp(one.at, UTC).date() for one in acts]
    tallies = [Tally(owner, me, other, days[1], 2, 0), Tally(owner, me, other, days[3], 0, 1)]
    measure = scale([*tallies, Tally(owner, me, stranger, days[0], 1, 0)], today=today, weights={})
    expected = score(person_id(other), tallies, [], measure).value
    assert {"2": pytest.approx(expected), "3": 0.0} == terrasse.scores(query)
    assert 0 < expected
