"""The evidence for a score: counts, dates and links that people understand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.talk.separation import broken_off
from bot.domain.talk.tally import week_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally

LINKS: Final = 3
DORMANT: Final = timedelta(days=90)
"""Talk after a silence of this length is a `Waking`."""
ROUND: Final = 3
"""A thread in which the owner talks with at least this many others is a round."""
BURST: Final = 10
"""An exchange of this many acts, and more than all others together, is a burst."""


@dataclass(frozen=True, slots=True)
class Waking:
    """When talk resumed after a long silence (UTC), and the length of the silence."""

    at: datetime
    silence: timedelta


@dataclass(frozen=True, slots=True)
class Evidence:
    """A summary of the exchanges with one person. Times are UTC.

    `weeks` counts those in which both talked. `first` and `last` are the start of the first and
    the end of the last exchange. `started_by_owner` and `in_rounds` count exchanges. `waking` is
    the latest one. `burst` is the start of the exchange with most of the talk. `links` are the
    other's latest posts, at most three, one a thread, newest first. `broken_off` counts the
    exchanges that ended in a block or a mute; they are left out of everything else.
    """

    exchanges: int = 0
    threads: int = 0
    weeks: int = 0
    first: datetime | None = None
    last: datetime | None = None
    started_by_owner: int = 0
    in_rounds: int = 0
    waking: Waking | None = None
    burst: datetime | None = None
    links: tuple[str, ...] = ()
    broken_off: int = 0


def rounds(exchanges: Iterable[Exchange]) -> frozenset[str]:
    """The roots of the threads in which one owner has exchanges with `ROUND` people or more."""
    with_others = {(exchange.root_uri, exchange.account) for exchange in exchanges}
    others = Counter([root for root, _ in with_others])
    return frozenset(root for root, count in others.items() if count >= ROUND)


def evidence_of(
    exchanges: Sequence[Exchange],
    tallies: Sequence[Tally],
    rounds: Collection[str],
    separations: Collection[Separation] = (),
) -> Evidence:
    """Summarise one person's exchanges; `rounds` as returned by `rounds()`."""
    weeks = _weeks_of_both(tallies)
    broken = broken_off(exchanges, separations)
    exchanges = (
        [exchange for exchange in exchanges if exchange not in broken] if broken else exchanges
    )
    if not exchanges:
        return Evidence(weeks=weeks, broken_off=len(broken))
    latest_first = sorted(exchanges, key=lambda exchange: exchange.last, reverse=True)
    return Evidence(
        exchanges=len(exchanges),
        threads=len({exchange.root_uri for exchange in exchanges}),
        weeks=max(weeks, 1),  # an exchange over midnight on Sunday counts for one week
        first=min(exchange.first for exchange in exchanges),
        last=latest_first[0].last,
        started_by_owner=sum(exchange.started_by_owner for exchange in exchanges),
        in_rounds=sum(exchange.root_uri in rounds for exchange in exchanges),
        waking=_waking(exchanges),
        burst=_burst(exchanges),
        links=_links(latest_first),
        broken_off=len(broken),
    )


def _weeks_of_both(tallies: Sequence[Tally]) -> int:
    outgoing = {week_of(tally.day) for tally in tallies if tally.out_talk}
    incoming = {week_of(tally.day) for tally in tallies if tally.in_talk}
    return len(outgoing & incoming)


def _waking(exchanges: Sequence[Exchange]) -> Waking | None:
    found = None
    talked_until = min(exchange.last for exchange in exchanges)
    for exchange in sorted(exchanges, key=lambda exchange: exchange.first):
        silence = exchange.first - talked_until
        if silence >= DORMANT:
            found = Waking(exchange.first, silence)
        talked_until = max(talked_until, exchange.last)
    return found


def _burst(exchanges: Sequence[Exchange]) -> datetime | None:
    longest = max(exchanges, key=lambda exchange: exchange.talk)
    rest = sum(exchange.talk for exchange in exchanges) - longest.talk
    return longest.first if rest and longest.talk >= BURST and longest.talk > rest else None


def _links(latest_first: Sequence[Exchange]) -> tuple[str, ...]:
    by_thread: dict[str, str] = {}
    for exchange in latest_first:
        if exchange.link:
            by_thread.setdefault(exchange.root_uri, exchange.link)
    return tuple(by_thread.values())[:LINKS]
