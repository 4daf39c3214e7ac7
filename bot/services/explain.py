"""What somebody's place in the list rests on, and what holds them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.ranking import scene
from bot.text import draft, evidence, history, verdicts

if TYPE_CHECKING:
    from bot.domain.identity import Person
    from bot.ports import Unit
    from bot.services.home import Home
    from bot.services.ranking import Ranked


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked person and their place in the list, from 1, where they have one.

    `history` tells in sentences what was between them and the owner, oldest first.
    """

    ranked: Ranked
    place: int | None
    history: tuple[str, ...] = ()


async def judge(home: Home, unit: Unit, person: Person) -> Judged:
    """Where somebody stands, and whether they may be suggested."""
    now = await scene(unit, home.owner, home.wishes, home.clock.now())
    order = [one.person.id for one in now.ranked()]
    place = order.index(person.id) + 1 if person.id in order else None
    return Judged(now.judge(person), place, await _history(home, unit, person))


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
    lines += judged.history
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


async def _history(home: Home, unit: Unit, person: Person) -> tuple[str, ...]:
    return tuple(
        history.lines(
            [one.at for one in await unit.suggestions.all() if one.person == person.id],
            await unit.invitations.history(person.id),
            [one for one in await unit.meetings.all() if one.person == person.id],
            zone=home.owner.zone,
            now=home.clock.now(),
            words=home.wishes.words,
        )
    )
