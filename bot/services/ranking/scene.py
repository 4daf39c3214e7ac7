"""Who the owner has really been talking with, best first."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.domain.meeting.invitation import State, has_gone_stale
from bot.domain.people.identity import Standing
from bot.domain.ranking import consent, scoring
from bot.domain.ranking.choice import choices
from bot.domain.ranking.consent import Act, Circumstances, Reason
from bot.domain.ranking.taste import INDIFFERENT, Tasted, flavoured, habits_of, taste
from bot.domain.talk.tally import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import AccountKey, Owner, Person, PersonId
    from bot.domain.ranking.choice import Choice
    from bot.domain.ranking.consent import Patience, Verdict
    from bot.domain.ranking.scoring import Scale, Score
    from bot.domain.ranking.taste import Taste
    from bot.domain.talk.exchange import Exchange
    from bot.domain.talk.separation import Separation
    from bot.domain.talk.tally import Tally
    from bot.ports import Stance, Unit
    from bot.services.context import Context, Wishes

_Found = TypeVar("_Found")
_Row = TypeVar("_Row", "Tally", "Exchange", "Stance")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person, how much talk there is, and whether they may be suggested.

    `tasted` is what the owner's choices do to the score, `None` where nothing is learnt of them.
    """

    person: Person
    score: Score
    verdict: Verdict
    relationships: tuple[Stance, ...]
    tasted: Tasted | None = None


class Scene:
    """All that a ranking rests on, read in one transaction."""

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
        self._invitations = {one.person: one for one in invitations}
        self._said_no = {one.person for one in invitations if one.state is State.DECLINED}
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
        """One person's score and verdict; taste has a say in suggestions, and in no verdict.

        `owed` is when they asked the owner what has no answer yet; `has_answered` whether they ever
        replied to the owner or quoted them, which an invitation depends on; `untold` that their
        profile, or how they stand with the owner, was asked just now, and not told.
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
            apart_until=max((one.until for one in apart), default=None),
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
        """Everybody with at least one exchange, best first; not those of `excluded`."""
        return sorted(
            self.judged(self._to_rank()), key=lambda one: (-one.score.value, one.person.id)
        )

    def judged(self, people: Iterable[Person]) -> list[Ranked]:
        """Each of these people judged, but whom that fails for."""
        return [judged for one in people if (judged := self._tried(self.judge, one)) is not None]

    def excluded(self) -> list[tuple[Person, Verdict]]:
        """Everybody with at least one exchange who is excluded for their own sake, by name."""
        found = [(one, self.exclusion(one)) for one in self._talked_with()]
        left_out = [(one, verdict) for one, verdict in found if verdict is not None]
        return sorted(left_out, key=lambda pair: (pair[0].name.casefold(), pair[0].id))

    def exclusion(self, person: Person) -> Verdict | None:
        """Why somebody is excluded for their own sake, if they are; worked out once."""
        if person.id not in self._exclusions:
            # Their profiles are read for that, which takes longer than all else about them.
            self._exclusions[person.id] = consent.exclusion(person, self._standing(person))
        return self._exclusions[person.id]

    def best_first(self) -> list[Person]:
        """Those who are ranked, in the same order, without being judged."""
        everybody = self._to_rank()
        values = {one.id: self._tried(self._value, one) for one in everybody}
        found = [(value, one) for one in everybody if (value := values[one.id]) is not None]
        return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].id))]

    def tallies(self, person: Person) -> list[Tally]:
        """The tallies of all of somebody's accounts."""
        return [one for key in sorted(person.keys) for one in self._tallies.get(key, ())]

    def _to_rank(self) -> list[Person]:
        return [one for one in self._talked_with() if self._tried(self._may_rank, one)]

    def _may_rank(self, person: Person) -> bool:
        return self.exclusion(person) is None

    def _tried(self, work: Callable[[Person], _Found], person: Person) -> _Found | None:
        """What is worked out about somebody; whom that fails for is held back, and in `failed`."""
        try:
            return work(person)
        except Exception as error:  # noqa: BLE001 (one person must not take the others with them)
            self.failed[person.id] = error
            return None

    def _standing(self, person: Person) -> Circumstances:
        """What decides on an exclusion: nothing of what was said."""
        return Circumstances(
            now=self._now,
            own=self._own,
            relationships=[one.relationship for one in self._stances_of(person)],
            declined=person.id in self._said_no,
            inherited=self._inherited(person),
            patience=self._patience,
        )

    def _inherited(self, person: Person) -> Reason | None:
        """Why somebody is excluded whose account says that it has moved to one of theirs.

        On any server's word: whoever was told no, or blocks, does not become somebody else.
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
                stands = [one.relationship for one in self._stances_of(former)]
                if any(one.blocking or one.blocked_by for one in stands):
                    return Reason.BLOCKED
                before.add(former.id)
                waiting.append(former)
        return None

    @cached_property
    def _moved_to(self) -> Mapping[PersonId, list[Person]]:
        """For each person, those who say that they have moved to one of their accounts."""
        owners = {key: person.id for person in self.people for key in person.keys}
        found: defaultdict[PersonId, list[Person]] = defaultdict(list)
        for person in self.people:
            for account in person.accounts:
                if account.move is not None and account.move.to in owners:
                    found[owners[account.move.to]].append(person)
        return found

    def _talked_with(self) -> list[Person]:
        return [one for one in self.people if any(key in self._exchanges for key in one.keys)]

    def _score(self, person: Person) -> Score:
        """As the formula has it, without taste; worked out once."""
        if person.id not in self._scores:
            keys = sorted(person.keys)
            self._scores[person.id] = scoring.score(
                person.id,
                self.tallies(person),
                [one for key in keys for one in self._exchanges.get(key, ())],
                self._scale,
                separations(self._stances_of(person)),
            )
        return self._scores[person.id]

    def _value(self, person: Person) -> float:
        if self._taste is not None and self._taste.leanings:
            return self.judge(person).score.value
        # Evidence takes longer to sum up than all the rest, and only taste has an eye on it.
        return math.prod(scoring.parts_of(self.tallies(person), self._scale).values())

    def _stances_of(self, person: Person) -> tuple[Stance, ...]:
        return tuple(one for key in sorted(person.keys) for one in self._stances.get(key, ()))

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
            one.id: habits_of(self._score(one), self.tallies(one)) for one in self._talked_with()
        }
        return taste(habits, self._chosen)


async def read_scene(unit: Unit, owner: Owner, wishes: Wishes, now: datetime) -> Scene:
    """Read what a ranking rests on."""
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
    """Read what a ranking rests on now."""
    async with context.store.unit(context.owner) as unit:
        return await read_scene(unit, context.owner, context.wishes, context.clock.now())


def separations(stances: Iterable[Stance]) -> list[Separation]:
    """The latest separation of each of these stances that has one."""
    return [one.separation for one in stances if one.separation is not None]


def _by_account(rows: Iterable[_Row]) -> Mapping[AccountKey, list[_Row]]:
    found: defaultdict[AccountKey, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.account].append(row)
    return found
