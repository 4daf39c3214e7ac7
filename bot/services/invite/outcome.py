"""Carry out `planned`, `met`, `went` and `declined`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.commands.moment import Doubt
from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.errors import ImpossibleError
from bot.services.owner.intentions import say_progress
from bot.services.owner.trips import DOUBTS, stays_of
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from datetime import date

    from bot.domain.commands.moment import Moment
    from bot.services.context import Context
    from bot.services.invite.case import Case


async def say_planned(case: Case, moment: Moment, place: str) -> str:
    """Store the time and place of a meeting; returns the answer to the owner.

    On a day that is spent on a trip, the time is by the clock there.

    Raises:
        ImpossibleError: there is no such time, or it is past.
    """
    context = case.context
    zone = context.owner.zone
    start = moment.instant(context.clock.now(), zone)
    if not isinstance(start, Doubt):
        stays = await stays_of(context, case.unit)
        trip = stays.away(start.astimezone(zone).date())
        zone = zone if trip is None else ZoneInfo(trip.city.zone)
        start = moment.instant(context.clock.now(), zone)
    if isinstance(start, Doubt):
        raise ImpossibleError(DOUBTS[start], when=moment.said)
    await case.stop()
    undoable = case.undoable(Verb.PLANNED)
    begun = await case.begun(undoable)
    await undoable.change(life.planned(begun, start, place, _new_uid(context), undoable.at))
    await undoable.done()
    when = dates.moment(start, zone, context.wishes.words)
    at_home = dates.moment(start, context.owner.zone, context.wishes.words)
    if when != at_home:
        when = case.say("{there} there, {at_home} at home", there=when, at_home=at_home)
    told = case.say("Planned with {name}: {plan}.", plan=when)
    where = case.say("Place: {place}.", place=defuse(place)) if place else ""
    return f"{told} {where}".rstrip()


async def say_met(case: Case, verb: Verb = Verb.MET) -> str:
    """Count a meeting with the person; returns the answer to the owner.

    Raises:
        ImpossibleError: this meeting is counted already.
    """
    today = _today(case)
    day = _day_of_meeting(case) or today
    for meeting in await case.unit.meetings.all():
        if meeting.person == case.person.id and meeting.day == day:
            raise ImpossibleError(marked("{name}: noted already."), name=case.name)
    undoable = case.undoable(verb)
    if case.invitation is not None:
        await case.stop()
        await undoable.change(life.met(case.invitation, undoable.at))
    if case.person.standing is not Standing.NEVER:
        await undoable.stand(case.person, Standing.MET)
    await undoable.count(Meeting(day, undoable.at, case.person.id))
    await undoable.done()
    met = case.say("You met {name}: lovely.")
    thanks = case.say("A word of thanks to {name} would be nice.")
    return f"{met} {await _goal(case)}\n{thanks}"


async def say_went(case: Case) -> str:
    """Count an event that the owner went to; returns the answer to the owner."""
    undoable = case.undoable(Verb.WENT)
    await undoable.count(Meeting(_today(case), undoable.at))
    await undoable.done()
    noted = case.say("You were there: noted.")
    return f"{noted} {await _goal(case)}"


async def say_declined(case: Case) -> str:
    """End the invitation as declined: the person is not suggested again.

    Raises:
        ImpossibleError: it was declined already.
    """
    history = await case.unit.invitations.history(case.person.id)
    latest = {invitation.id: invitation for invitation in history}.values()
    is_declined = any(invitation.state is State.DECLINED for invitation in latest)
    if case.invitation is None and is_declined:
        raise ImpossibleError(marked("{name}: noted already."), name=case.name)
    await case.stop()
    undoable = case.undoable(Verb.DECLINED)
    await undoable.change(life.declined(await case.begun(undoable), undoable.at))
    await undoable.done()
    return case.say("Noted. I won’t suggest {name} again.")


def _today(case: Case) -> date:
    return case.context.clock.now().astimezone(case.context.owner.zone).date()


def _day_of_meeting(case: Case) -> date | None:
    """The day of the planned meeting; `None` before it begins."""
    plan = case.invitation.plan if case.invitation else None
    if case.state is not State.PLANNED or plan is None or plan.start > case.context.clock.now():
        return None
    return plan.start.astimezone(case.context.owner.zone).date()


async def _goal(case: Case) -> str:
    return await say_progress(case.context, case.unit)


def _new_uid(context: Context) -> str:
    """A new UID for an iCalendar event (RFC 7986, section 5.3)."""
    return f"{context.new_ref()}{context.new_ref()}@terrasse"
