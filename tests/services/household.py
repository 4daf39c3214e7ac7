"""An owner on an invented server, for the tests of the use cases."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.gazetteer.table import CityTable
from adapters.memory.clock import StoppedClock
from adapters.memory.network import MemoryNetwork
from adapters.memory.world import World
from bot.domain.meeting import invitation as life
from bot.domain.meeting.goal import Goal
from bot.domain.meeting.invitation import Approval, Invitation, Way, Wording, sha_of
from bot.domain.people.identity import NetworkName, Owner, OwnerId
from bot.domain.schedule import Period, Schedule, Unit, WallTime
from bot.services.context import Context, Post, Wishes
from bot.text.language.catalogue import catalogue
from tests.builders import at
from tests.stores import copied, in_memory

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.store import SqlStore
    from bot.domain.people.identity import AccountKey, Person
    from bot.ports import Clock, Network
    from bot.ports import Unit as Transaction

PARIS = ZoneInfo("Europe/Paris")
FORTNIGHT = Period(2, Unit.WEEK)
SUNDAY_SIX = WallTime(time(18), 6)
START = at("2026-08-03 09:00")
"""A Monday."""


@dataclass
class Household:
    """An owner, their bot and other people on one server, with a clock that the test sets."""

    store: SqlStore = field(default_factory=in_memory)
    people: int = 3
    quiet_when_empty: bool = True

    def __post_init__(self) -> None:
        self.clock = StoppedClock(START)
        self.world = World(NetworkName.MASTODON, self.clock)
        self.me = self.world.join("me", "Me")
        self.bot = self.world.join("bot", "My bot")
        self.alice = self.world.join("alice", "Alice Martin")
        self.bruno = self.world.join("bruno", "Bruno")
        self.owner = Owner(OwnerId("owner"), PARIS)
        refs = (f"ref{number:03}" for number in count(1))
        self.network = MemoryNetwork(self.world, self.me, self.owner.id)
        self.bot_network = MemoryNetwork(self.world, self.bot, self.owner.id)
        self.context = Context(
            owner=self.owner,
            wishes=Wishes(
                words=catalogue("en"),
                schedule=Schedule(FORTNIGHT, SUNDAY_SIX, PARIS),
                goal=Goal(1, FORTNIGHT),
                people=self.people,
                quiet_when_empty=self.quiet_when_empty,
                weights={"@me@village.example": 1.0},
            ),
            store=self.store,
            clock=self.clock,
            networks={"@me@village.example": self.network},
            post=Post(
                self.bot_network,
                "me@village.example",
                "@me@village.example",
                "@bot@village.example",
            ),
            worker="test",
            gazetteer=CityTable(),
            new_ref=lambda: next(refs),
            bot=("@bot@village.example", self.bot_network),
            send_as_me=frozenset({"@me@village.example"}),
        )

    def chat(self, other: AccountKey, *, weeks: int = 4, about: str = "seed libraries") -> None:
        """Let the owner and a person have one exchange a week; the clock advances."""
        for week in range(weeks):
            root = self.world.post(
                other, f"A long question about {about}, number {week}?", mentions=(self.me,)
            )
            self.clock.advance(timedelta(minutes=5))
            answer = self.world.post(
                self.me, f"An answer about {about}", reply_to=root, mentions=(other,)
            )
            self.clock.advance(timedelta(minutes=1))
            self.world.post(other, "Thank you", reply_to=answer, mentions=(self.me,))
            self.clock.advance(timedelta(days=7, minutes=-6))

    def received(self) -> list[str]:
        """The bot's messages to the owner."""
        return [
            post.text
            for post in self.world.ledger.posts.values()
            if post.author == self.bot and post.mentions == (self.me,)
        ]

    async def twin(self, store: SqlStore | None = None) -> Household:
        """A copy of this household as it is now: cheaper than another one with the same past.

        `store` holds the same; without it, what is in memory is copied.
        """
        store, words = store or await copied(self.store), self.context.wishes.words
        return copy.deepcopy(self, {id(self.store): store, id(words): words})

    def turn_to(self, moment: datetime) -> None:
        """Set the clock."""
        self.clock.set(moment)


def looking_at(account: str, network: Network, clock: Clock, owner: OwnerId) -> Context:
    """The context of a first look at one account."""
    house = Household()
    return replace(
        house.context,
        owner=Owner(owner, PARIS),
        clock=clock,
        networks={account: network},
        bot=None,
        send_as_me=frozenset(),
    )


async def approved_invitation(
    unit: Transaction, person: Person, body: str, sender: AccountKey
) -> Invitation:
    """Keep an invitation whose body the owner approved."""
    first = Invitation(await unit.invitations.begin(person.id, None), person.id, START)
    written = life.drafted(first, Wording(body, "en"), START)
    assert written is not None
    approved = life.approved(written, Approval(Way.DIRECT, sha_of(body), sender), START)
    assert approved is not None
    for version in (first, written, approved):
        assert await unit.invitations.put(version)
    return approved
