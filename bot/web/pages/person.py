"""Person: what an exchange rests on, told and drawn, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import PersonId
from bot.domain.talk.separation import broken_off
from bot.domain.talk.tally import day_of
from bot.domain.talk.weeks import weeks_until
from bot.errors import UnknownPersonError
from bot.services.invite.live_links import read_live_links
from bot.services.obey.marks import read_marks
from bot.services.ranking import explain
from bot.services.ranking.facts import separations
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.why import evidence, factors
from bot.web.drawing import factors as drawing
from bot.web.drawing.timeline import HEIGHT, LOWER, MIDDLE, UPPER, WIDTH, Timeline, timeline
from bot.web.page import render
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.people.identity import Person
    from bot.domain.talk.weeks import Week
    from bot.services.context import Context
    from bot.services.ranking.explain import Judged
    from bot.services.ranking.scene import Scene

WEEKS: Final = 52
GONE: Final = marked("There is nobody at this address any more.")


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the score: its name, what it counts, its value in words, and its bar."""

    name: str
    meaning: str
    value: str
    bar: drawing.Bar


async def show(request: Request, context: Context) -> Response:
    """The page.

    Raises:
        UnknownPersonError: nobody has this id.
    """
    wanted = PersonId(request.path_params["person"])
    live_links: Mapping[PersonId, frozenset[str]] = {}
    is_checked = "posts" in request.query_params
    if is_checked:
        live_links = await read_live_links(context, [wanted])
    async with context.store.unit(context.owner) as unit:
        ranking = await current_ranking(request, context, unit)
        person = await unit.people.get(wanted)
        if person is None:
            raise UnknownPersonError(GONE)
        (judged,) = await explain.judge(context, unit, [person], ranking.scene)
        marks = await read_marks(unit, [person])
        invitations = await unit.invitations.history(person.id)
        await ranking.keep_failures(unit)
    if judged.is_left_out:
        return render(
            request,
            "left_out.html",
            name=naming.called(person),
            reason=explain.verdict_line(context, judged.ranked.verdict),
        )
    words, ranked = context.wishes.words, judged.ranked
    told = (context.owner.zone, context.clock.now(), words)
    weeks = weeks_until(
        day_of(context.clock.now(), context.owner.zone),
        ranking.scene.facts.tallies_of(person),
        WEEKS,
    )
    return render(
        request,
        "person.html",
        person=person.id,
        marks=marks,
        is_open=bool(invitations) and invitations[-1].is_open,
        is_joined=bool(person.halves),
        name=naming.called(person),
        accounts=[
            (naming.handle_of(account), account.key.network.value, account.url)
            for account in person.accounts
            if account.is_in_use and not account.is_copy
        ],
        joins=explain.join_lines(context, judged),
        place=judged.place,
        cells=evidence.bar(ranking.share(ranked)),
        verdict=explain.verdict_line(context, ranked.verdict),
        is_allowed=ranked.verdict.allowed,
        evidence=evidence.line(ranked.score.evidence, *told),
        remarks=evidence.remarks(ranked.score.evidence, *told),
        has_posts=bool(ranked.score.evidence.links),
        is_checked=is_checked,
        posts=_posts(judged, live_links) if is_checked else None,
        timeline=_timeline(context, ranking.scene, person, weeks),
        months=_months(context, weeks),
        frame=(WIDTH, HEIGHT, UPPER, MIDDLE, LOWER),
        month_name=lambda day: dates.month(day, words),
        factors=[
            Factor(
                factors.name(part, words),
                factors.meaning(part, ranked.tasted, words),
                factors.number(value, words),
                drawing.bar(value),
            )
            for part, value in ranked.score.parts.items()
        ],
        factor_frame=(drawing.WIDTH, drawing.ONE),
        lives=explain.place_lines(context, judged),
        history=judged.history,
        number=judged.number,
        unknown_blocks=explain.unknown_blocks(context, ranked),
    )


def _posts(judged: Judged, live_links: Mapping[PersonId, frozenset[str]]) -> list[str] | None:
    """The posts that exist now; `None` if that could not be seen."""
    found = live_links.get(judged.ranked.person.id)
    if found is None:
        return None
    return [link for link in judged.ranked.score.evidence.links if link in found]


def _timeline(context: Context, scene: Scene, person: Person, weeks: Sequence[Week]) -> Timeline:
    exchanges = scene.facts.exchanges_of(person)
    broken = broken_off(exchanges, separations(scene.facts.stances_of(person)))
    zone = context.owner.zone
    return timeline(
        weeks,
        [
            (day_of(exchange.first, zone), exchange.talk)
            for exchange in exchanges
            if exchange not in broken
        ],
    )


def _months(context: Context, weeks: Sequence[Week]) -> list[tuple[str, int, int]]:
    """The posts of both by the month in which a week begins, the latest first: as a table."""
    found: dict[date, list[int]] = {}
    for week in weeks:
        sums = found.setdefault(week.monday.replace(day=1), [0, 0])
        sums[0] += week.said
        sums[1] += week.heard
    words = context.wishes.words
    return [
        (dates.month(month, words, in_full=True), said, heard)
        for month, (said, heard) in reversed(found.items())
        if said or heard
    ]
