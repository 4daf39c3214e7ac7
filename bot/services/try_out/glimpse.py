"""A first look at one's own account: only public posts are read, and nothing is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import Flag, Person, person_id
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Act, Circumstances, verdict
from bot.domain.sentence import Sentence, all_of, marked
from bot.errors import NetworkError, UserError
from bot.services.collect.collecting import collect
from bot.services.collect.relationships import FRESH, refresh_relationships
from bot.services.ranking.scene import current_scene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Account
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Network, Stance
    from bot.services.collect.collecting import Progress
    from bot.services.context import Context
    from bot.services.ranking.scene import Ranked

SECONDS: Final = 45.0
"""How long threads are read at most, so that a look takes less than a minute."""
AT_ONCE: Final = 6
SHOWN: Final = 10

_SAYINGS: Final[dict[Reason | Flag, str]] = {
    Reason.BOT: marked("is marked as a bot"),
    Reason.NOBOT: marked("is marked #nobot"),
    Reason.NOINVITE: marked("is marked #noinvite"),
    Reason.MINOR: marked("states an age under 18 in its profile"),
    Flag.NOINDEX: marked("is marked noindex"),
    Flag.NO_UNAUTHENTICATED: marked("is marked !no-unauthenticated (for signed-in people only)"),
    Flag.UNDISCOVERABLE: marked("is not discoverable (it set discoverable to false)"),
    Flag.SUSPENDED: marked("is suspended or closed"),
    Flag.MEMORIAL: marked("is a memorial"),
    Flag.BLOCKS_OWNER: marked("blocks the account that asks"),
    Flag.MOVED: marked("has moved to another account"),
    Flag.MINOR: marked("is labelled as under 18"),
    Flag.UNDESCRIBED: marked("has no profile that could be read"),
}
"""The marks with which an account is neither looked at nor shown, as told to its owner."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The people who talk with the account, best first, and how many threads were read.

    `tells_blocks`: the network tells everybody who blocks whom. Then only people are shown of whom
    this was read; `silence` is the error if it could not be read.
    """

    people: Sequence[Ranked]
    best: float
    threads_read: int
    threads: int
    tells_blocks: bool
    silence: NetworkError | None = None


async def own_account(network: Network, now: datetime) -> Account:
    """The account that is to be looked at.

    Raises:
        UserError: its profile has a mark against being looked at.
        NetworkError: it cannot be found.
    """
    account = await network.whoami()
    said = [Sentence(_SAYINGS[mark]) for mark in _marks(account, now)]
    if said:
        raise UserError(
            marked(
                "{handle} {marks}, so it is not looked at without signing in. If it is yours, "
                "name it in a config file, with its secret."
            ),
            handle=account.handle,
            marks=all_of(*said),
        )
    return account


async def look(context: Context, report: Callable[[Progress], None] | None = None) -> Glimpse:
    """Read the public posts of the account, then its threads, latest first.

    Raises:
        NetworkError: not even the account's own posts could be read.
    """
    (network,) = context.networks.values()
    (outcome,) = await collect(context, report)
    # If only the relationships failed, they are asked for again below.
    if outcome.error is not None and not await _was_read(context):
        raise outcome.error
    roots = await _roots(context)
    read = await _read_threads(context, network, roots)
    silence = await _ask_who_blocks(context)
    tells_blocks = network.capabilities.tells_blocked_by
    ranked = [
        ranked
        for ranked in await _unmarked(context)
        if _no_block(ranked.relationships, tells_blocks=tells_blocks)
    ]
    return Glimpse(
        people=ranked[:SHOWN],
        best=max((person.score.value for person in ranked), default=0.0),
        threads_read=read,
        threads=len(roots),
        tells_blocks=tells_blocks,
        silence=silence if tells_blocks else None,
    )


async def _was_read(context: Context) -> bool:
    async with context.store.unit(context.owner) as unit:
        return any(watch.collected_at for watch in await unit.watches.all())


async def _ask_who_blocks(context: Context) -> NetworkError | None:
    """Read the relationships with the people who may be shown; returns the error, if any."""
    keys = {key for ranked in await _unmarked(context) for key in ranked.person.keys}
    unread = await refresh_relationships(context, older_than=FRESH, accounts=keys)
    return next(iter(unread.values()), None)


async def _unmarked(context: Context) -> list[Ranked]:
    """The people without a mark on any of their accounts, best first."""
    now = context.clock.now()
    return [
        ranked
        for ranked in (await current_scene(context)).ranked()
        if not any(_marks(account, now) for account in ranked.person.accounts)
    ]


def _no_block(stances: Sequence[Stance], *, tells_blocks: bool) -> bool:
    """Whether no block is known; if the network tells blocks, whether there is certainly none."""
    told = [stance.relationship for stance in stances]
    if any(relationship.blocking or relationship.blocked_by for relationship in told):
        return False
    if not tells_blocks:
        return True
    return bool(told) and all(
        relationship.blocking is False and relationship.blocked_by is False for relationship in told
    )


def _marks(account: Account, now: datetime) -> list[Reason | Flag]:
    """The marks in the profile against being looked at."""
    alone = Person(person_id(account.key), (account,))
    nothing_known = Circumstances(now, own=frozenset(), evidence=Evidence())
    said = verdict(alone, nothing_known, Act.SUGGEST).reason
    return [mark for mark in _SAYINGS if mark is said or mark in account.flags]


async def _roots(context: Context) -> list[str]:
    """The root URIs of the threads that the account took part in, latest first."""
    async with context.store.unit(context.owner) as unit:
        everybody = {key for person in await unit.people.all() for key in person.keys}
        talk = await unit.log.with_accounts(everybody)
    latest = sorted(
        (interaction for interaction in talk if interaction.kind.is_talk),
        key=lambda interaction: interaction.at,
        reverse=True,
    )
    return list(dict.fromkeys(interaction.thread for interaction in latest))


async def _read_threads(context: Context, network: Network, roots: Sequence[str]) -> int:
    turns = asyncio.Semaphore(AT_ONCE)
    read = 0

    async def read_one(root: str) -> None:
        nonlocal read
        async with turns:
            try:
                thread = await network.thread(root)
            except NetworkError:
                return  # the count of threads read shows it
            await _keep(context, thread)
            read += 1

    tasks = [asyncio.create_task(read_one(root)) for root in roots]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in tasks:
            if task not in late:
                task.result()
    return read


async def _keep(context: Context, thread: Sequence[Interaction]) -> None:
    async with context.store.unit(context.owner) as unit:
        await unit.log.record(thread)
