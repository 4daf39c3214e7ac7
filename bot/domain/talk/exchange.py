"""Exchanges: runs of talk between two people in one thread. Scores count these."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

SILENCE = timedelta(hours=24)
"""A silence of this length ends an exchange; later talk in the thread is another."""


class Exchange(NamedTuple):
    """A run of talk of the owner and one account in one thread, at least one act from each.

    `turns` is one more than the number of changes of speaker. `link` is the latest public post in
    it, the other's if possible.

    A tuple for speed, as a list of people needs thousands.
    """

    account: AccountKey
    root_uri: str
    first: datetime
    last: datetime
    talk: int
    turns: int
    started_by_owner: bool
    link: str | None = None


def exchange_key(exchange: Exchange) -> tuple[AccountKey, str, datetime]:
    """The key of an exchange, unique for an owner."""
    return exchange.account, exchange.root_uri, exchange.first


def exchanges(interactions: Iterable[Interaction]) -> list[Exchange]:
    """All exchanges in these interactions, oldest first.

    Only talk counts: signals and copied handles are ignored. The order of the input does not
    matter.
    """
    threads: defaultdict[tuple[AccountKey, str], list[Interaction]] = defaultdict(list)
    for interaction in interactions:
        if interaction.kind.is_talk:
            threads[interaction.other, interaction.thread].append(interaction)
    found = [
        _exchange(run)
        for thread in threads.values()
        for run in _runs(in_order(thread))
        if len({interaction.outgoing for interaction in run}) > 1
    ]
    return sorted(found, key=lambda exchange: (exchange.first, exchange.account, exchange.root_uri))


def in_order(thread: Iterable[Interaction]) -> list[Interaction]:
    """The talk of a thread by its dates; what is dated before the post it answers comes after that.

    Such a one takes the date of that post: the clock of its server goes wrong.
    """
    talk = sorted(
        thread,
        key=lambda interaction: (interaction.at, interaction.object_uri, interaction.outgoing),
    )
    posts = {interaction.object_uri: interaction for interaction in talk}
    if all(
        above is None or above.at < interaction.at
        for interaction in talk
        for above in (posts.get(interaction.parent_uri),)
    ):
        return talk
    places: dict[str, tuple[datetime, int]] = {}
    for interaction in talk:
        line = {interaction.object_uri: interaction}
        above = posts.get(interaction.parent_uri)
        while above is not None and above.object_uri not in line:
            line[above.object_uri] = above
            if above.object_uri in places:
                break
            above = posts.get(above.parent_uri)
        for post in reversed(line.values()):
            at, depth = places.get(post.parent_uri, (post.at, -1))
            places.setdefault(post.object_uri, (max(at, post.at), depth + 1))
    return [
        interaction._replace(at=places[interaction.object_uri][0])
        for interaction in sorted(talk, key=lambda act: places[act.object_uri])
    ]


def _runs(thread: Sequence[Interaction]) -> Iterator[Sequence[Interaction]]:
    start = 0
    for end, (earlier, later) in enumerate(pairwise(thread), start=1):
        if later.at - earlier.at > SILENCE:
            yield thread[start:end]
            start = end
    yield thread[start:]


def _exchange(run: Sequence[Interaction]) -> Exchange:
    shown = [
        interaction for interaction in run if interaction.url and interaction.visibility.is_open
    ]
    theirs = [interaction for interaction in shown if not interaction.outgoing]
    latest = (theirs or shown)[-1:]
    return Exchange(
        account=run[0].other,
        root_uri=run[0].thread,
        first=run[0].at,
        last=run[-1].at,
        talk=len(run),
        turns=1 + sum(earlier.outgoing != later.outgoing for earlier, later in pairwise(run)),
        started_by_owner=run[0].outgoing,
        link=latest[0].url if latest else None,
    )
