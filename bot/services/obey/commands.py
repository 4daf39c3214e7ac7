"""Carry out the owner's commands, from messages and from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from bot.domain.commands.verbs import EVERYTHING, HOME, VERBS, Effect, Verb, word_for
from bot.domain.delivery.decision import InvitationWas, JoinWas, PlaceWas, StandingWas
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.errors import ImpossibleError
from bot.services.invite import question
from bot.services.invite.case import case_of
from bot.services.invite.outcome import say_declined, say_met, say_planned, say_went
from bot.services.invite.prepared import NOTHING
from bot.services.invite.sending import say_send, say_sent
from bot.services.invite.wording import say_draft, say_edit
from bot.services.mishap import keep_failed
from bot.services.obey import forgetting
from bot.services.owner import decisions
from bot.services.owner.forgetting import no_longer_asked
from bot.services.owner.intentions import say_goal, say_pause, say_progress, say_resume
from bot.services.owner.joins import say_not_same, say_same, say_unjoin
from bot.services.owner.opting import start_addressee, stop_addressee
from bot.services.owner.place import say_home, say_place
from bot.services.owner.trips import say_cancelled, say_trip, say_trips
from bot.services.owner.undo import undo
from bot.services.ranking.comparing import side_by_side, why_first
from bot.services.ranking.explain import judge, verdict_line, why, why_not
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.letter.ref import ABOUT_REF
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from bot.domain.commands.command import Command
    from bot.domain.delivery.decision import Decision
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.invite.case import Case
    from bot.services.invite.prepared import Prepared

LISTED: Final = 10
_ANSWERS: Final = frozenset({Verb.YES, Verb.NO, Verb.NOT_YET, Verb.FORGET})
"""A question of the bot stays open with them; any other change ends it."""
A_MONTH: Final = Period(1, Span.MONTH)
T = TypeVar("T")
TOO_LATE: Final = marked("Too late to undo “{verb} {name}”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command to carry out within a transaction.

    `people` are the people that it names, without duplicates. For `prepared`, see `prepare`.
    """

    context: Context
    unit: Unit
    command: Command
    people: Sequence[Person]
    prepared: Prepared

    async def case(self) -> Case:
        """The case of the first person."""
        return await case_of(self.context, self.unit, self.people[0])


async def carry_out(
    context: Context, unit: Unit, command: Command, prepared: Prepared = NOTHING
) -> str:
    """Carry out a command within a transaction, and return the answer to it.

    `prepared` is the result of `prepare`, which is called before the transaction.

    Raises:
        ImpossibleError: the command is not possible now, or a name in it fits nobody or several
            people. Nothing was done.
    """
    names = [name for name in command.targets if name not in {HOME, EVERYTHING}]
    found = [await decisions.find_person(unit, name) for name in names]
    people = list({person.id: person for person in found}.values())
    request = Request(context=context, unit=unit, command=command, people=people, prepared=prepared)
    if VERBS[command.verb].effect is Effect.CHANGES and command.verb not in _ANSWERS:
        await no_longer_asked(unit, context.clock.now())
    return await HANDLERS[command.verb](request)


async def _draft(request: Request) -> str:
    return await say_draft(await request.case(), request.prepared)


async def _edit(request: Request) -> str:
    return await say_edit(await request.case(), _required(request.command.text))


async def _send(request: Request) -> str:
    in_reply = request.command.in_reply
    return await say_send(await request.case(), request.prepared, in_reply=in_reply)


async def _sent(request: Request) -> str:
    return await say_sent(await request.case())


async def _planned(request: Request) -> str:
    moment, place = _required(request.command.moment), request.command.place or ""
    return await say_planned(await request.case(), moment, place)


async def _met(request: Request) -> str:
    return await say_met(await request.case())


async def _declined(request: Request) -> str:
    return await say_declined(await request.case())


async def _went(request: Request) -> str:
    return await say_went(await request.case())


