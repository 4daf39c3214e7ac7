"""What comes of an invitation: planned, met, declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.moment import Doubt
from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import Standing
from bot.errors import ImpossibleError
from bot.services.owner.intentions import say_progress
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from datetime import date

    from bot.domain.commands.moment import Moment
    from bot.services.context import Home
    from bot.services.invite.case import Matter


DOUBTS: Final = {
    Doubt.PAST: marked("“{when}” is past. Which day do you mean?"),
    Doubt.NO_SUCH_DAY: marked("There is no “{when}”. Which day do you mean?"),
}
"""What is asked back about a moment."""


async def say_planned(matter: Matter, moment: Moment, place: str) -> str:
    """A time and a place were agreed on, or changed.

    Raises:
        ImpossibleError: there is no such time, or it is past.
    """
    home = matter.home
    start = moment.instant(home.clock.now(), home.owner.zone)
    if isinstance(start, Doubt):
        raise ImpossibleError(DOUBTS[start], when=moment.said)
    await matter.stop()
    deed = matter.deed(Verb.PLANNED)
    begun = await matter.begun(deed)
    after = await deed.change(life.planned(begun, start, place, _new_uid(home), deed.at))
    await deed.done()
    plan = matter.plan(after)
    return matter.say("Planned with {name}: {plan}.", plan=plan)


async def say_met(matter: Matter, verb: Verb = Verb.MET) -> str:
    """They met: it counts for the goal, once.

    Raises:
        ImpossibleError: that was said already.
    """
    today = _today(matter)
    day = _day_of_meeting(matter) or today
    for meeting in await matter.unit.meetings.all():
        if meeting.person == matter.person.id and meeting.day == day:
            raise ImpossibleError(marked("{name}: noted already."), name=matter.name)
    deed = matter.deed(verb)
    if matter.invitation is not None:
        await matter.stop()
        await deed.change(life.met(matter.invitation, deed.at))
    if matter.person.standing is not Standing.NEVER:
        await deed.stand(matter.person, Standing.MET)
    await deed.count(Meeting(day, deed.at, matter.person.id))
    await deed.done()
    met = matter.say("You met {name}: lovely.")
    thanks = matter.say("A word of thanks to {name} would be nice.")
    return f"{met} {await _goal(matter)}\n{thanks}"


async def say_went(matter: Matter) -> str:
    """The owner was at an event: it counts for the goal, whoever else was there."""
    deed = matter.deed(Verb.WENT)
    await deed.count(Meeting(_today(matter), deed.at))
    await deed.done()
    noted = matter.say("You were there: noted.")
    return f"{noted} {await _goal(matter)}"


async def say_declined(matter: Matter) -> str:
    """One of the two would rather not: nobody asks again, nor for the first time.

    Raises:
        ImpossibleError: that was said already.
    """
    history = {one.id: one for one in await matter.unit.invitations.history(matter.person.id)}
    if matter.invitation is None and any(one.state is State.DECLINED for one in history.values()):
        raise ImpossibleError(marked("{name}: noted already."), name=matter.name)
    await matter.stop()
    deed = matter.deed(Verb.DECLINED)
    await deed.change(life.declined(await matter.begun(deed), deed.at))
    await deed.done()
    return matter.say("Noted. I won’t suggest {name} again.")


def _today(matter: Matter) -> date:
    return matter.home.clock.now().astimezone(matter.home.owner.zone).date()


def _day_of_meeting(matter: Matter) -> date | None:
    """The day of the plan, once it has come."""
    plan = matter.invitation.plan if matter.invitation else None
    if matter.state is not State.PLANNED or plan is None or plan.start > matter.home.clock.now():
        return None
    return plan.start.astimezone(matter.home.owner.zone).date()


async def _goal(matter: Matter) -> str:
    return await say_progress(matter.home, matter.unit)


def _new_uid(home: Home) -> str:
    """What calendars know a meeting by (RFC 7986, section 5.3)."""
    return f"{home.new_ref()}{home.new_ref()}@terrasse"
