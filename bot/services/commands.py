"""Carrying out what the owner asks, by message or on the command line, and saying what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands import Command, Verb, word_for
from bot.domain.commands.command import LATER
from bot.domain.decision import InvitationWas, StandingWas
from bot.domain.moment import Moment
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.errors import ImpossibleError
from bot.services import decisions
from bot.services.comparing import side_by_side, why_first
from bot.services.deed import undo
from bot.services.explain import judge, why, why_not
from bot.services.intentions import say_goal, say_pause, say_progress, say_resume
from bot.services.invite import question
from bot.services.invite.matter import matter_of
from bot.services.invite.outcome import say_declined, say_met, say_planned, say_went
from bot.services.invite.prepared import NOTHING
from bot.services.invite.sending import say_send, say_sent
from bot.services.invite.wording import say_draft, say_edit
from bot.services.mishap import keep_failed
from bot.services.opting import start_addressee, stop_addressee
from bot.services.ranking import scene
from bot.text import dates, draft, evidence, manual
from bot.text.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from bot.domain.decision import Decision
    from bot.domain.identity import Person
    from bot.ports import Unit
    from bot.services.home import Home
    from bot.services.invite.matter import Matter
    from bot.services.invite.prepared import Prepared

LISTED: Final = 10
A_MONTH: Final = Period(1, Span.MONTH)
NOT_YET: Final = marked("I understand “{command}”, but that is not possible yet. Nothing was done.")


async def carry_out(home: Home, unit: Unit, command: Command, prepared: Prepared = NOTHING) -> str:
    """Do what a command says within a transaction, and return the answer to it.

    `prepared` is what `prepare` made of the command before the transaction.

    Raises:
        ImpossibleError: it cannot be done as things stand, or nobody, or more than one, answers
            to a name in it; nothing was done.
    """
    words = home.wishes.words
    if command.verb in LATER:
        raise ImpossibleError(
            NOT_YET,
            command=word_for(command.verb, words.language),
        )
    found = [await decisions.find_person(unit, name) for name in command.targets]
    people = list({person.id: person for person in found}.values())
    if command.verb in _OF_THE_BOT:
        return await _OF_THE_BOT[command.verb](home, unit, command)
    if command.verb in _QUESTIONS:
        return await question.answer(home, unit, command.verb, people[0] if people else None)
    if command.verb is Verb.WHY:
        return await _why(home, unit, people, prepared)
    if command.verb in _OF_PEOPLE:
        return await _OF_PEOPLE[command.verb](home, unit, people, command)
    matter = await matter_of(home, unit, people[0])
    return await _of_an_invitation(matter, command, prepared)


async def _of_an_invitation(  # noqa: PLR0911 (one a verb)
    matter: Matter, command: Command, prepared: Prepared
) -> str:
    match command:
        case Command(verb=Verb.DRAFT):
            return await say_draft(matter, prepared)
        case Command(verb=Verb.EDIT, text=str(text)):
            return await say_edit(matter, text)
        case Command(verb=Verb.SEND, in_reply=in_reply):
            return await say_send(matter, prepared, in_reply=in_reply)
        case Command(verb=Verb.SENT):
            return await say_sent(matter)
        case Command(verb=Verb.PLANNED, moment=Moment() as moment, place=place):
            return await say_planned(matter, moment, place or "")
        case Command(verb=Verb.MET):
            return await say_met(matter)
        case Command(verb=Verb.DECLINED):
            return await say_declined(matter)
        case Command(verb=Verb.WENT):
            return await say_went(matter)
        case _:
            message = f"nobody carries out {command}"
            raise ValueError(message)


async def _never(home: Home, unit: Unit, people: Sequence[Person], _: Command) -> str:
    await decisions.say_never(unit, people[0], home.clock.now())
    name = draft.called(people[0])
    return home.wishes.words.say("{name} will never be suggested.", name=name)


async def _known(home: Home, unit: Unit, people: Sequence[Person], _: Command) -> str:
    await decisions.say_known(unit, people, home.clock.now())
    names = ", ".join(draft.called(person) for person in people)
    return home.wishes.words.say("{name}: you already meet. Noted.", name=names)


async def _snooze(home: Home, unit: Unit, people: Sequence[Person], command: Command) -> str:
    now, words = home.clock.now(), home.wishes.words
    period = command.period or A_MONTH
    until = await decisions.snooze(unit, people[0], period, home.owner, now)
    return words.say(
        "{name} will not be suggested before {until}.",
        name=draft.called(people[0]),
        until=dates.date_of(until, now.astimezone(home.owner.zone).date(), words),
    )


async def _why(home: Home, unit: Unit, people: Sequence[Person], prepared: Prepared) -> str:
    """What one place rests on, or what puts one of two before the other."""
    judged = await judge(home, unit, people)
    if len(judged) == 1:
        return why(home, judged[0], prepared.seen)
    return why_first(home, side_by_side(*judged), prepared.seen)


async def _why_not(home: Home, unit: Unit, people: Sequence[Person], _: Command) -> str:
    return why_not(home, *await judge(home, unit, people))


async def _goal(home: Home, unit: Unit, command: Command) -> str:
    if command.times is None or command.period is None:
        return await say_progress(home, unit)
    return await say_goal(home, unit, command.times, command.period)


async def _pause(home: Home, unit: Unit, _: Command) -> str:
    return await say_pause(home, unit)


async def _resume(home: Home, unit: Unit, _: Command) -> str:
    return await say_resume(home, unit)


async def _start(home: Home, unit: Unit, _: Command) -> str:
    return await start_addressee(home, unit)


async def _stop(home: Home, unit: Unit, command: Command) -> str:
    return await stop_addressee(home, unit, everything=command.everything)


async def _help(home: Home, _: Unit, command: Command) -> str:
    if command.about in LATER:
        raise ImpossibleError(NOT_YET, command=word_for(command.about, home.wishes.words.language))
    if command.about is not None:
        return manual.line(command.about, home.wishes.words)
    return home.wishes.words.say(
        "list · why 1 · draft 1 · edit 1: … · send 1 · snooze 1 3w · never 1 · known 1 2 · "
        "planned 1 saturday 12:30 Café X · met 1 · undo · pause · help send\n"
        "1 is a number of a digest; a handle does as well."
    )


async def _undo(home: Home, unit: Unit, _: Command) -> str:
    say = home.wishes.words.say
    undone = await undo(unit, home.clock.now())
    if undone is None:
        return say("There is nothing to take back.")
    verb = word_for(Verb(undone.decision.verb), home.wishes.words.language)
    names = ", ".join([name async for name in _names(unit, undone.decision)])
    if not names:  # a word about the bot itself, or an event
        return say("Taken back: {verb}.", verb=verb)
    if undone.too_late:
        return say("Too late to take {verb} {name} back.", verb=verb, name=names)
    return say("Taken back: {verb} {name}.", verb=verb, name=names)


async def _names(unit: Unit, decision: Decision) -> AsyncIterator[str]:
    """Whom a decision was about."""
    about = [one.person for one in decision.before if isinstance(one, StandingWas | InvitationWas)]
    for number in dict.fromkeys(about):
        person = await unit.people.get(number)
        if person is not None:
            yield draft.called(person)


async def _list(home: Home, unit: Unit, _: Command) -> str:
    now = home.clock.now()
    seen = await scene(unit, home.owner, home.wishes, now)
    ranked = seen.ranked()
    await keep_failed(unit, seen.failed, now)
    if not ranked:
        return home.wishes.words.say("Nobody yet: no exchange has been collected.")
    numbers = await decisions.numbers_given(unit)
    best = ranked[0].score.value
    return "\n".join(
        f"{evidence.bar(one.score.value / best)} {draft.called(one.person)}"
        + (f" · {numbers[one.person.id]}" if one.person.id in numbers else "")
        for one in ranked[:LISTED]
    )


_OF_THE_BOT: Final[Mapping[Verb, Callable[[Home, Unit, Command], Awaitable[str]]]] = {
    Verb.LIST: _list,
    Verb.UNDO: _undo,
    Verb.HELP: _help,
    Verb.GOAL: _goal,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.START: _start,
    Verb.STOP: _stop,
}
_OF_PEOPLE: Final[
    Mapping[Verb, Callable[[Home, Unit, Sequence[Person], Command], Awaitable[str]]]
] = {
    Verb.WHY_NOT: _why_not,
    Verb.NEVER: _never,
    Verb.KNOWN: _known,
    Verb.SNOOZE: _snooze,
}
_QUESTIONS: Final = frozenset({Verb.YES, Verb.NO, Verb.NOT_YET})