async def _answer(request: Request) -> str:
    """Answer a question of the bot; the command may name nobody."""
    person = request.people[0] if request.people else None
    answer = await forgetting.answer(
        request.context, request.unit, request.command.verb, person, request.prepared.files
    )
    if answer is not None:
        return answer
    return await question.answer(request.context, request.unit, request.command.verb, person)


async def _forget(request: Request) -> str:
    person = request.people[0] if request.people else None
    return await forgetting.ask(request.context, request.unit, person)


def _required(value: T | None) -> T:
    """An argument that the grammar requires for the verb."""
    if value is None:
        message = "the command lacks an argument"
        raise ValueError(message)
    return value


async def _never(request: Request) -> str:
    person, context = request.people[0], request.context
    await decisions.say_never(request.unit, person, context.clock.now())
    name = naming.called(person)
    return context.wishes.words.say("{name} will never be suggested.", name=name)


async def _known(request: Request) -> str:
    context = request.context
    await decisions.say_known(request.unit, request.people, context.clock.now())
    names = ", ".join(naming.called(person) for person in request.people)
    return context.wishes.words.say("{name}: you already meet. Noted.", name=names)


async def _snooze(request: Request) -> str:
    person, context = request.people[0], request.context
    now, words = context.clock.now(), context.wishes.words
    period = request.command.period or A_MONTH
    until = await decisions.snooze(request.unit, person, period, context.owner, now)
    return words.say(
        "{name} will not be suggested before {until}.",
        name=naming.called(person),
        until=dates.date_of(until, now.astimezone(context.owner.zone).date(), words),
    )


async def _place(request: Request) -> str:
    context, unit, name = request.context, request.unit, _required(request.command.place)
    if not request.people:
        return await say_home(context, unit, name)
    person = request.people[0]
    scene = await read_scene(unit, context, context.clock.now())
    if not scene.may_locate(person):
        raise ImpossibleError(
            marked(
                "I note no place for {name}: only for people whom you had an exchange with, and "
                "who are not left out. Nothing was done."
            ),
            name=naming.called(person),
        )
    return await say_place(context, unit, person, name)


async def _trip(request: Request) -> str:
    context, unit, command = request.context, request.unit, request.command
    place = _required(command.place)
    if command.cancelled:
        return await say_cancelled(context, unit, place, command.days)
    return await say_trip(context, unit, place, _required(command.days))


async def _why(request: Request) -> str:
    """Why one person has their place, or why one of two people is before the other."""
    context, live_links = request.context, request.prepared.live_links
    judged = await judge(context, request.unit, request.people)
    if len(judged) == 1:
        return why(context, judged[0], live_links)
    return why_first(context, side_by_side(*judged), live_links)


async def _why_not(request: Request) -> str:
    return why_not(request.context, *await judge(request.context, request.unit, request.people))


async def _goal(request: Request) -> str:
    context, unit, command = request.context, request.unit, request.command
    if command.times is None or command.period is None:
        return await say_progress(context, unit)
    return await say_goal(context, unit, command.times, command.period)


async def _help(request: Request) -> str:
    about, words = request.command.about, request.context.wishes.words
    if about is None:
        commands = words.say(
            "list · why 1 · draft 1 · edit 1: … · send 1 · snooze 1 3w · never 1 · known 1 2 · "
            "planned 1 saturday 12:30 Café X · met 1 · undo · pause · help send\n"
            "1 is a number of a digest; a handle works too."
        )
        return "\n".join([commands, words.say(ABOUT_REF)])
    return words.say(VERBS[about].line)


