"""An invented village, to try Terrasse on without any network.

Camille is on both networks and has talked for a year: with neighbours often and seldom, with
newcomers, admirers and a bot, with people who do not want to be found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from adapters.memory.clock import StoppedClock
from adapters.memory.network import MemoryNetwork
from adapters.memory.passing import newcomer
from adapters.memory.script import OWNER, conversations, owner_posts, week_number
from adapters.memory.villager import Ties
from adapters.memory.villagers import RESIDENTS
from adapters.memory.world import World
from bot.domain.identity import NetworkName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapters.memory.script import Nod, Thread
    from adapters.memory.villager import Villager
    from bot.domain.identity import AccountKey, OwnerId
    from bot.ports import Clock

MEMORY: Final = timedelta(days=365)
"""How far back the village's talk goes."""


@dataclass(frozen=True, slots=True)
class Village:
    """The village: its servers, and the owner's view of each."""

    worlds: Mapping[NetworkName, World]
    networks: Mapping[NetworkName, MemoryNetwork]


def village(now: datetime, owner: OwnerId, clock: Clock | None = None) -> Village:
    """Build the village as it is at `now` (UTC): always the same for one `now`.

    Built later, it holds the same acts, those that are too old left out and newer ones added.
    Its clock stands still at `now` unless it is given one.
    """
    built = {network: _Building(network, now) for network in NetworkName}
    for one in built.values():
        one.play()
        one.world.clock = clock or StoppedClock(now)
    return Village(
        worlds={network: one.world for network, one in built.items()},
        networks={
            network: MemoryNetwork(one.world, one.keys[OWNER], owner)
            for network, one in built.items()
        },
    )


class _Act(NamedTuple):
    at: datetime
    thread: int
    place: int
    nod: Nod | None = None


class _Building:
    """One of the village's servers on its way to `now`."""

    def __init__(self, network: NetworkName, now: datetime) -> None:
        self._now = now
        self._clock = StoppedClock(now - MEMORY)
        self._weeks = range(week_number(now - MEMORY), week_number(now) + 1)
        self._threads: list[Thread] = []
        self.world = World(network, self._clock)
        self.keys = {OWNER: self.world.join(OWNER, "Camille")}

    def play(self) -> None:
        """Let everyone in, let them talk, and then let some turn away."""
        people = self._people()
        for one in people:
            self._settle(one)
        self._threads = [
            thread
            for thread in self._all_threads(people)
            if thread.lines[0].at > self._now - MEMORY
        ]
        uris: dict[tuple[int, int], str] = {}
        for act in sorted(self._acts(), key=lambda act: act[:3]):
            self._clock.set(act.at)
            self._perform(act, uris)
        self._clock.set(self._now)
        for one in people:
            if one.blocks_owner:
                self.world.block(self.keys[one.name], self.keys[OWNER])
            if one.muted_by_owner:
                self.world.mute(self.keys[OWNER], self.keys[one.name])

    def _people(self) -> list[Villager]:
        passing = dict.fromkeys(newcomer(week) for week in self._weeks)
        return [one for one in (*RESIDENTS, *passing) if one.network is self.world.network]

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

    def _all_threads(self, people: list[Villager]) -> Iterator[Thread]:
        for week in self._weeks:
            yield from owner_posts(self.world.network, week, people)
            for one in (*RESIDENTS, newcomer(week)):
                if one.network is self.world.network:
                    yield from conversations(one, week)

    def _acts(self) -> Iterator[_Act]:
        for number, thread in enumerate(self._threads):
            for place, line in enumerate(thread.lines):
                if line.at <= self._now:
                    yield _Act(line.at, number, place)
            for nod in thread.nods:
                if nod.at <= self._now:
                    yield _Act(nod.at, number, nod.place, nod)

    def _perform(self, act: _Act, uris: dict[tuple[int, int], str]) -> None:
        thread, place = self._threads[act.thread], act.place
        if act.nod is not None:
            give = self.world.boost if act.nod.is_boost else self.world.like
            give(self.keys[act.nod.actor], uris[act.thread, place])
            return
        names_other = place > 0 or thread.is_addressed
        other = thread.lines[place - 1 if place else 1].speaker if names_other else OWNER
        mentions: tuple[AccountKey, ...] = (self.keys[other],) if names_other else ()
        uris[act.thread, place] = self.world.post(
            self.keys[thread.lines[place].speaker],
            thread.lines[place].text,
            reply_to=uris[act.thread, place - 1] if place else None,
            mentions=mentions,
            visibility=thread.visibility,
            languages=(thread.language,),
        )
