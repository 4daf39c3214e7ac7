"""Follow up invitations: answers, meetings, stale invitations, and .ics files.

The bot reads only the conversations that an invitation opened. The owner is told what the person
answered; whether it sounds like a yes changes only the sentence.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.meeting import invitation as life
from bot.domain.meeting.invitation import ASKED_AT_MOST, Invitation, State, Way
from bot.domain.schedule import instant
from bot.domain.sentence import Sentence, marked
from bot.errors import CalendarError, NetworkError
from bot.ports import RemoteId
from bot.services.context import signed_in
from bot.services.delivery.notices import tell
from bot.services.invite.case import case_of, keep
from bot.services.mishap import contained
from bot.services.owner.intentions import is_paused
from bot.services.ranking.scene import read_scene
from bot.text.draft import ics, naming
from bot.text.draft.ics import PlannedMeeting
from bot.text.letter.leaning import SENTENCES, leaning
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.meeting.invitation import Plan
    from bot.domain.people.identity import AccountKey, Person
    from bot.errors import TerrasseError
    from bot.ports import DirectMessage, Network, Unit
    from bot.services.context import Context

ASKED_FROM: Final = time(10)
"""The time of day, on the day after a meeting, from which the owner is asked about it."""
ASKED_AGAIN: Final = timedelta(days=7)
"""How long to wait before the owner is asked again."""
WRITTEN_AGAIN: Final = timedelta(days=7)
"""Keep retrying a failed .ics write for this long."""
EXCERPT: Final = 280
"""How much of an answer is shown, in grapheme clusters."""


async def follow_up(context: Context) -> list[TerrasseError]:
    """Report answers, ask about meetings, let stale invitations lapse, and write .ics files.

    Returns the failures of networks and calendars: the next round tries again.
    """
    return [*await _notice_answers(context), *await _move_on(context), *await _write_down(context)]


async def _notice_answers(context: Context) -> list[TerrasseError]:
    async with context.store.unit(context.owner) as unit:
        waiting = [
            invitation
            for invitation in await unit.invitations.all()
            if invitation.state is State.SENT and invitation.remote_id is not None
        ]
        people = {person.id: person for person in await unit.people.all()}
    networks = await signed_in(context) if waiting else {}
    failures: list[TerrasseError] = []
    for invitation in waiting:
        person = people.get(invitation.person)
        try:
            async with contained(
                context, Sentence(marked("invitation {id}"), id=invitation.id)
            ) as unexpected:
                answer = await _answer(invitation, person, networks) if person else None
                if answer is not None:
                    await _tell_answer(context, invitation, answer)
            failures += unexpected
        except NetworkError as problem:
            failures.append(problem)
    return failures


async def _answer(
    invitation: Invitation, person: Person, networks: Mapping[AccountKey, Network]
) -> DirectMessage | None:
    """The first message of the person in the conversation after the invitation."""
    approval = invitation.approval
    if approval is None or approval.sender is None or approval.way is Way.HAND:
        return None
    network = networks.get(approval.sender)
    if network is None or invitation.remote_id is None:
        return None
    for account in person.accounts:
        if account.key.network is approval.sender.network:
            sent = RemoteId(invitation.remote_id)
            found = await network.answers(sent, account.key)
            if found:
                return found[0]
    return None


async def _tell_answer(context: Context, invitation: Invitation, answer: DirectMessage) -> None:
    async with context.store.unit(context.owner) as unit:
        now = await unit.invitations.get(invitation.id)
        after = None if now != invitation else life.answered(invitation, context.clock.now())
        person = await unit.people.get(invitation.person)
        if after is None or person is None or not await unit.invitations.put(after):
            return
        case = await case_of(context, unit, person)
        text = "\n\n".join(
            [
                case.say("{name} answered:"),
                case.say("“{text}”", text=defuse(answer.text, EXCERPT)),
                case.say(SENTENCES[leaning(answer.text)]),
                f"{case.planned_example()} · {case.spell(Verb.DECLINED)}",
            ]
        )
        await tell(
            context,
            unit,
            text,
            kind="notice",
            batch=f"answered:{after.id}:{after.version}",
            link=after.link,
        )


async def _move_on(context: Context) -> list[NetworkError]:
    """Ask about past meetings; let invitations lapse that are stale or to the excluded."""
    now = context.clock.now()
    try:
        async with context.store.unit(context.owner) as unit:
            paused = await is_paused(unit, now)
            for invitation in await unit.invitations.all():
                if _is_silent(invitation, now) or life.has_gone_stale(invitation, now):
                    await keep(unit, life.lapsed(invitation, now))
                elif not paused and _is_to_be_asked(context, invitation, now):
                    await _ask(context, unit, invitation)
    except NetworkError as problem:
        return [problem]
    return []


def _is_silent(invitation: Invitation, now: datetime) -> bool:
    """Whether the owner was asked `ASKED_AT_MOST` times without an answer."""
    asked_at = invitation.asked_at
    return (
        invitation.state is State.PLANNED
        and invitation.asked >= ASKED_AT_MOST
        and asked_at is not None
        and now - asked_at >= ASKED_AGAIN
    )


def _is_to_be_asked(context: Context, invitation: Invitation, now: datetime) -> bool:
    plan = invitation.plan
    if invitation.state is not State.PLANNED or plan is None or invitation.asked >= ASKED_AT_MOST:
        return False
    if invitation.asked_at is not None:
        return now - invitation.asked_at >= ASKED_AGAIN
    zone = context.owner.zone
    next_day = plan.start.astimezone(zone).date() + timedelta(days=1)
    return now >= instant(datetime.combine(next_day, ASKED_FROM), zone)


async def _ask(context: Context, unit: Unit, invitation: Invitation) -> None:
    person = await unit.people.get(invitation.person)
    after = life.asked_about(invitation, context.clock.now())
    if person is None or after is None or after.plan is None:
        return
    scene = await read_scene(unit, context, context.clock.now())
    if scene.is_withdrawn(person):
        await keep(unit, life.lapsed(invitation, context.clock.now()))
        return
    await keep(unit, after)
    case = await case_of(context, unit, person)
    answers = " · ".join(case.spell(verb) for verb in (Verb.YES, Verb.NOT_YET, Verb.NO))
    question = case.say("Did you meet {name}? {plan}", plan=case.plan(after))
    batch = f"asked:{after.id}:{after.version}"
    await tell(
        context, unit, f"{question}\n\n{answers}", kind="question", batch=batch, link=after.link
    )


async def _write_down(context: Context) -> list[CalendarError]:
    """Write an .ics file for every plan that may have changed."""
    if context.shelf is None:
        return []
    async with context.store.unit(context.owner) as unit:
        invitations = await unit.invitations.all()
        people = {person.id: person for person in await unit.people.all()}
    failures = []
    for invitation in invitations:
        plan, person = invitation.plan, people.get(invitation.person)
        if plan is None or person is None:
            continue
        if not _may_have_changed(invitation, plan, context.clock.now()):
            continue
        meeting = ics.ics(meeting_with(context, naming.called(person), plan), stamp=plan.said_at)
        try:
            await context.shelf.put(plan.uid, meeting)
            async with context.store.unit(context.owner) as unit:
                is_there = await unit.invitations.get(invitation.id) is not None
            if not is_there:  # the person was forgotten meanwhile
                await context.shelf.remove(plan.uid)
        except CalendarError as problem:
            failures.append(problem)
    return failures


def meeting_with(context: Context, name: str, plan: Plan) -> PlannedMeeting:
    """The event of a plan with somebody of this name."""
    return PlannedMeeting(
        uid=plan.uid,
        sequence=plan.sequence,
        start=plan.start,
        end=plan.start + context.wishes.rules.longest,
        summary=context.wishes.words.say("Meeting {name}", name=name),
        place=plan.place,
        cancelled=plan.cancelled,
    )


def _may_have_changed(invitation: Invitation, plan: Plan, now: datetime) -> bool:
    """Whether the plan is open or was changed recently: older plans are already written."""
    return invitation.state is State.PLANNED or now - plan.said_at < WRITTEN_AGAIN
