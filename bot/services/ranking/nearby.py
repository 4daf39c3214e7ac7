"""How near people live to the owner: to home, or to a trip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.people.trip import NOWHERE, Proximity
from bot.services.owner.trips import stays_soon
from bot.services.ranking.whereabouts import UNKNOWN, Whereabouts, whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.place import City
    from bot.domain.people.trip import Stays
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.ranking.scene import Scene


@dataclass(frozen=True, slots=True)
class Nearby:
    """Where somebody lives, and how near that is to the owner."""

    where: Whereabouts = UNKNOWN
    proximity: Proximity = NOWHERE

    @property
    def city(self) -> City | None:
        """The city, if it is known."""
        return None if self.where.place is None else self.where.place.city


SOMEWHERE = Nearby()
_AT_ONCE: Final = 20
"""The people of whom others wait: a profile takes a millisecond."""


async def nearby(
    context: Context, unit: Unit, scene: Scene, people: Iterable[Person], stays: Stays | None = None
) -> dict[PersonId, Nearby]:
    """How near these people live; unknown for whoever may not be located: see `whereabouts`.

    `stays`: seen from there, instead of from the owner's home and trips.
    """
    stays = stays or await stays_soon(context, unit)
    found = await whereabouts(context, unit, scene, people)
    return {
        person: Nearby(where, stays.to(where.place.city if where.place else None))
        for person, where in found.items()
    }


async def read_ahead(context: Context, scene: Scene) -> None:
    """Read where everybody lives, a few at a time, so that nobody waits for it later."""
    people = scene.best_first()
    for start in range(0, len(people), _AT_ONCE):
        async with context.store.unit(context.owner) as unit:
            await whereabouts(context, unit, scene, people[start : start + _AT_ONCE])
