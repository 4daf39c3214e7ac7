"""The project's own score of everybody in a query: the code behind `terrasse people`.

Without consent and patience, days in UTC. Every kind is talk, but retweets of a task that names
them as signals: these are boosts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from benchmarks.meetbench.task import DAY
from bot.domain.people.identity import AccountKey, NetworkName, OwnerId, person_id
from bot.domain.ranking.scoring import scale, score
from bot.domain.talk.tally import Tally

if TYPE_CHECKING:
    from benchmarks.meetbench.task import Query
    from bot.domain.people.identity import PersonId

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).date()
_COLUMNS: Final = {
    (False, True): "out_talk",
    (False, False): "in_talk",
    (True, True): "out_boost",
    (True, False): "in_signal",
}
"""The count of a tally, by whether the act is a signal and whether it is outgoing."""


def scores(query: Query) -> dict[str, float]:
    """The score of each candidate; 0 for those without any act."""
    tallies = _tallies(query)
    measure = scale(
        (tally for days in tallies.values() for tally in days), today=_day(query.cutoff), weights={}
    )
    return {
        alter: score(_person(alter), tallies.get(alter, []), [], measure).value
        for alter in query.labels
    }


def _tallies(query: Query) -> dict[str, list[Tally]]:
    counts: defaultdict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for act in query.acts:
        counts[act.other, _day(act.at)][_COLUMNS[act.kind in query.signals, act.outgoing]] += 1
    owner, watched = OwnerId(query.person), _key(query.person)
    found: defaultdict[str, list[Tally]] = defaultdict(list)
    for (other, day), columns in counts.items():
        found[other].append(Tally(owner, watched, _key(other), day, **columns))
    return found


def _day(at: float) -> date:
    return _day_number(int(at // DAY))


@lru_cache(maxsize=10_000)
def _day_number(number: int) -> date:
    return _EPOCH + timedelta(days=number)


@lru_cache(maxsize=100_000)
def _person(name: str) -> PersonId:
    return person_id(_key(name))


@lru_cache(maxsize=100_000)
def _key(name: str) -> AccountKey:
    return AccountKey(NetworkName.MASTODON, name)
