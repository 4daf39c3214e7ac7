"""People: everybody in the list, sorted and filtered as the address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from bot.domain.people.identity import NetworkName
from bot.domain.people.place import Nearness
from bot.services.ranking.explain import verdict_line
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.place import telling
from bot.text.why import evidence
from bot.web.page import render
from bot.web.people_query import COLUMNS, DOWNWARD, LEFT_OUT, NEAR, STANDINGS, asked_in
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.people.identity import Person, PersonId
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked
    from bot.web.people_query import Asked
    from bot.web.ranking import Ranking

_Item = TypeVar("_Item")

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the table; `cells` is the bar of their score, `held` why they have to wait."""

    id: PersonId
    place: int
    name: str
    handle: str
    also: str
    cells: str
    exchanges: int
    weeks: int
    last: str
    where: str
    held: str


async def show(request: Request, context: Context) -> Response:
    """The page."""
    asked = asked_in(request.query_params)
    town = None if asked.town is None else context.gazetteer.city(asked.town)
    async with context.store.unit(context.owner) as unit:
        ranking = await current_ranking(request, context, unit)
        left_out = ranking.scene.excluded()
        if asked.standing == LEFT_OUT:
            found, rows = [], []
            words = asked.search.casefold()
            sought = [pair for pair in left_out if _answers(pair[0], words)]
        else:
            sought, near = [], {}
            if asked.near or asked.sort == "place" or asked.town is not None:
                near = await ranking.near(unit, ranking.order)
            found = sorted_people(ranking, asked, filtered(ranking, asked, near), near)
            shown = ranking.entries(page_of(found, asked))
            near = await ranking.near(unit, [entry.person for entry in shown])
            rows = [_row(context, ranking, entry, near[entry.person.id]) for entry in shown]
        await ranking.keep_failures(unit)
    excluded = [
        (naming.called(person), naming.handle_of(person.accounts[0]), verdict_line(context, why))
        for person, why in page_of(sought, asked)
    ]
    count = len(found) + len(sought)
    return render(
        request,
        "people.html",
        asked=asked,
        town=telling.in_full(town, context.wishes.words) if town else "",
        rows=rows,
        excluded=excluded,
        left_out=len(left_out),
        everybody=len(ranking.order),
        count_found=count,
        pages=max(-(-count // PAGE), 1),
        columns=COLUMNS,
        choices={"near": NEAR, "standing": STANDINGS},
        networks=[network.value for network in NetworkName],
        is_downward=DOWNWARD.__contains__,
    )


def filtered(ranking: Ranking, asked: Asked, near: Mapping[PersonId, Nearby]) -> list[Person]:
    """The people in the list that the address asks for, best first."""
    words = asked.search.casefold()
    people: list[Person] = [person for person in ranking.order if _answers(person, words)]
    if asked.network:
        people = [
            person
            for person in people
            if any(account.key.network.value == asked.network for account in person.accounts)
        ]
    if asked.town is not None:
        people = [person for person in people if _lives_in(near[person.id], asked.town)]
    if asked.near:
        is_so = _NEARNESS[asked.near]
        people = [person for person in people if is_so(near[person.id])]
    if asked.standing == "allowed":
        return [entry.person for entry in ranking.entries(people) if entry.verdict.allowed]
    if asked.standing:
        now = ranking.scene.facts.now
        people = [
            person
            for person in people
            if person.standing == asked.standing
            and (person.snoozed_until is None or person.snoozed_until > now)
        ]
    return people


_NEARNESS: Final[Mapping[str, Callable[[Nearby], bool]]] = {
    "near": lambda near: near.proximity.nearness.is_near and near.proximity.trip is None,
    "trip": lambda near: near.proximity.nearness.is_near and near.proximity.trip is not None,
    "far": lambda near: near.proximity.nearness is Nearness.FAR,
    "unknown": lambda near: near.proximity.nearness is Nearness.UNKNOWN,
}


def sorted_people(
    ranking: Ranking, asked: Asked, people: Sequence[Person], near: Mapping[PersonId, Nearby]
) -> list[Person]:
    """These people in the order that the address asks for; equals stay best first."""
    if asked.sort == "rank":
        return list(reversed(people)) if asked.down else list(people)
    if asked.sort == "name":
        return sorted(people, key=lambda person: person.name.casefold(), reverse=asked.down)
    if asked.sort == "place":
        order = list(Nearness)
        return sorted(
            people,
            key=lambda person: (
                order.index(near[person.id].proximity.nearness),
                near[person.id].proximity.trip is not None,
            ),
            reverse=asked.down,
        )
    found = ranking.entries(people)
    sign = -1 if asked.down else 1

    def key(entry: Ranked) -> float:
        told = entry.score.evidence
        if asked.sort == "exchanges":
            return sign * told.exchanges
        if asked.sort == "weeks":
            return sign * told.weeks
        return sign * (told.last.timestamp() if told.last else 0.0)

    return [entry.person for entry in sorted(found, key=key)]


def page_of(found: Sequence[_Item], asked: Asked) -> Sequence[_Item]:
    """Those on the page that the address asks for."""
    return found[(asked.page - 1) * PAGE : asked.page * PAGE]


def _lives_in(near: Nearby, town: int) -> bool:
    return near.city is not None and near.city.id == town


def _answers(person: Person, words: str) -> bool:
    return not words or any(
        words in text.casefold()
        for account in person.accounts
        for text in (account.display_name, account.handle)
    )


def _row(context: Context, ranking: Ranking, entry: Ranked, near: Nearby) -> Row:
    words, told = context.wishes.words, entry.score.evidence
    zone = context.owner.zone
    today = context.clock.now().astimezone(zone).date()
    where = ""
    if near.where.place is not None:
        said = telling.in_short(near.where.place, words)
        where = telling.with_nearness(said, near.proximity, words, today)
    return Row(
        id=entry.person.id,
        place=ranking.places[entry.person.id],
        name=naming.called(entry.person),
        handle=naming.handle_of(entry.person.accounts[0]),
        also=naming.elsewhere(entry.person, words),
        cells=evidence.bar(ranking.share(entry)),
        exchanges=told.exchanges,
        weeks=told.weeks,
        last=dates.ago(told.last.astimezone(zone).date(), today, words) if told.last else "–",
        where=where,
        held="" if entry.verdict.allowed else verdict_line(context, entry.verdict),
    )
