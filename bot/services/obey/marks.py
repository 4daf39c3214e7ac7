"""Marks of a state: a page shows them, and hands them back with what the owner asks for.

Where the mark is another one by then, something changed after the page was made: another tab, a
message to the bot, or a round. Then nothing is done, as the owner did not see what it would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import EVERYTHING, HOME, Verb, word_for
from bot.errors import ImpossibleError
from bot.services.obey.commands import names_of
from bot.services.owner.decisions import find_person
from bot.services.owner.intentions import GOAL, PAUSE_ENDS, PAUSED
from bot.services.owner.trips import SAID
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.commands.command import Command
    from bot.domain.delivery.decision import Decision
    from bot.domain.people.identity import Person, PersonId
    from bot.ports import Unit
    from bot.services.context import Context

CHANGED: Final = marked(
    "This changed meanwhile, so nothing was done. The page shows how it stands now."
)
_LENGTH: Final = 24
_SAID: Final = (GOAL, PAUSED, PAUSE_ENDS, HOME, SAID)
"""The preferences that commands without a person change."""
_ABOUT_LATEST: Final = frozenset({Verb.UNDO, Verb.YES, Verb.NO, Verb.NOT_YET})
"""Without a person, these go back to what was decided or asked last."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The decision that `undo` would take back, in words, and its mark."""

    said: str
    mark: str


async def marks_of(unit: Unit, people: Collection[Person]) -> Mapping[PersonId, str]:
    """The marks of these people: of their standing and accounts, and the invitations to them."""
    wanted = {person.id for person in people}
    of_person: dict[PersonId, list[object]] = {person.id: [] for person in people}
    for invitation in await unit.invitations.all():
        if invitation.person in wanted:
            of_person[invitation.person] += [invitation.id, invitation.version, invitation.state]
    for row in await unit.outbox.all():
        for person_id in wanted.intersection(row.draft.names):
            # A digest about them says nothing of what is done with them.
            of_person[person_id] += [row.id, row.state] if row.draft.link.invitation else []
    said = {said.account: said.city for said in await unit.people.said_places()}
    for person in people:
        places = [said.get(key) for key in sorted(person.keys)]
        own = [person.standing, person.snoozed_until, sorted(map(str, person.keys)), places]
        of_person[person.id] += own
    return {person_id: _mark(values) for person_id, values in of_person.items()}


async def mark_of_wishes(unit: Unit) -> str:
    """The mark of what the owner said of themselves: goal, pause, home, trips."""
    return _mark([await unit.preferences.get(name) for name in _SAID])


async def latest(context: Context, unit: Unit) -> Latest | None:
    """The decision that `undo` would take back; `None` if there is none."""
    decision = await unit.decisions.latest()
    if decision is None:
        return None
    verb = word_for(Verb(decision.verb), context.wishes.words.language)
    names = ", ".join([name async for name in names_of(unit, decision)])
    return Latest(f"{verb} {names}".rstrip(), mark_of(decision))


def mark_of(decision: Decision | None) -> str:
    """The mark of a decision, or of there being none."""
    return _mark([repr(decision)])


async def check(unit: Unit, command: Command, seen: str) -> None:
    """Make sure that what a command is about is as the owner saw it.

    Raises:
        ImpossibleError: it is not, or one of the people is not known.
    """
    if seen != await _current(unit, command):
        raise ImpossibleError(CHANGED)


async def _current(unit: Unit, command: Command) -> str:
    people = [
        await find_person(unit, name) for name in command.targets if name not in {HOME, EVERYTHING}
    ]
    if people:
        return together((await marks_of(unit, people)).values())
    if command.verb in _ABOUT_LATEST:
        return mark_of(await unit.decisions.latest())
    return await mark_of_wishes(unit)


def together(marks: Collection[str]) -> str:
    """The mark of several people at once, in any order."""
    return "-".join(sorted(marks))


def _mark(values: list[object]) -> str:
    return sha256(repr(values).encode()).hexdigest()[:_LENGTH]
