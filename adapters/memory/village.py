"""An invented village, to try Terrasse on without any network.

Camille, the owner, is on both networks and has talked for a year: with neighbours often and
seldom, with newcomers, admirers and a bot, with people who do not want to be found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from adapters.memory.clock import StoppedClock
from adapters.memory.network import MemoryNetwork
from adapters.memory.script import OWNER, conversations, owner_posts, week_number
from adapters.memory.villagers import Ties, newcomer, villagers
from adapters.memory.world import World
from bot.domain.people.identity import NetworkName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapters.memory.script import Conversation, Reaction
    from adapters.memory.villagers import Villager
    from bot.domain.people.identity import AccountKey, OwnerId
    from bot.ports import Clock

MEMORY: Final = timedelta(days=365)
"""How far back the village's talk goes."""


@dataclass(frozen=True, slots=True)
class Village:
    """The village's servers, and the owner's account on each."""

    worlds: Mapping[NetworkName, World]
    networks: Mapping[NetworkName, MemoryNetwork]


def village(now: datetime, owner: OwnerId, clock: Clock | None = None) -> Village:
    """Build the village as it is at `now` (UTC); the result depends on `now` only.

    For a later `now` it holds the same events, except those older than `MEMORY`, and newer ones.
    Its clock stands still at `now` unless it is given one.
    """
    worlds, networks = {}, {}
    for network in NetworkName:
        builder = _Builder(network, now)
        builder.build()
        builder.world.clock = clock or StoppedClock(now)
        worlds[network] = builder.world
        networks[network] = MemoryNetwork(builder.world, builder.keys[OWNER], owner)
    return Village(worlds, networks)


class _Event(NamedTuple):
    """A line of a conversation, or a reaction to it."""

    at: datetime
    conversation: int
    place: int
    reaction: Reaction | None = None


class _Builder:
    """Builds one of the village's servers as it is at `now`."""

    def __init__(self, network: NetworkName, now: datetime) -> None:
        self._now = now
        self._clock = StoppedClock(now - MEMORY)
        self._weeks = range(week_number(now - MEMORY), week_number(now) + 1)
        self._conversations: list[Conversation] = []
        self.world = World(network, self._clock)
        self.keys = {OWNER: self.world.join(OWNER, "Camille")}

    def build(self) -> None:
        """Create the accounts, then the talk in its order, then the blocks and mutes."""
        people = self._people()
        for villager in people:
            self._settle(villager)
        self._conversations = [
            conversation
            for conversation in self._all_conversations(people)
            if conversation.lines[0].at > self._now - MEMORY
        ]
        uris: dict[tuple[int, int], str] = {}
        for event in sorted(self._events(), key=lambda event: event[:3]):
            self._clock.set(event.at)
            self._perform(event, uris)
        self._clock.set(self._now)
        for villager in people:
            if villager.blocks_owner:
                self.world.block(self.keys[villager.name], self.keys[OWNER])
            if villager.muted_by_owner:
                self.world.mute(self.keys[OWNER], self.keys[villager.name])

    def _people(self) -> list[Villager]:
        newcomers = dict.fromkeys(newcomer(week) for week in self._weeks)
        everybody = (*villagers().residents, *newcomers)
        return [villager for villager in everybody if villager.network is self.world.network]

    def _settle(self, villager: Villager) -> None:
        key = self.world.join(villager.name, villager.display_name, host=villager.host)
        self.keys[villager.name] = key
        described = replace(
            self.world.account(key),
            bio=villager.bio,
            fields=villager.fields,
            is_bot=villager.is_bot,
            flags=villager.flags,
            language=villager.languages[0],
        )
        self.world.describe(described)
        if villager.ties is not Ties.NONE:
            self.world.follow(key, self.keys[OWNER], long_ago=True)
        if villager.ties is Ties.MUTUAL:
            self.world.follow(self.keys[OWNER], key, long_ago=True)

    def _all_conversations(self, people: list[Villager]) -> Iterator[Conversation]:
        for week in self._weeks:
            yield from owner_posts(self.world.network, week, people)
            for villager in (*villagers().residents, newcomer(week)):
                if villager.network is self.world.network:
                    yield from conversations(villager, week)

    def _events(self) -> Iterator[_Event]:
        for number, conversation in enumerate(self._conversations):
            for place, line in enumerate(conversation.lines):
                if line.at <= self._now:
                    yield _Event(at=line.at, conversation=number, place=place)
            for reaction in conversation.reactions:
                if reaction.at <= self._now:
                    yield _Event(
                        at=reaction.at, conversation=number, place=reaction.place, reaction=reaction
                    )

    def _perform(self, event: _Event, uris: dict[tuple[int, int], str]) -> None:
        conversation, place = self._conversations[event.conversation], event.place
        if event.reaction is not None:
            react = self.world.boost if event.reaction.is_boost else self.world.like
            react(self.keys[event.reaction.actor], uris[event.conversation, place])
            return
        names_other = place > 0 or conversation.is_addressed
        other = conversation.lines[place - 1 if place else 1].speaker if names_other else OWNER
        mentions: tuple[AccountKey, ...] = (self.keys[other],) if names_other else ()
        uris[event.conversation, place] = self.world.post(
            self.keys[conversation.lines[place].speaker],
            conversation.lines[place].text,
            reply_to=uris[event.conversation, place - 1] if place else None,
            mentions=mentions,
            visibility=conversation.visibility,
            languages=(conversation.language,),
        )
