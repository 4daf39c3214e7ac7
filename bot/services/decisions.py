"""What the owner says of people: never, later, known; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.domain.identity import Standing
from bot.errors import UnknownPersonError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bot.domain.identity import Owner, Person
    from bot.domain.schedule import Period
    from bot.ports import Decision, Unit


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was taken back, and whom it was about."""

    person: Person
    decision: Decision


async def find_person(unit: Unit, name: str) -> Person:
    """The one person whom the owner means by a digest's number, a handle, a link or a name.

    Raises:
        UnknownPersonError: nobody, or more than one; the message names who comes near.
    """
    name = name.strip()
    people = {person.id: person for person in await unit.people.all()}
    if name.isdecimal():
        for suggestion in reversed(await unit.suggestions.all()):
            if suggestion.number == int(name) and suggestion.person in people:
                return people[suggestion.person]
        message = f"No digest has named a number {name}."
        raise UnknownPersonError(message)
    found = _answering_to(name, people.values())
    if len(found) == 1:
        return found[0]
    if found:
        handles = ", ".join(account.handle for person in found for account in person.accounts)
        message = f"“{name}” may be any of {handles}. Say which, by handle."
        raise UnknownPersonError(message)
    message = f"Nobody you talked with is called “{name}”.{_near(name, people.values())}"
    raise UnknownPersonError(message)


async def say_never(unit: Unit, person: Person, at: datetime) -> None:
    """Never suggest this person again."""
    await unit.people.stand(person.id, "never", Standing.NEVER, None, at)


async def say_known(unit: Unit, person: Person, at: datetime) -> None:
    """They meet already: keep the person in the log, suggest them no more."""
    await unit.people.stand(person.id, "known", Standing.KNOWN, None, at)


async def snooze(unit: Unit, person: Person, period: Period, owner: Owner, at: datetime) -> date:
    """Do not suggest this person for a while; returns the owner's day on which that ends."""
    today = at.astimezone(owner.zone)
    until = period.after(today.date())
    moment = today.replace(year=until.year, month=until.month, day=until.day).astimezone(UTC)
    await unit.people.stand(person.id, "snooze", Standing.SNOOZED, moment, at)
    return until


async def undo(unit: Unit) -> Undone | None:
    """Take the latest decision back; `None` when there is none."""
    decision = await unit.people.undo()
    if decision is None:
        return None
    person = await unit.people.get(decision.person)
    return None if person is None else Undone(person, decision)


def _answering_to(name: str, people: Iterable[Person]) -> Sequence[Person]:
    """Everyone with that id, link or handle; failing that, with that name or part of a handle."""
    people = list(people)
    handle = name.removeprefix("@").casefold()
    exact = [
        person
        for person in people
        if name == person.id
        or any(
            name in {account.url, account.key.id}
            or handle == account.handle.removeprefix("@").casefold()
            for account in person.accounts
        )
    ]
    return exact or [
        person
        for person in people
        if any(
            handle in {account.display_name.casefold(), *_beginnings(account.handle)}
            for account in person.accounts
        )
    ]


def _beginnings(handle: str) -> set[str]:
    bare = handle.removeprefix("@").casefold()
    return {bare.partition("@")[0], bare.partition(".")[0]}


def _near(name: str, people: Iterable[Person]) -> str:
    handles = [account.handle for person in people for account in person.accounts]
    close = get_close_matches(name, handles, n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
