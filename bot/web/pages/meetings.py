"""Meetings: the goal as a path, what is planned, and whom the owner met."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import State, has_gone_stale
from bot.services.obey.marks import read_marks
from bot.services.owner.intentions import progress_of
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.letter import goals, states
from bot.web.drawing.path import HEIGHT, WIDTH, path
from bot.web.page import render
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import Person, PersonId
    from bot.services.context import Context

SHOWN: Final = 100
"""So many meetings are listed, the latest first."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned meeting; `is_over` once its time has come; `is_asked`: the bot asked about it."""

    person: PersonId
    name: str
    when: str
    is_over: bool
    is_asked: bool


async def show(request: Request, context: Context) -> Response:
    """The page."""
    words, zone, now = context.wishes.words, context.owner.zone, context.clock.now()
    async with context.store.unit(context.owner) as unit:
        ranking = await current_ranking(request, context, unit)
        progress = await progress_of(context, unit)
        invitations = [
            invitation
            for invitation in await unit.invitations.all()
            if invitation.is_open and not has_gone_stale(invitation, now)
        ]
        meetings = await unit.meetings.all()
        people = {person.id: person for person in ranking.scene.facts.people}
        planned_with = [
            people[invitation.person]
            for invitation in invitations
            if invitation.state is State.PLANNED and invitation.person in people
        ]
        marks = await read_marks(unit, planned_with)
        await ranking.keep_failures(unit)
    shown = {
        person.id: person for person in people.values() if not ranking.scene.is_withdrawn(person)
    }
    planned = sorted(
        (
            (invitation.plan.start, _planned(context, shown[invitation.person], invitation))
            for invitation in invitations
            if invitation.state is State.PLANNED
            and invitation.plan is not None
            and invitation.person in shown
        ),
        key=lambda pair: pair[0],
    )
    within = sum(
        now <= start and progress.first <= start.astimezone(zone).date() < progress.end
        for start, _ in planned
    )
    today = now.astimezone(zone).date()
    latest = sorted(meetings, key=lambda meeting: (meeting.day, meeting.id), reverse=True)
    years = [
        (
            year,
            [
                (
                    dates.weekday(meeting.day, words),
                    meeting.person if meeting.person in shown else None,
                    _who(context, meeting.person, shown),
                )
                for meeting in found
            ],
        )
        for year, found in groupby(latest[:SHOWN], key=lambda meeting: meeting.day.year)
    ]
    return render(
        request,
        "meetings.html",
        goal=goals.sentence(progress, words),
        has_goal=progress.goal.meetings > 0,
        is_reached=progress.reached,
        until=dates.date_of(progress.end, today, words),
        path=path(progress.goal.meetings, progress.met, within),
        path_size=(WIDTH, HEIGHT),
        met=progress.met,
        planned_now=within,
        planned=[entry for _, entry in planned],
        marks=marks,
        waiting=[
            (invitation.person, states.line(invitation, shown[invitation.person], zone, now, words))
            for invitation in invitations
            if invitation.state is not State.PLANNED and invitation.person in shown
        ],
        years=years,
        others=max(len(latest) - SHOWN, 0),
    )


def _planned(context: Context, person: Person, invitation: Invitation) -> Planned:
    plan, words, zone = invitation.plan, context.wishes.words, context.owner.zone
    when = states.planned(plan, zone, words) if plan else ""
    is_over = plan is not None and plan.start <= context.clock.now()
    return Planned(person.id, naming.called(person), when, is_over, invitation.asked > 0)


def _who(context: Context, person: PersonId | None, shown: Mapping[PersonId, Person]) -> str:
    say = context.wishes.words.say
    if person is None:
        return say("an event")
    return naming.called(shown[person]) if person in shown else say("somebody who is left out")
