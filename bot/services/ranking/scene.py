"""Rank the people whom the owner talks with, best first."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.domain.meeting.invitation import State, has_gone_stale
from bot.domain.people.identity import Standing
from bot.domain.ranking import scoring
from bot.domain.ranking import verdict as consent
from bot.domain.ranking.choice import choices
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.taste import INDIFFERENT, Tasted, flavoured, habits_of, taste
from bot.domain.ranking.verdict import Act, Circumstances
from bot.domain.talk.tally import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import AccountKey, Owner, Person, PersonId
    from bot.domain.ranking.choice import Choice
    from bot.domain.ranking.scoring import Scale, Score
    from bot.domain.ranking.taste import Taste
    from bot.domain.ranking.verdict import Patience, Verdict
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally
    from bot.ports import Stance, Unit
    from bot.services.context import Context, Wishes

_Found = TypeVar("_Found")
_Row = TypeVar("_Row", "Tally", "Exchange", "Stance")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person, their score, and whether they may be suggested.

    `tasted` is the influence of the owner's choices on the score; `None` if learning is off.
    """

    person: Person
    score: Score
    verdict: Verdict
    relationships: tuple[Stance, ...]
    tasted: Tasted | None = None


class Scene:
    """The data of a ranking, read in one transaction."""

    def __init__(  # noqa: PLR0913 (one for each thing that is read)
        self,
        *,
        people: Sequence[Person],
        tallies: Sequence[Tally],
        exchanges: Sequence[Exchange],
        stances: Sequence[Stance],
        suggested: Mapping[PersonId, datetime],
        invitations: Iterable[Invitation],
        own: frozenset[AccountKey],
        scale: Scale,
        patience: Patience,
        chosen: Mapping[PersonId, Choice] | None,
        now: datetime,
    ) -> None:
        self.people = people
        self._tallies = _by_account(tallies)
        self._exchanges = _by_account(exchanges)
        self._stances = _by_account(stances)
        self._suggested = suggested
        invitations = list(invitations)
        self._invitations = {invitation.person: invitation for invitation in invitations}
        self._said_no = {
            invitation.person for invitation in invitations if invitation.state is State.DECLINED
        }
        self._own = own
        self._scale = scale
        self._patience = patience
        self._chosen = chosen
        self._now = now
        self._scores: dict[PersonId, Score] = {}
        self._exclusions: dict[PersonId, Verdict | None] = {}
        self.failed: dict[PersonId, Exception] = {}

    def judge(
        self,
        person: Person,
        act: Act = Act.SUGGEST,
        *,
        owed: datetime | None = None,
        has_answered: bool = False,
        untold: bool = False,
    ) -> Ranked:
        """One person's score and verdict; taste changes the score of suggestions, never a verdict.

        `owed` is the time of a question of theirs that the owner has not answered. `has_answered`:
        they have replied to the owner or quoted them, which an invitation requires. `untold`: their
        profile or relationship with the owner could not be read just now.
        """
        score = self._score(person)
        tasted = self._tasted(person) if act is Act.SUGGEST else None
        invitation = self._invitations.get(person.id)
        stances = self._stances_of(person)
        apart = separations(stances)
        heard = {tally.day for tally in self.tallies(person) if tally.in_talk}
        circumstances = replace(
            self._standing(person),
            evidence=score.evidence,
            apart_until=max((separation.until for separation in apart), default=None),
            last_suggested=self._suggested.get(person.id),
            invited=invitation is not None
            and invitation.is_open
            and not has_gone_stale(invitation, self._now),
            owed=owed,
            untold=untold,
            days_heard=len(heard),
            has_answered=has_answered,
        )
        verdict = consent.verdict(person, circumstances, act)
        if tasted is not None:
            score = flavoured(score, tasted)
        return Ranked(person, score, verdict, stances, tasted)

    def ranked(self) -> list[Ranked]:
        """The people with at least one exchange, best first, without those of `excluded`."""
        return sorted(
            self.judged(self._to_rank()), key=lambda ranked: (-ranked.score.value, ranked.person.id)
        )

    def judged(self, people: Iterable[Person]) -> list[Ranked]:
        """Judge these people; those whose judgement fails are left out, and in `failed`."""
        return [
            judged for person in people if (judged := self._tried(self.judge, person)) is not None
        ]

    def excluded(self) -> list[tuple[Person, Verdict]]:
        """The people with an exchange who are excluded for their own sake, sorted by name."""
        found = [(person, self.exclusion(person)) for person in self._talked_with()]
        left_out = [(person, verdict) for person, verdict in found if verdict is not None]
        return sorted(left_out, key=lambda pair: (pair[0].name.casefold(), pair[0].id))

    def exclusion(self, person: Person) -> Verdict | None:
        """Why a person is excluded for their own sake; `None` if they are not. Cached."""
        if person.id not in self._exclusions:
            # Cached, as searching the profiles is slow.
            self._exclusions[person.id] = consent.exclusion(person, self._standing(person))
        return self._exclusions[person.id]

    def may_locate(self, person: Person) -> bool:
        """Whether a place of theirs may be read: they had an exchange, and are not excluded."""
        had_exchange = any(key in self._exchanges for key in person.keys)
        return had_exchange and self.exclusion(person) is None

    def best_first(self) -> list[Person]:
        """The people of `ranked` in the same order, without judging them, which is faster."""
        everybody = self._to_rank()
        values = {person.id: self._tried(self._value, person) for person in everybody}
        found = [
            (value, person) for person in everybody if (value := values[person.id]) is not None
        ]
        return [person for _, person in sorted(found, key=lambda pair: (-pair[0], pair[1].id))]

    def tallies(self, person: Person) -> list[Tally]:
        """The tallies of all accounts of a person."""
        return [tally for key in sorted(person.keys) for tally in self._tallies.get(key, ())]

    def _to_rank(self) -> list[Person]:
        return [person for person in self._talked_with() if self._tried(self._may_rank, person)]

    def _may_rank(self, person: Person) -> bool:
        return self.exclusion(person) is None

    def _tried(self, work: Callable[[Person], _Found], person: Person) -> _Found | None:
        """The result of `work`; if it raises, `None`, and the error is added to `failed`."""
        try:
            return work(person)
        except Exception as error:  # noqa: BLE001 (one person must not take the others with them)
            self.failed[person.id] = error
            return None

    def _standing(self, person: Person) -> Circumstances:
        """The circumstances that decide on an exclusion: they do not depend on talk."""
        return Circumstances(
            now=self._now,
            own=self._own,
            relationships=[stance.relationship for stance in self._stances_of(person)],
            declined=person.id in self._said_no,
            inherited=self._inherited(person),
            patience=self._patience,
        )

    def _inherited(self, person: Person) -> Reason | None:
        """The exclusion of a person whose account has moved to one of this person's accounts.

        An unproven move is enough: nobody may escape a block or a refusal by moving.
        """
        before, waiting = {person.id}, [person]
        while waiting:
            for former in self._moved_to.get(waiting.pop().id, ()):
                if former.id in before:
                    continue
                if former.standing is Standing.NEVER:
                    return Reason.NEVER
                if former.id in self._said_no:
                    return Reason.DECLINED
                stands = [stance.relationship for stance in self._stances_of(former)]
                if any(relationship.blocking or relationship.blocked_by for relationship in stands):
                    return Reason.BLOCKED
                before.add(former.id)
                waiting.append(former)
        return None

    @cached_property
    def _moved_to(self) -> Mapping[PersonId, list[Person]]:
        """For each person, the people with an account that has moved to one of theirs."""
        owners = {key: person.id for person in self.people for key in person.keys}
        found: defaultdict[PersonId, list[Person]] = defaultdict(list)
        for person in self.people:
            for account in person.accounts:
                if account.move is not None and account.move.to in owners:
                    found[owners[account.move.to]].append(person)
        return found

    def _talked_with(self) -> list[Person]:
        return [
            person for person in self.people if any(key in self._exchanges for key in person.keys)
        ]

    def _score(self, person: Person) -> Score:
        """The score without taste. Cached."""
        if person.id not in self._scores:
            keys = sorted(person.keys)
            self._scores[person.id] = scoring.score(
                person.id,
                self.tallies(person),
                [exchange for key in keys for exchange in self._exchanges.get(key, ())],
                self._scale,
                separations(self._stances_of(person)),
            )
        return self._scores[person.id]

    def _value(self, person: Person) -> float:
        if self._taste is not None and self._taste.leanings:
            return self.judge(person).score.value
        # Evidence is slow to sum up, and only taste uses it.
        return math.prod(scoring.parts_of(self.tallies(person), self._scale).values())

    def _stances_of(self, person: Person) -> tuple[Stance, ...]:
        return tuple(stance for key in sorted(person.keys) for stance in self._stances.get(key, ()))

    def _tasted(self, person: Person) -> Tasted | None:
        if self._taste is None:
            return None
        if not self._taste.leanings:
            return Tasted()
        return self._taste.of(habits_of(self._score(person), self.tallies(person)))

    @cached_property
    def _taste(self) -> Taste | None:
        if self._chosen is None:
            return None
        if not self._chosen:
            return INDIFFERENT
        habits = {
            person.id: habits_of(self._score(person), self.tallies(person))
            for person in self._talked_with()
        }
        return taste(habits, self._chosen)


