"""Near: the towns where people live, as a list and as a map, and the owner's trips."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.domain.people.place import Nearness, distance
from bot.services.obey.marks import read_marks
from bot.services.obey.questions import where_question
from bot.services.owner.trips import stays_of, trip_line
from bot.text.draft import naming
from bot.text.place import telling
from bot.web.drawing.towns import HEIGHT, WIDTH, WITHIN, Spot, draw
from bot.web.page import render
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.place import City
    from bot.domain.people.trip import Stays, Trip
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby

NAMED: Final = 8
"""So many people of a town are named; of the others, the number is told."""
ASKED: Final = 10
"""So many questions where somebody lives are shown."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town and the people there, best first; `how` says how near it is. `id` is a geonameid."""

    id: int
    name: str
    how: str
    kilometres: int | None
    people: tuple[tuple[PersonId, str], ...]
    more: int


async def show(request: Request, context: Context) -> Response:
    """The page."""
    words = context.wishes.words
    async with context.store.unit(context.owner) as unit:
        ranking = await current_ranking(request, context, unit)
        near = await ranking.near(unit, ranking.order)
        stays = await stays_of(context, unit)
        found = (where_question(context, person, near[person.id]) for person in ranking.order)
        asks = list(islice(filter(None, found), ASKED))
        marks = await read_marks(unit, [person for ask in asks for person in ask.people])
        await ranking.keep_failures(unit)
    people = {person.id: person for person in ranking.order}
    groups = _grouped(near)
    cities = {city.id: city for city in groups}
    home = stays.home
    spots = [
        Spot(
            city,
            len(groups.get(city, ())),
            is_home=home is not None and city.id == home.id,
            is_trip=any(city.id == trip.city.id for trip in stays.trips),
        )
        for city in {
            **cities,
            **{trip.city.id: trip.city for trip in stays.trips},
            **({home.id: home} if home else {}),
        }.values()
    ]
    return render(
        request,
        "near.html",
        home=telling.in_full(home, words) if home else "",
        reach=round(stays.reach),
        trips=[
            (trip_line(context, trip), _cancelling(context, trip), bool(trip.calendar))
            for trip in stays.trips
        ],
        towns=_towns(context, groups, near, people, stays),
        map=draw(spots, stays.reach),
        map_size=(WIDTH, HEIGHT),
        within=round(WITHIN),
        asks=asks,
        marks=marks,
        unknown=sum(where.city is None for where in near.values()),
        everybody=len(ranking.order),
    )


def _grouped(near: Mapping[PersonId, Nearby]) -> dict[City, list[PersonId]]:
    """The people of each town, best first."""
    found: defaultdict[City, list[PersonId]] = defaultdict(list)
    for person, where in near.items():
        if where.city is not None:
            found[where.city].append(person)
    return dict(found)


def _towns(
    context: Context,
    groups: Mapping[City, Sequence[PersonId]],
    near: Mapping[PersonId, Nearby],
    people: Mapping[PersonId, Person],
    stays: Stays,
) -> list[Town]:
    """The towns, the nearest first."""
    words = context.wishes.words
    today = context.clock.now().astimezone(context.owner.zone).date()
    order = list(Nearness)
    found = []
    for city, residents in groups.items():
        proximity = near[residents[0]].proximity
        away = None if stays.home is None else distance(stays.home, city)
        how = telling.how_near(proximity, words, today=today)
        town = Town(
            id=city.id,
            name=telling.in_full(city, words, list(groups)),
            how=f"{how[0].upper()}{how[1:]}" if how else "",
            kilometres=None if away is None else round(away),
            people=tuple((person, naming.called(people[person])) for person in residents[:NAMED]),
            more=max(len(residents) - NAMED, 0),
        )
        is_trip = proximity.trip is not None
        rank = (is_trip, order.index(proximity.nearness), away or 0.0, -len(residents), city.name)
        found.append((rank, town))
    # On a trip comes after home, and before those that are far.
    found.sort(key=lambda pair: (pair[0][1] >= order.index(Nearness.FAR), *pair[0]))
    return [town for _, town in found]


def _cancelling(context: Context, trip: Trip) -> str:
    """What is written after the verb so that a trip is cancelled: its town and its days."""
    town = telling.in_full(trip.city, context.wishes.words, context.gazetteer.find(trip.city.name))
    return f"cancel {town} {trip.first.isoformat()} {trip.last.isoformat()}"
