"""Invented people with whom an invented owner talks, each with habits of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import AccountKey, NetworkName, OwnerId, PersonId
from bot.domain.ranking.scoring import scale, score
from bot.domain.ranking.taste import Habits, habits_of
from bot.domain.talk.exchange import Exchange
from bot.domain.talk.tally import Tally

if TYPE_CHECKING:
    from random import Random

    from bot.domain.ranking.scoring import Score

TODAY: Final = date(2026, 11, 23)
HISTORY: Final = 52
"""Weeks."""
_OWNER: Final = OwnerId("owner")
_ME: Final = {
    NetworkName.MASTODON: AccountKey(NetworkName.MASTODON, "me@village.example"),
    NetworkName.BLUESKY: AccountKey(NetworkName.BLUESKY, "did:plc:me"),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A person as the ranking sees them before anything is learnt."""

    score: Score
    habits: Habits

    @property
    def id(self) -> PersonId:
        """Who it is."""
        return self.score.person


def neighbours(rng: Random, how_many: int) -> list[Neighbour]:
    """Invented people, who differ in how long, how often, how recently and how evenly they talk."""
    talk = [_talk(rng, number) for number in range(how_many)]
    measure = scale((tally for tallies, _ in talk for tally in tallies), today=TODAY, weights={})
    found = []
    for number, (tallies, exchanges) in enumerate(talk):
        scored = score(PersonId(f"p{number}"), tallies, exchanges, measure)
        found.append(Neighbour(scored, habits_of(scored, tallies)))
    return found


def _talk(rng: Random, number: int) -> tuple[list[Tally], list[Exchange]]:
    network = rng.choice(list(NetworkName))
    who = AccountKey(network, f"friend{number}")
    end = int(HISTORY * rng.betavariate(1, 4))
    length = 3 + int((HISTORY - end - 3) * rng.random())
    how_often, begins, theirs = rng.uniform(0.2, 0.9), rng.betavariate(2, 2), rng.uniform(0.5, 2)
    weeks = [week for week in range(end, end + length) if rng.random() < how_often] or [end]
    tallies, exchanges = [], []
    for week in weeks:
        day = TODAY - timedelta(weeks=week, days=rng.randrange(7))
        out, heard = 1 + _few(rng, 1 / theirs), 1 + _few(rng, theirs)
        began = datetime.combine(day, time(12), UTC)
        tallies.append(Tally(_OWNER, _ME[network], who, day, out, heard))
        exchanges.append(
            Exchange(
                account=who,
                root_uri=f"{who}/{week}",
                first=began,
                last=began + timedelta(hours=1),
                talk=out + heard,
                turns=2,
                started_by_owner=rng.random() < begins,
            )
        )
    return tallies, exchanges


def _few(rng: Random, rate: float) -> int:
    return int(rng.expovariate(1 / rate))
