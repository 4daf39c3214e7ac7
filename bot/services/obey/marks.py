"""Marks of a state: a page shows them, and hands them back with what the owner asks for.

Where the mark is another one by then, something changed after the page was made: another tab, a
message to the bot, or a round. Then nothing is done, as the owner did not see what it would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import EVERYTHING, HOME, Verb, word_for
from bot.domain.delivery.outbox import INVITATION
from bot.errors import ImpossibleError
from bot.services.delivery.waiting import CHANGED
from bot.services.obey.commands import names_of
from bot.services.owner import undo as undoing
from bot.services.owner.decisions import find_person
from bot.services.owner.forgetting import ASKED
from bot.services.owner.intentions import GOAL, PAUSE_ENDS, PAUSED
from bot.services.owner.trips import SAID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bot.domain.commands.command import Command
    from bot.domain.people.identity import Person, PersonId
    from bot.ports import Unit
    from bot.services.context import Context

_LENGTH: Final = 24
_SAID: Final = (GOAL, PAUSED, PAUSE_ENDS, HOME, SAID)
"""The preferences that commands without a person change."""
_ANSWERS: Final = frozenset({Verb.YES, Verb.NO, Verb.NOT_YET})


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest decision, in words, its mark, and whether `undo` would take it back now."""

    said: str
    mark: str
    is_in_time: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of some people, of the latest decision, the open question, and what else was said.

    A person's mark is of their standing, accounts and place, and of the invitations to them.
    """

    people: Mapping[PersonId, str]
    latest: str
    asked: str
    wishes: str

    def of(self, verb: str, people: Iterable[PersonId] = ()) -> str:
        """The mark of what a command with this verb would change."""
        if verb == Verb.UNDO:
            return self.latest
        marks = sorted(self.people[person] for person in people)
        if verb in _ANSWERS:
            return "-".join((*marks, self.asked))
        return "-".join(marks) or self.wishes


async def read_marks(unit: Unit, people: Iterable[Person]) -> Marks:
    """The marks as things stand."""
    wishes = [await unit.preferences.get(name) for name in _SAID]
    return Marks(
        people=await _of_people(unit, {person.id: person for person in people}.values()),
        latest=await mark_of_latest(unit),
        asked=_mark(await unit.preferences.get(ASKED)),
        wishes=_mark(wishes),
    )


async def mark_of_latest(unit: Unit) -> str:
    """The mark of the latest decision, or of there being none."""
    return _mark(await unit.decisions.latest())


async def latest(context: Context, unit: Unit) -> Latest | None:
    """The latest decision, which `undo` is about; `None` if there is none."""
    decision = await unit.decisions.latest()
    if decision is None:
        return None
    verb = word_for(Verb(decision.verb), context.wishes.words.language)
    names = ", ".join([name async for name in names_of(unit, decision)])
    is_in_time = await undoing.is_in_time(unit, decision, context.clock.now())
    return Latest(f"{verb} {names}".rstrip(), _mark(decision), is_in_time)


async def check(unit: Unit, command: Command, seen: str) -> None:
    """Make sure that what a command would change is as the owner saw it.

    Raises:
        ImpossibleError: it is not, or one of the people is not known.
    """
    names = [name for name in command.targets if name not in {HOME, EVERYTHING}]
    people = [await find_person(unit, name) for name in names]
    marks = await read_marks(unit, people)
    if seen != marks.of(command.verb, [person.id for person in people]):
        raise ImpossibleError(CHANGED)


async def _of_people(unit: Unit, people: Collection[Person]) -> Mapping[PersonId, str]:
    stands: dict[PersonId, list[object]] = {person.id: [] for person in people}
    for invitation in await unit.invitations.all():
        if invitation.person in stands:
            stands[invitation.person].append((invitation.id, invitation.version))
    for row in await unit.outbox.all():
        # Digests about them, and notices, say nothing of what is done with them.
        for person_id in row.draft.names if row.draft.kind == INVITATION else ():
            if person_id in stands:
                stands[person_id].append((row.id, row.state, row.fence))
    cities = {said.account: said.city for said in await unit.people.said_places()}
    for person in people:
        keys = sorted(map(str, person.keys))
        places = sorted(str(cities[key]) for key in person.keys if key in cities)
        stands[person.id].append((person.standing, person.snoozed_until, keys, places))
    return {person_id: _mark(found) for person_id, found in stands.items()}


def _mark(state: object) -> str:
    return sha256(repr(state).encode()).hexdigest()[:_LENGTH]