async def read_scene(unit: Unit, owner: Owner, wishes: Wishes, now: datetime) -> Scene:
    """Read the data of a ranking."""
    watches = await unit.watches.all()
    tallies, exchanges = await unit.log.tallies(), await unit.log.exchanges()
    weights = {watch.key: wishes.weights.get(watch.account, 1.0) for watch in watches}
    suggestions = await unit.suggestions.all()
    suggested: dict[PersonId, datetime] = {}
    for suggestion in suggestions:
        suggested[suggestion.person] = max(
            suggestion.at, suggested.get(suggestion.person, suggestion.at)
        )
    people, invitations = await unit.people.all(), await unit.invitations.all()
    return Scene(
        people=people,
        tallies=tallies,
        exchanges=exchanges,
        stances=await unit.people.stances(),
        suggested=suggested,
        invitations=invitations,
        own=frozenset(watch.key for watch in watches),
        scale=scoring.scale(
            tallies, today=day_of(now, owner.zone), weights=weights, exchanges=exchanges
        ),
        patience=wishes.patience,
        chosen=choices(people, suggestions, invitations) if wishes.learn else None,
        now=now,
    )


async def current_scene(context: Context) -> Scene:
    """Read the data of a ranking in a transaction of its own."""
    async with context.store.unit(context.owner) as unit:
        return await read_scene(unit, context.owner, context.wishes, context.clock.now())


def separations(stances: Iterable[Stance]) -> list[Separation]:
    """The latest separation of each of these stances, if it has one."""
    return [stance.separation for stance in stances if stance.separation is not None]


def _by_account(rows: Iterable[_Row]) -> Mapping[AccountKey, list[_Row]]:
    found: defaultdict[AccountKey, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.account].append(row)
    return found
