"""Carry out `same`, `unjoin` and `not-same`."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import Invitation, State, lapsed
from bot.domain.people.identity import Person, Standing
from bot.domain.people.join import Join, JoinState, Proof, pair_of
from bot.errors import ImpossibleError
from bot.services.owner.decisions import answers_to
from bot.services.owner.undo import Undoable
from bot.text.draft import naming
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain.people.identity import AccountKey
    from bot.ports import Unit
    from bot.services.context import Context


async def say_same(context: Context, unit: Unit, people: Sequence[Person]) -> str:
    """Join two people, as the owner says that they are one; returns the answer.

    Raises:
        ImpossibleError: they are one person already, or one of them is the owner.
    """
    say = context.wishes.words.say
    if len(people) == 1:
        raise ImpossibleError(
            marked("{name} is one person already. Nothing was done."), name=naming.called(people[0])
        )
    first, second = people
    own = {watch.key for watch in await unit.watches.all()}
    if not own.isdisjoint(first.keys | second.keys):
        raise ImpossibleError(marked("One of them is an account of yours. Nothing was done."))
    now = context.clock.now()
    undoable = Undoable(unit, Verb.SAME.value, now)
    known = {join.pair for join in await unit.people.joins() if join.state is JoinState.APART}
    leading = pair_of(first.accounts[0].key, second.accounts[0].key)
    # What the owner said before of other accounts of the two is said otherwise now.
    pairs = {leading, *(known & _between(first.keys, second.keys))}
    await undoable.relate(Join(*pair, JoinState.JOINED, Proof.OWNER, now) for pair in sorted(pairs))
    await undoable.done()
    return say(
        "{first} and {second} are one person. Noted; unjoin parts them again.",
        first=naming.with_handle(first),
        second=naming.with_handle(second),
    )


async def say_unjoin(context: Context, unit: Unit, person: Person) -> str:
    """Part the people that were joined into this one; returns the answer.

    Raises:
        ImpossibleError: nobody was joined.
    """
    return await _part(context, unit, person, Verb.UNJOIN, person.halves)


async def say_not_same(
    context: Context, unit: Unit, people: Sequence[Person], names: Sequence[str]
) -> str:
    """Remember that two people are not one, and part them if they are; returns the answer.

    `names` are what the owner called them.

    Raises:
        ImpossibleError: both names are of one account, or of one that moved to the other.
    """
    if len(people) == 1:
        person = people[0]
        named = [
            half
            for half in person.halves
            if any(
                answers_to(name, account)
                for name in names
                for account in person.accounts
                if account.key in half
            )
        ]
        halves = named if len(named) > 1 else person.halves
        return await _part(context, unit, person, Verb.NOT_SAME, halves)
    first, second = people
    now = context.clock.now()
    undoable = Undoable(unit, Verb.NOT_SAME.value, now)
    await undoable.relate(_apart([first.keys, second.keys], context))
    await undoable.done()
    return context.wishes.words.say(
        "{first} and {second} are not one person. Noted: I’ll not join them.",
        first=naming.with_handle(first),
        second=naming.with_handle(second),
    )


async def _part(
    context: Context,
    unit: Unit,
    person: Person,
    verb: Verb,
    halves: Sequence[frozenset[AccountKey]],
) -> str:
    """Part a person into what was joined; a never and a no hold for each of them.

    A message that is on its way is stopped: it was approved for somebody else.
    """
    if len(person.halves) < 2:  # noqa: PLR2004 (nobody is joined)
        raise ImpossibleError(
            marked("{name} was not joined with anybody. Nothing was done."),
            name=naming.called(person),
        )
    invitations = await unit.invitations.all()
    said_no = any(
        invitation.person == person.id and invitation.state is State.DECLINED
        for invitation in invitations
    )
    undoable = Undoable(unit, verb.value, context.clock.now())
    await undoable.relate(_apart(halves, context))
    parted = [part for part in await unit.people.all() if not part.keys.isdisjoint(person.keys)]
    for part in parted:
        if person.standing is Standing.NEVER:
            await undoable.stand(part, Standing.NEVER)
        if said_no:
            await _decline(unit, undoable, part)
    await _stop(unit, undoable, parted)
    await undoable.done()
    names = ", ".join(naming.with_handle(part) for part in parted)
    return context.wishes.words.say("Parted: {names}. I’ll not join them again.", names=names)


def _apart(halves: Iterable[Collection[AccountKey]], context: Context) -> list[Join]:
    now = context.clock.now()
    return [
        Join(*pair, JoinState.APART, Proof.OWNER, now)
        for first, second in combinations(halves, 2)
        for pair in sorted(_between(first, second))
    ]


def _between(
    first: Collection[AccountKey], second: Collection[AccountKey]
) -> set[tuple[AccountKey, AccountKey]]:
    return {pair_of(account, other) for account in first for other in second}


async def _decline(unit: Unit, undoable: Undoable, person: Person) -> None:
    """Let an invitation that was declined count for this person too."""
    for invitation in await unit.invitations.history(person.id):
        if invitation.state is State.DECLINED:
            return
    new = await unit.invitations.begin(person.id, None)
    await undoable.change(Invitation(new, person.id, undoable.at, state=State.DECLINED))


async def _stop(unit: Unit, undoable: Undoable, people: Iterable[Person]) -> None:
    ids = {person.id for person in people}
    for invitation in await unit.invitations.all():
        if invitation.person in ids and invitation.on_its_way:
            await unit.outbox.cancel(invitation.batch)
            await undoable.change(lapsed(invitation, undoable.at))
