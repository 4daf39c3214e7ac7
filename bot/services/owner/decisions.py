"""Carry out what the owner decides about a person: `never`, `snooze`, `known`."""

from __future__ import annotations

from datetime import UTC
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import lapsed
from bot.domain.people.address import addresses
from bot.domain.people.identity import Standing
from bot.domain.safety.cleaning import visible
from bot.errors import UnknownPersonError
from bot.services.owner.undo import Undoable
from bot.text.language import graphemes
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bot.domain.people.identity import Account, Owner, Person, PersonId
    from bot.domain.schedule import Period
    from bot.ports import Unit

LONGEST_NAME: Final = 64
"""The maximum length of a name that is looked up, in grapheme clusters."""


async def find_person(unit: Unit, name: str) -> Person:
    """The person with this digest number, handle, link or name.

    Raises:
        UnknownPersonError: nobody has it, or several people do; the message lists similar handles.
    """
    said = visible(name).strip()
    name = graphemes.cut(said, LONGEST_NAME)
    people = {person.id: person for person in await unit.people.all()}
    if name.isdecimal():
        for suggestion in reversed(await unit.suggestions.all()):
            if suggestion.number == int(name) and suggestion.person in people:
                return people[suggestion.person]
        raise UnknownPersonError(
            marked(
                "No digest has named a number {name}. Write the handle instead, as people shows it."
            ),
            name=name,
        )
    found = _answering_to(said, people.values()) if name else []
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownPersonError(
            marked("“{name}” may be any of {handles}. Say which, by handle."),
            name=name,
            handles=", ".join(account.handle for person in found for account in person.accounts),
        )
    near = _near(name, people.values())
    if near:
        raise UnknownPersonError(
            marked("Nobody you talked with is called “{name}”. Did you mean {near}?"),
            name=name,
            near=near,
        )
    raise UnknownPersonError(marked("Nobody you talked with is called “{name}”."), name=name)


async def numbers_given(unit: Unit) -> dict[PersonId, int]:
    """The number of each person in the latest digest that named them."""
    return {suggestion.person: suggestion.number for suggestion in await unit.suggestions.all()}


async def say_never(unit: Unit, person: Person, at: datetime) -> None:
    """Never suggest this person again; open invitations to them lapse."""
    undoable = Undoable(unit, "never", at)
    await undoable.stand(person, Standing.NEVER)
    for invitation in await unit.invitations.all():
        if invitation.person == person.id and (over := lapsed(invitation, at)) is not None:
            await unit.outbox.cancel(invitation.batch)
            await undoable.change(over)
    await undoable.done()


async def say_known(unit: Unit, people: Iterable[Person], at: datetime) -> None:
    """Store that the owner already meets these people: they are not suggested any more."""
    undoable = Undoable(unit, "known", at)
    for person in people:
        await undoable.stand(person, Standing.KNOWN)
    await undoable.done()


async def snooze(unit: Unit, person: Person, period: Period, owner: Owner, at: datetime) -> date:
    """Do not suggest this person for a period; returns the day on which that ends."""
    today = at.astimezone(owner.zone)
    until = period.after(today.date())
    moment = today.replace(year=until.year, month=until.month, day=until.day).astimezone(UTC)
    undoable = Undoable(unit, "snooze", at)
    await undoable.stand(person, Standing.SNOOZED, moment)
    await undoable.done()
    return until


def _answering_to(name: str, people: Iterable[Person]) -> Sequence[Person]:
    """The people with this id, link or handle; else those with this name or short handle."""
    people = list(people)
    handle = addresses(name)[0]
    exact = [
        person
        for person in people
        if name == person.id or any(answers_to(name, account) for account in person.accounts)
    ]
    return exact or [
        person
        for person in people
        if any(
            handle in {account.display_name.casefold(), *_beginnings(account.handle)}
            for account in person.accounts
        )
    ]


def answers_to(name: str, account: Account) -> bool:
    """Whether this is the handle, the id or the page of an account."""
    handle, *pages = addresses(name)
    return (
        name in {account.url, account.key.id}
        or account.key.id.casefold() in pages
        or addresses(account.handle)[0] in {handle, *pages}
    )


def _beginnings(handle: str) -> set[str]:
    bare = addresses(handle)[0]
    return {bare.partition("@")[0], bare.partition(".")[0]}


def _near(name: str, people: Iterable[Person]) -> str | None:
    handles = [account.handle for person in people for account in person.accounts]
    return next(iter(get_close_matches(name, handles, n=1, cutoff=0.6)), None)
