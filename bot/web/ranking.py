"""Everybody in the list, kept from page to page while the store is unchanged."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import Sentence, marked
from bot.domain.talk.tally import day_of
from bot.errors import TerrasseError
from bot.services.collect.anew import held_back
from bot.services.mishap import contained, keep_failed
from bot.services.owner.trips import stays_soon
from bot.services.ranking.nearby import SOMEWHERE, nearby, read_ahead
from bot.services.ranking.scene import read_scene
from bot.services.ranking.talk import read_talk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.trip import Stays
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked, Scene
    from bot.services.ranking.talk import Talk

KEPT_FOR: Final = timedelta(minutes=10)
"""Verdicts depend on the time too, by days."""
SOON: Final = 2.0
"""Seconds from one look for changes to the next, while pages are asked for."""
SELDOM: Final = 10.0
"""The same, while none was asked for since `LOOKED_AT_FOR`."""
LOOKED_AT_FOR: Final = timedelta(minutes=10)
REST: Final = 20
"""The pause is at least this many times as long as the last reading took."""
LATE: Final = 15.0
"""A page may show talk as it was so many seconds ago: reading it takes longest."""


@dataclass(slots=True)
class Ranking:
    """The people in the list, best first, as seen at one moment.

    `held` are those whose profile or relationship could not be read: see `held_back`. `places` are
    ranks, from 1.
    """

    context: Context
    scene: Scene
    stays: Stays
    held: Collection[PersonId]
    order: Sequence[Person]
    places: dict[PersonId, int]
    _entries: dict[PersonId, Ranked] = field(default_factory=dict)
    _near: dict[PersonId, Nearby] = field(default_factory=dict)
    _kept: set[PersonId] = field(default_factory=set)

    def entries(self, people: Iterable[Person]) -> list[Ranked]:
        """These people as they are listed; those whose judgement fails are left out."""
        found = []
        for person in people:
            if person.id not in self._entries:
                untold = person.id in self.held
                entry = self.scene.tried(partial(self.scene.judge, untold=untold), person)
                if entry is None:
                    continue
                self._entries[person.id] = entry
            found.append(self._entries[person.id])
        return found

    def share(self, ranked: Ranked) -> float:
        """A score as a share of the best one; 0 if nobody has one."""
        best = max((entry.score.value for entry in self.entries(self.order[:1])), default=0.0)
        return ranked.score.value / best if best else 0.0

    async def near(self, unit: Unit, people: Iterable[Person]) -> dict[PersonId, Nearby]:
        """How near these people live: see `nearby`."""
        people = list(people)
        missing = [person for person in people if person.id not in self._near]
        if missing:
            self._near |= await nearby(self.context, unit, self.scene, missing, self.stays)
        return {person.id: self._near.get(person.id, SOMEWHERE) for person in people}

    async def keep_failures(self, unit: Unit) -> None:
        """Store the exceptions about people that were not stored yet."""
        failed = self.scene.failed
        new = {person: failed[person] for person in failed if person not in self._kept}
        await keep_failed(unit, new, self.scene.facts.now)
        self._kept |= new.keys()


class Rankings:
    """The latest ranking, kept from page to page."""

    def __init__(self) -> None:
        self._revision = ""
        self._latest: Ranking | None = None
        self._asked_at: datetime | None = None
        self._refreshed_at = -math.inf
        self._has_failed = False

    async def current(self, context: Context, unit: Unit) -> Ranking:
        """The ranking by what the store holds now; it is read again if anything changed.

        Talk is as `refresh` last found it, if that was not long ago: what was collected since is
        shown a moment later. Standing, relationships, profiles and decisions are those of now.
        """
        self._asked_at, self._has_failed = context.clock.now(), False
        may_be_late = monotonic() - self._refreshed_at < LATE
        return await self._read(context, unit, may_be_late=may_be_late)

    async def prepare(self, context: Context) -> None:
        """Do what the first page would wait for: read the ranking, and where people live."""
        async with context.store.unit(context.owner) as unit:
            ranking = await self._read(context, unit)
        await read_ahead(context, ranking.scene)

    async def follow(self, current: Callable[[], Context]) -> None:
        """Read it anew soon after each change, so that no page waits for it; goes on for ever.

        After a failure it waits until a page is asked for.
        """
        took = 0.0
        while True:
            await asyncio.sleep(max(self._pause(current().clock.now()), took * REST))
            began = monotonic()
            if not self._has_failed:
                await self.refresh(current())
            took = monotonic() - began

    async def refresh(self, context: Context) -> None:
        """Read it anew if anything changed."""
        began = monotonic()
        with suppress(TerrasseError):  # the next page says what is wrong
            async with (
                contained(context, Sentence(marked("the web page"))) as failures,
                context.store.unit(context.owner) as unit,
            ):
                await self._read(context, unit)
                self._refreshed_at = began
            self._has_failed = bool(failures)

    def _pause(self, now: datetime) -> float:
        is_looked_at = self._asked_at is not None and now - self._asked_at < LOOKED_AT_FOR
        return SOON if is_looked_at else SELDOM

    async def _read(self, context: Context, unit: Unit, *, may_be_late: bool = False) -> Ranking:
        latest, revision = self._latest, await unit.revision()
        before = latest.scene.facts.stored if latest is not None else None
        talk = before if before is not None and may_be_late else await read_talk(unit, before)
        is_same = talk is before and revision == self._revision
        if latest is not None and is_same and _is_of_now(latest, context):
            return latest
        self._latest = await read_ranking(context, unit, talk)
        self._revision = revision
        return self._latest


def _is_of_now(ranking: Ranking, context: Context) -> bool:
    now, then, zone = context.clock.now(), ranking.scene.facts.now, context.owner.zone
    is_recent = now - then < KEPT_FOR and day_of(now, zone) == day_of(then, zone)
    return is_recent and ranking.context is context


async def read_ranking(context: Context, unit: Unit, stored: Talk | None = None) -> Ranking:
    """The ranking by what the store holds now; `stored`: see `read_facts`."""
    scene = await read_scene(unit, context, context.clock.now(), stored)
    order = scene.best_first()
    return Ranking(
        context,
        scene,
        await stays_soon(context, unit),
        await held_back(context, unit),
        order,
        {person.id: place for place, person in enumerate(order, start=1)},
    )
