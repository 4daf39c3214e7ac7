"""What a ranking rests on, as the store has it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.domain.meeting.invitation import State
from bot.domain.ranking.choice import choices
from bot.domain.talk.copies import once
from bot.domain.talk.exchange import exchanges as exchanges_in
from bot.domain.talk.tally import day_of, tally
from bot.services.ranking.talk import by_account, of_person, read_talk, uncollected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import AccountKey, NetworkName, Person, PersonId
    from bot.domain.ranking.choice import Choice
    from bot.domain.ranking.scoring import Scale
    from bot.domain.ranking.verdict import Patience
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally
    from bot.ports import Stance, Unit
    from bot.services.context import Context
    from bot.services.ranking.talk import Summary, Talk


@dataclass(frozen=True)
class Facts:
    """The data of a ranking, read in one transaction.

    `talk` is without what a bridge copied; `stored` is all of it. `suggested` is when each person
    was last suggested; `unsent` are the people of digests that are not out yet. `own` are the
    owner's accounts, and `signed_in` the networks on which one of them has a secret. `chosen` is
    what the owner did with suggestions; `None` if learning is off.
    """

    people: Sequence[Person]
    talk: Talk
    stored: Talk
    stances: Sequence[Stance]
    suggested: Mapping[PersonId, datetime]
    unsent: Collection[PersonId]
    invitations: Sequence[Invitation]
    own: frozenset[AccountKey]
    signed_in: frozenset[NetworkName]
    scale: Scale
    patience: Patience
    chosen: Mapping[PersonId, Choice] | None
    now: datetime

    def tallies_of(self, person: Person) -> Sequence[Tally]:
        """The tallies of all accounts of a person."""
        return self.talk.tallies_of(person)

    def exchanges_of(self, person: Person) -> Sequence[Exchange]:
        """The exchanges with all accounts of a person."""
        return self.talk.exchanges_of(person)

    def summary_of(self, person: Person) -> Summary:
        """A person's talk summed up."""
        apart = separations(self.stances_of(person))
        return self.talk.summary(person, self.scale, apart)

    def stances_of(self, person: Person) -> Sequence[Stance]:
        """The relationships of all accounts of a person with the owner's."""
        return of_person(person, self._stances)

    def talked_with(self) -> list[Person]:
        """The people with at least one exchange."""
        talked = self.talk.exchanges_by_account.keys()
        return [person for person in self.people if not talked.isdisjoint(person.keys)]

    @cached_property
    def latest_invitations(self) -> Mapping[PersonId, Invitation]:
        """The latest invitation to each person."""
        return {invitation.person: invitation for invitation in self.invitations}

    @cached_property
    def said_no(self) -> frozenset[PersonId]:
        """The people who declined an invitation."""
        return frozenset(
            invitation.person
            for invitation in self.invitations
            if invitation.state is State.DECLINED
        )

    @cached_property
    def moved_to(self) -> Mapping[PersonId, list[Person]]:
        """For each person, the people with an account that has moved to one of theirs."""
        owners = {key: person.id for person in self.people for key in person.keys}
        found: defaultdict[PersonId, list[Person]] = defaultdict(list)
        for person in self.people:
            for account in person.accounts:
                if account.move is not None and account.move.to in owners:
                    found[owners[account.move.to]].append(person)
        return found

    @cached_property
    def _stances(self) -> Mapping[AccountKey, list[Stance]]:
        return by_account(self.stances)


async def read_facts(
    unit: Unit, context: Context, now: datetime, stored: Talk | None = None
) -> Facts:
    """Read the data of a ranking; `stored` is the talk, if that was read already."""
    if stored is None:
        stored = await read_talk(unit)
    with uncollected():
        return await _read_facts(unit, context, now, stored)


async def _read_facts(unit: Unit, context: Context, now: datetime, stored: Talk) -> Facts:
    wishes = context.wishes
    watches = await unit.watches.all()
    weights = {watch.key: wishes.weights.get(watch.account, 1.0) for watch in watches}
    suggestions = await unit.suggestions.all()
    waiting = await unit.outbox.unsent_digests()
    suggested: dict[PersonId, datetime] = {}
    for suggestion in suggestions:
        suggested[suggestion.person] = max(
            suggestion.at, suggested.get(suggestion.person, suggestion.at)
        )
    people, invitations = await unit.people.all(), await unit.invitations.all()
    talk = await _count_once(unit, context, people, stored)
    return Facts(
        people=people,
        talk=talk,
        stored=stored,
        stances=await unit.people.stances(),
        suggested=suggested,
        unsent={
            suggestion.person
            for suggestion in suggestions
            if (suggestion.due, suggestion.revision) in waiting
        },
        invitations=invitations,
        own=frozenset(watch.key for watch in watches),
        signed_in=frozenset(
            watch.key.network
            for watch in watches
            if watch.account in context.networks and watch.account not in context.public
        ),
        scale=stored.scale(day_of(now, context.owner.zone), weights),
        patience=wishes.patience,
        chosen=choices(people, suggestions, invitations) if wishes.learn else None,
        now=now,
    )


async def _count_once(unit: Unit, context: Context, people: Sequence[Person], stored: Talk) -> Talk:
    """Talk without the copies that a bridge makes of posts of joined people.

    They are counted from the log; what is stored stays, so that parting restores it.
    """
    tallies, exchanges = stored.tallies, stored.exchanges
    for person in people:
        if not person.halves:
            continue
        copies = {account.key for account in person.accounts if account.is_copy}
        if not copies or copies == person.keys:
            continue
        log = once(await unit.log.with_accounts(person.keys), copies)
        tallies = [
            *(row for row in tallies if row.account not in person.keys),
            *tally(log, context.owner.zone),
        ]
        exchanges = [
            *(row for row in exchanges if row.account not in person.keys),
            *exchanges_in(log),
        ]
    return stored if tallies is stored.tallies else stored.counted(tallies, exchanges)


def separations(stances: Iterable[Stance]) -> list[Separation]:
    """The latest separation of each of these stances, if it has one."""
    return [stance.separation for stance in stances if stance.separation is not None]
