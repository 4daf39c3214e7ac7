"""Carrying out what the owner asks, by message or on the command line, and saying what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.commands import Verb, word_for
from bot.domain.decision import InvitationWas, StandingWas
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.services import decisions
from bot.services.deed import undo
from bot.services.ranking import scene
from bot.text import dates, draft, evidence, manual, verdicts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.commands import Command
    from bot.domain.decision import Decision
    from bot.domain.identity import Person
    from bot.ports import Unit
    from bot.services.home import Home
    from bot.services.ranking import Ranked

LISTED: Final = 10
A_MONTH: Final = Period(1, Span.MONTH)
POSSIBLE: Final = frozenset(
    {
        *(Verb.LIST, Verb.WHY, Verb.WHY_NOT, Verb.HELP),
        *(Verb.NEVER, Verb.KNOWN, Verb.SNOOZE, Verb.UNDO),
    }
)
"""The verbs that have an effect by now; the others are understood, and answered."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked person and their place in the list, from 1, where they have one."""

    ranked: Ranked
    place: int | None


async def carry_out(  # noqa: PLR0911 (one a verb)
    home: Home, unit: Unit, command: Command
) -> str:
    """Do what a command says within a transaction, and return the answer to it.

    Raises:
        UnknownPersonError: nobody, or more than one, answers to a name in it; nothing was done.
    """
    now, words = home.clock.now(), home.wishes.words
    if command.verb not in POSSIBLE:
        return words.say(
            "I understand “{command}”, but that is not possible yet. Nothing was done.",
            command=word_for(command.verb, words.language),
        )
    found = [await decisions.find_person(unit, name) for name in command.targets]
    people = list({person.id: person for person in found}.values())
    match command.verb:
        case Verb.NEVER:
            await decisions.say_never(unit, people[0], now)
            return words.say("{name} will never be suggested.", name=draft.called(people[0]))
        case Verb.KNOWN:
            await decisions.say_known(unit, people, now)
            names = ", ".join(draft.called(person) for person in people)
            return words.say("{name}: you already meet. Noted.", name=names)
        case Verb.SNOOZE:
            period = command.period or A_MONTH
            until = await decisions.snooze(unit, people[0], period, home.owner, now)
            return words.say(
                "{name} will not be suggested before {until}.",
                name=draft.called(people[0]),
                until=dates.date_of(until, now.astimezone(home.owner.zone).date(), words),
            )
        case Verb.UNDO:
            return await _undo(home, unit)
        case Verb.WHY:
            return "\n\n".join([why(home, await judge(home, unit, one)) for one in people])
        case Verb.WHY_NOT:
            return why_not(home, await judge(home, unit, people[0]))
        case Verb.LIST:
            return await _list(home, unit)
        case _:
            return _help(home, command.about)


async def judge(home: Home, unit: Unit, person: Person) -> Judged:
    """Where somebody stands, and whether they may be suggested."""
    now = await scene(unit, home.owner, home.wishes, home.clock.now())
    order = [one.person.id for one in now.ranked()]
    place = order.index(person.id) + 1 if person.id in order else None
    return Judged(now.judge(person), place)


def why(home: Home, judged: Judged) -> str:
    """What somebody's place rests on: evidence, links, factors, verdict."""
    one, say = judged.ranked, home.wishes.words.say
    told = (home.owner.zone, home.clock.now(), home.wishes.words)
    factors = " × ".join(f"{name} {value:.2f}" for name, value in one.score.parts.items())
    lines = [
        draft.called(one.person),
        evidence.line(one.score.evidence, *told),
        *evidence.remarks(one.score.evidence, *told),
        *one.score.evidence.links,
        f"{factors} = {one.score.value:.2f}",
    ]
    if judged.place is not None:
        lines.append(say("Number {place} of your list.", place=judged.place))
    lines.append(verdict_line(home, one))
    if any(stance.relationship.blocked_by is None for stance in one.relationships):
        lines.append(say("Whether they block you, the server does not say."))
    if not one.relationships:
        lines.append(say("Whether one of you blocks the other has not been asked yet."))
    return "\n".join(lines)


def why_not(home: Home, judged: Judged) -> str:
    """What holds somebody back."""
    lines = [draft.called(judged.ranked.person), verdict_line(home, judged.ranked)]
    if judged.ranked.verdict.allowed:
        lines.append(
            home.wishes.words.say(
                "Number {place} of your list; a digest names {people} at most.",
                place=judged.place,
                people=home.wishes.people,
            )
        )
    return "\n".join(lines)


def verdict_line(home: Home, one: Ranked) -> str:
    """Why somebody may, or may not, be suggested."""
    return verdicts.sentence(one.verdict, home.owner.zone, home.clock.now(), home.wishes.words)


def _help(home: Home, about: Verb | None) -> str:
    if about is not None:
        return manual.line(about, home.wishes.words)
    return home.wishes.words.say(
        "list · why 1 · why-not 1 · snooze 1 3w · never 1 · known 1 2 · undo · help\n"
        "1 is a number of a digest; a handle does as well."
    )


async def _undo(home: Home, unit: Unit) -> str:
    say = home.wishes.words.say
    undone = await undo(unit, home.clock.now())
    if undone is None:
        return say("There is nothing to take back.")
    verb = word_for(Verb(undone.decision.verb), home.wishes.words.language)
    names = ", ".join([name async for name in _names(unit, undone.decision)])
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


async def _list(home: Home, unit: Unit) -> str:
    ranked = (await scene(unit, home.owner, home.wishes, home.clock.now())).ranked()
    if not ranked:
        return home.wishes.words.say("Nobody yet: no exchange has been collected.")
    numbers = await decisions.numbers_given(unit)
    best = ranked[0].score.value
    return "\n".join(
        f"{evidence.bar(one.score.value / best)} {draft.called(one.person)}"
        + (f" · {numbers[one.person.id]}" if one.person.id in numbers else "")
        for one in ranked[:LISTED]
    )
