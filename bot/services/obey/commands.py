"""Carry out the owner's commands, from messages and from the command line: a handler a verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from bot.domain.commands.verbs import VERBS, Effect, Verb, word_for
from bot.domain.delivery.decision import InvitationWas, StandingWas
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.errors import ImpossibleError
from bot.services.invite import question
from bot.services.invite.case import matter_of
from bot.services.invite.outcome import say_declined, say_met, say_planned, say_went
from bot.services.invite.prepared import NOTHING
from bot.services.invite.sending import say_send, say_sent
from bot.services.invite.wording import say_draft, say_edit
from bot.services.mishap import keep_failed
from bot.services.owner import decisions
from bot.services.owner.intentions import say_goal, say_pause, say_progress, say_resume
from bot.services.owner.opting import start_addressee, stop_addressee
from bot.services.owner.undo import undo
from bot.services.ranking.comparing import side_by_side, why_first
from bot.services.ranking.explain import judge, why, why_not
from bot.services.ranking.scene import scene
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from bot.domain.commands.command import Command
    from bot.domain.delivery.decision import Decision
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Home
    from bot.services.invite.case import Matter
    from bot.services.invite.prepared import Prepared

LISTED: Final = 10
A_MONTH: Final = Period(1, Span.MONTH)
T = TypeVar("T")
NOT_YET: Final = marked("I understand “{command}”, but that is not possible yet. Nothing was done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command to carry out within a transaction.

    `people` are those that it names, each once. `prepared` is what `prepare` made of it.
    """

    home: Home
    unit: Unit
    command: Command
    people: Sequence[Person]
    prepared: Prepared

    async def matter(self) -> Matter:
        """The first person and the latest invitation to them."""
        return await matter_of(self.home, self.unit, self.people[0])


async def carry_out(home: Home, unit: Unit, command: Command, prepared: Prepared = NOTHING) -> str:
    """Carry out a command within a transaction, and return the answer to it.

    `prepared` is what `prepare` made of the command before the transaction.

    Raises:
        ImpossibleError: the command is not possible now, or a name in it is nobody's or that of
            several people. Nothing was done.
    """
    if VERBS[command.verb].effect is Effect.LATER:
        raise ImpossibleError(NOT_YET, command=word_for(command.verb, home.wishes.words.language))
    found = [await decisions.find_person(unit, name) for name in command.targets]
    people = list({person.id: person for person in found}.values())
    request = Request(home=home, unit=unit, command=command, people=people, prepared=prepared)
    return await HANDLERS[command.verb](request)


async def _draft(request: Request) -> str:
    return await say_draft(await request.matter(), request.prepared)


async def _edit(request: Request) -> str:
    return await say_edit(await request.matter(), _required(request.command.text))


async def _send(request: Request) -> str:
    in_reply = request.command.in_reply
    return await say_send(await request.matter(), request.prepared, in_reply=in_reply)


async def _sent(request: Request) -> str:
    return await say_sent(await request.matter())


async def _planned(request: Request) -> str:
    moment, place = _required(request.command.moment), request.command.place or ""
    return await say_planned(await request.matter(), moment, place)


async def _met(request: Request) -> str:
    return await say_met(await request.matter())


async def _declined(request: Request) -> str:
    return await say_declined(await request.matter())


async def _went(request: Request) -> str:
    return await say_went(await request.matter())


async def _answer(request: Request) -> str:
    """An answer to a question of the bot: it may name nobody."""
    person = request.people[0] if request.people else None
    return await question.answer(request.home, request.unit, request.command.verb, person)


def _required(value: T | None) -> T:
    """An argument without which the grammar does not let the verb through."""
    if value is None:
        message = "the command lacks an argument"
        raise ValueError(message)
    return value


async def _never(request: Request) -> str:
    person, home = request.people[0], request.home
    await decisions.say_never(request.unit, person, home.clock.now())
    name = naming.called(person)
    return home.wishes.words.say("{name} will never be suggested.", name=name)