async def _undo(request: Request) -> str:
    context, unit = request.context, request.unit
    say = context.wishes.words.say
    undone = await undo(unit, context.clock.now())
    if undone is None:
        return say("There is nothing to undo.")
    if undone.decision.verb == Verb.FORGET:
        raise ImpossibleError(marked("What was forgotten cannot be brought back."))
    verb = word_for(Verb(undone.decision.verb), context.wishes.words.language)
    names = ", ".join([name async for name in names_of(unit, undone.decision)])
    if undone.too_late:
        raise ImpossibleError(TOO_LATE, verb=verb, name=names)
    if not names:  # the decision was about the bot or the owner, or about an event
        done = say("Undone: {verb}.", verb=verb)
        is_stay = undone.decision.verb in {Verb.TRIP, Verb.PLACE}
        return f"{done}\n{await say_trips(context, unit)}" if is_stay else done
    return say("Undone: {verb} {name}.", verb=verb, name=names)


async def names_of(unit: Unit, decision: Decision) -> AsyncIterator[str]:
    """The names of the people whom a decision was about."""
    of_people = StandingWas | InvitationWas | PlaceWas | JoinWas
    about = [was.person for was in decision.before if isinstance(was, of_people)]
    found = [await unit.people.get(person_id) for person_id in dict.fromkeys(about)]
    for person in {person.id: person for person in found if person is not None}.values():
        yield naming.called(person)


async def _list(request: Request) -> str:
    context, unit = request.context, request.unit
    now = context.clock.now()
    scene = await read_scene(unit, context, now)
    ranked = scene.ranked()
    await keep_failed(unit, scene.failed, now)
    if not ranked and scene.excluded():
        return context.wishes.words.say("Nobody: those you had an exchange with are excluded.")
    if not ranked:
        return context.wishes.words.say("Nobody yet: no exchange has been collected.")
    numbers = await decisions.numbers_given(unit)
    best = ranked[0].score.value
    return "\n".join(
        f"{evidence.bar(place.score.value / best)} {_listed(context, place.person)}"
        + (f" · {numbers[place.person.id]}" if place.person.id in numbers else "")
        + ("" if place.verdict.allowed else f" – {verdict_line(context, place.verdict)}")
        for place in ranked[:LISTED]
    )


def _listed(context: Context, person: Person) -> str:
    also = naming.elsewhere(person, context.wishes.words)
    return f"{naming.called(person)}, {also}" if also else naming.called(person)


HANDLERS: Final[Mapping[Verb, Callable[[Request], Awaitable[str]]]] = {
    Verb.LIST: _list,
    Verb.WHY: _why,
    Verb.WHY_NOT: _why_not,
    Verb.DRAFT: _draft,
    Verb.EDIT: _edit,
    Verb.SEND: _send,
    Verb.SENT: _sent,
    Verb.PLANNED: _planned,
    Verb.MET: _met,
    Verb.DECLINED: _declined,
    Verb.WENT: _went,
    Verb.YES: _answer,
    Verb.NO: _answer,
    Verb.NOT_YET: _answer,
    Verb.GOAL: _goal,
    Verb.PAUSE: lambda request: say_pause(request.context, request.unit, request.command.period),
    Verb.RESUME: lambda request: say_resume(request.context, request.unit),
    Verb.START: lambda request: start_addressee(request.context, request.unit),
    Verb.STOP: lambda request: stop_addressee(
        request.context, request.unit, everything=request.command.everything
    ),
    Verb.NEVER: _never,
    Verb.SNOOZE: _snooze,
    Verb.KNOWN: _known,
    Verb.UNDO: _undo,
    Verb.PLACE: _place,
    Verb.TRIP: _trip,
    Verb.TRIPS: lambda request: say_trips(request.context, request.unit),
    Verb.FORGET: _forget,
    Verb.SAME: lambda request: say_same(request.context, request.unit, request.people),
    Verb.UNJOIN: lambda request: say_unjoin(request.context, request.unit, request.people[0]),
    Verb.NOT_SAME: lambda request: say_not_same(
        request.context, request.unit, request.people, request.command.targets
    ),
    Verb.HELP: _help,
}
"""The handler of each verb."""
