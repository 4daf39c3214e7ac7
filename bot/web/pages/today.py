"""Today: the digest, questions that wait, drafts, and the week's slots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from bot.domain.meeting.invitation import State
from bot.domain.safety.outside import kept
from bot.services.digest.announcing import say_when
from bot.services.invite.owed import owed_to
from bot.services.invite.slots import choose, read_agendas, taken
from bot.services.obey.marks import latest, read_marks
from bot.services.obey.questions import open_questions, where_question
from bot.services.owner.intentions import is_paused, say_progress
from bot.services.owner.trips import stays_soon
from bot.services.ranking.explain import verdict_line
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.letter import cues, states
from bot.text.place import telling
from bot.text.why import evidence
from bot.web.page import render
from bot.web.progress import read_progress
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.meeting.slot import Slot
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.invite.slots import Agendas
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked
    from bot.web.ranking import Ranking

DAYS: Final = 14
"""Days that are shown of the owner's slots, from today."""
READ_AGAIN: Final = timedelta(minutes=5)
_MANY: Final = 60
"""More slots than a week has."""


@dataclass(frozen=True, slots=True)
class Card:
    """One person, and what can be done about them.

    `invitation` is the open one; `told` says how it stands, or why they are left out. `cue` is
    their question that waits for the owner's answer.
    """

    person: Person
    name: str
    told: str
    lines: tuple[str, ...] = ()
    invitation: Invitation | None = None
    cue: str = ""
    text: Markup | None = None
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One time of the week, and what it is: planned, proposed or free."""

    when: str
    kind: str
    what: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    name: str
    entries: tuple[Entry, ...]


async def show(request: Request, context: Context) -> Response:
    """The page."""
    due = await say_when(context)
    agendas = await _agendas(request, context)
    async with context.store.unit(context.owner) as unit:
        now = context.clock.now()
        agendas = replace(agendas, stays=await stays_soon(context, unit))
        proposals = choose(context, agendas, await taken(context, unit), _MANY)
        ranking = await current_ranking(request, context, unit)
        known = {person.id: person for person in ranking.scene.facts.people}
        begun = [
            (invitation, known[invitation.person])
            for invitation in await unit.invitations.all()
            if invitation.is_open and invitation.person in known
        ]
        near = await ranking.near(unit, [person for _, person in begun])
        asks = await open_questions(context, unit, ranking.scene)
        asks += [
            found
            for _, person in begun
            if (found := where_question(context, person, near[person.id])) is not None
        ]
        next_ones = [] if begun else _next(ranking, context.wishes.people)
        about = [
            *(person for _, person in begun),
            *(person for ask in asks for person in ask.people),
            *(entry.person for entry in next_ones),
        ]
        cards = [
            await _card(
                context, unit, ranking, invitation=invitation, person=person, near=near[person.id]
            )
            for invitation, person in begun
        ]
        shown = [pair for pair in begun if ranking.scene.exclusion(pair[1]) is None]
        goal, paused = await say_progress(context, unit), await is_paused(unit, now)
        marks = await read_marks(unit, about)
        last = await latest(context, unit)
        await ranking.keep_failures(unit)
    return render(
        request,
        "today.html",
        goal=goal,
        due=due,
        asks=asks,
        cards=cards,
        next_ones=[(entry.person, *_about(context, entry)) for entry in next_ones],
        week=list(_week(context, proposals.slots, shown)),
        notes=proposals.notes,
        today=now.astimezone(context.owner.zone).date().isoformat(),
        is_paused=paused,
        latest=last,
        progress=await read_progress(context),
        marks=marks,
    )


async def _agendas(request: Request, context: Context) -> Agendas:
    """What the calendars hold, read at most every few minutes: they may be far away."""
    now, state = context.clock.now(), request.app.state
    kept: tuple[datetime, Agendas] | None = getattr(state, "agendas", None)
    if kept is None or not timedelta(0) <= now - kept[0] < READ_AGAIN:
        state.agendas = kept = (now, await read_agendas(context))
    return kept[1]


def _next(ranking: Ranking, most: int) -> list[Ranked]:
    """Whom a digest would name, as far as is known without asking a network."""
    allowed = (
        entry
        for person in ranking.order
        for entry in ranking.entries([person])
        if entry.verdict.allowed
    )
    return list(islice(allowed, most))


def _about(context: Context, ranked: Ranked) -> tuple[str, str]:
    """The name of a person, and what their place rests on."""
    zone, now, words = context.owner.zone, context.clock.now(), context.wishes.words
    return (naming.called(ranked.person), evidence.line(ranked.score.evidence, zone, now, words))


async def _card(  # noqa: PLR0913 (what a card shows)
    context: Context,
    unit: Unit,
    ranking: Ranking,
    *,
    invitation: Invitation,
    person: Person,
    near: Nearby,
) -> Card:
    scene = ranking.scene
    zone, now, words = context.owner.zone, context.clock.now(), context.wishes.words
    name = naming.called(person)
    excluded = scene.exclusion(person)
    if excluded is not None:
        return Card(person, name, verdict_line(context, excluded), is_left_out=True)
    lines = [_about(context, entry)[1] for entry in ranking.entries([person])]
    if near.where.place is not None:
        where = telling.in_short(near.where.place, words)
        today = now.astimezone(zone).date()
        lines.append(telling.with_nearness(where, near.proximity, words, today))
    cue = await owed_to(unit, person, now, scene.facts.people)
    return Card(
        person,
        name,
        states.how_it_stands(invitation, zone, now, words),
        tuple(lines),
        invitation,
        cues.line(cue, person, zone, now, words) if cue is not None else "",
        # As it is sent: what only looks like a secret is not taken out of it.
        escape(kept(invitation.wording.text, lines=True, isolates=True))
        if invitation.wording
        else None,
    )


def _week(
    context: Context, free: Sequence[Slot], begun: Sequence[tuple[Invitation, Person]]
) -> Iterator[Day]:
    """The days from today on, each with its meetings, and the times proposed and free."""
    zone, words = context.owner.zone, context.wishes.words
    entries = [_entry(context, slot.start, slot.end, "free", slot.label) for slot in free]
    for invitation, person in begun:
        name = naming.called(person)
        if invitation.state is State.PLANNED and invitation.plan is not None:
            start = invitation.plan.start
            entries.append(_entry(context, start, None, "planned", name))
        elif invitation.wording is not None and invitation.state is not State.PLANNED:
            entries += [
                _entry(context, slot.start, slot.end, "proposed", name)
                for slot in invitation.wording.slots
            ]
    by_day: dict[date, list[Entry]] = {}
    for found in sorted(entries, key=lambda entry: entry.start):
        by_day.setdefault(found.start.astimezone(zone).date(), []).append(found)
    today = context.clock.now().astimezone(zone).date()
    for number in range(DAYS):
        day = today + timedelta(days=number)
        name = dates.weekday(day, words)
        yield Day(f"{name[0].upper()}{name[1:]}", tuple(by_day.get(day, ())))


def _entry(context: Context, start: datetime, end: datetime | None, kind: str, what: str) -> Entry:
    zone, words = context.owner.zone, context.wishes.words
    times = [dates.time_of(at.astimezone(zone).time(), words) for at in (start, end) if at]
    return Entry("–".join(times), kind, what, start)