async def _known(request: Request) -> str:
    home = request.home
    await decisions.say_known(request.unit, request.people, home.clock.now())
    names = ", ".join(naming.called(person) for person in request.people)
    return home.wishes.words.say("{name}: you already meet. Noted.", name=names)


async def _snooze(request: Request) -> str:
    person, home = request.people[0], request.home
    now, words = home.clock.now(), home.wishes.words
    period = request.command.period or A_MONTH
    until = await decisions.snooze(request.unit, person, period, home.owner, now)
    return words.say(
        "{name} will not be suggested before {until}.",
        name=naming.called(person),
        until=dates.date_of(until, now.astimezone(home.owner.zone).date(), words),
    )


async def _why(request: Request) -> str:
    """Why one person has their place, or what puts one of two before the other."""
    home, seen = request.home, request.prepared.seen
    judged = await judge(home, request.unit, request.people)
    if len(judged) == 1:
        return why(home, judged[0], seen)
    return why_first(home, side_by_side(*judged), seen)


async def _why_not(request: Request) -> str:
    return why_not(request.home, *await judge(request.home, request.unit, request.people))


async def _goal(request: Request) -> str:
    home, unit, command = request.home, request.unit, request.command
    if command.times is None or command.period is None:
        return await say_progress(home, unit)
    return await say_goal(home, unit, command.times, command.period)


async def _help(request: Request) -> str:
    about, words = request.command.about, request.home.wishes.words
    if about is None:
        return words.say(
            "list · why 1 · draft 1 · edit 1: … · send 1 · snooze 1 3w · never 1 · known 1 2 · "
            "planned 1 saturday 12:30 Café X · met 1 · undo · pause · help send\n"
            "1 is a number of a digest; a handle works too."
        )
    if VERBS[about].effect is Effect.LATER:
        raise ImpossibleError(NOT_YET, command=word_for(about, words.language))
    return words.say(VERBS[about].line)


async def _undo(request: Request) -> str:
    home, unit = request.home, request.unit
    say = home.wishes.words.say
    undone = await undo(unit, home.clock.now())
    if undone is None:
        return say("There is nothing to undo.")
    verb = word_for(Verb(undone.decision.verb), home.wishes.words.language)
    names = ", ".join([name async for name in _names(unit, undone.decision)])
    if not names:  # the decision was about the bot itself, or about an event
        return say("Undone: {verb}.", verb=verb)
    if undone.too_late:
        return say("Too late to undo “{verb} {name}”.", verb=verb, name=names)
    return say("Undone: {verb} {name}.", verb=verb, name=names)


async def _names(unit: Unit, decision: Decision) -> AsyncIterator[str]:
    """The names of those whom a decision was about."""
    about = [was.person for was in decision.before if isinstance(was, StandingWas | InvitationWas)]
    for person_id in dict.fromkeys(about):
        person = await unit.people.get(person_id)
        if person is not None:
            yield naming.called(person)


async def _list(request: Request) -> str:
    home, unit = request.home, request.unit
    now = home.clock.now()
    seen = await scene(unit, home.owner, home.wishes, now)
    ranked = seen.ranked()
    await keep_failed(unit, seen.failed, now)
    if not ranked:
        return home.wishes.words.say("Nobody yet: no exchange has been collected.")
    numbers = await decisions.numbers_given(unit)
    best = ranked[0].score.value
    return "\n".join(
        f"{evidence.bar(place.score.value / best)} {naming.called(place.person)}"
        + (f" · {numbers[place.person.id]}" if place.person.id in numbers else "")
        for place in ranked[:LISTED]
    )


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
    Verb.PAUSE: lambda request: say_pause(request.home, request.unit),
    Verb.RESUME: lambda request: say_resume(request.home, request.unit),
    Verb.START: lambda request: start_addressee(request.home, request.unit),
    Verb.STOP: lambda request: stop_addressee(
        request.home, request.unit, everything=request.command.everything
    ),
    Verb.NEVER: _never,
    Verb.SNOOZE: _snooze,
    Verb.KNOWN: _known,
    Verb.UNDO: _undo,
    Verb.HELP: _help,
}
"""By verb: all but those that have no effect yet."""
