"""Rank the people whom the owner talks with, best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from bot.domain.meeting.invitation import has_gone_stale
from bot.domain.ranking import verdict as consent
from bot.domain.ranking.reason import BY_DEFAULT
from bot.domain.ranking.taste import INDIFFERENT, Tasted, flavoured, taste
from bot.domain.ranking.verdict import Act, Circumstances
from bot.services.ranking.facts import read_facts, separations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, Person, PersonId
    from bot.domain.ranking.reason import Reason
    from bot.domain.ranking.scoring import Score
    from bot.domain.ranking.taste import Taste
    from bot.domain.ranking.verdict import Verdict
    from bot.ports import Stance, Unit
    from bot.services.context import Context
    from bot.services.ranking.facts import Facts
    from bot.services.ranking.talk import Summary, Talk

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person, their score, and whether they may be suggested.

    `tasted` is the influence of the owner's choices on the score; `None` if learning is off.
    """

    person: Person
    score: Score
    verdict: Verdict
    relationships: Sequence[Stance]
    tasted: Tasted | None = None


class Scene:
    """Judges people by the facts of one moment."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._summaries: dict[PersonId, Summary] = {}
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
        score = self._summary(person).score
        tasted = self._tasted(person) if act is Act.SUGGEST else None
        invitation = self.facts.latest_invitations.get(person.id)
        stances = self.facts.stances_of(person)
        apart = separations(stances)
        heard = [tally for tally in self.facts.tallies_of(person) if tally.in_talk]
        days = (
            {tally.day for tally in heard if tally.account in half}
            for half in person.halves or (person.keys,)
        )
        circumstances = replace(
            self._standing(person),
            evidence=score.evidence,
            apart_until=max((separation.until for separation in apart), default=None),
            last_suggested=self.facts.suggested.get(person.id),
            on_its_way=person.id in self.facts.unsent,
            invited=invitation is not None
            and invitation.is_open
            and not has_gone_stale(invitation, self.facts.now),
            owed=owed,
            untold=untold,
            days_heard=max(map(len, days)),
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
            judged for person in people if (judged := self.tried(self.judge, person)) is not None
        ]

    def excluded(self) -> list[tuple[Person, Verdict]]:
        """The people with an exchange who are excluded for their own sake, sorted by name."""
        found = [(person, self.exclusion(person)) for person in self.facts.talked_with()]
        left_out = [(person, verdict) for person, verdict in found if verdict is not None]
        return sorted(left_out, key=lambda pair: (pair[0].name.casefold(), pair[0].id))

    def exclusion(self, person: Person) -> Verdict | None:
        """Why a person is excluded for their own sake; `None` if they are not. Cached."""
        if person.id not in self._exclusions:
            # Cached, as searching the profiles is slow.
            self._exclusions[person.id] = consent.exclusion(person, self._standing(person))
        return self._exclusions[person.id]

    def is_withdrawn(self, person: Person) -> bool:
        """Whether even a meeting that is planned is no longer spoken of, as they are excluded."""
        found = self.exclusion(person)
        return found is not None and found.reason not in BY_DEFAULT

    def may_locate(self, person: Person) -> bool:
        """Whether a place of theirs may be read: they had an exchange, and are not excluded."""
        return bool(self.located_by(person))

    def located_by(self, person: Person) -> frozenset[AccountKey]:
        """The accounts whose profiles may be read for a place; none if they are excluded.

        Of a joined person, these are the accounts of those who had an exchange themselves.
        """
        if self.exclusion(person) is not None:
            return frozenset()
        talked = {exchange.account for exchange in self.facts.exchanges_of(person)}
        return frozenset(key for account in talked for key in person.half_of(account))

    def best_first(self) -> list[Person]:
        """The people of `ranked` in the same order, without judging them, which is faster."""
        return list(self._order)

    @cached_property
    def _order(self) -> list[Person]:
        valued = [
            (-value, person.id, person)
            for person in self._to_rank()
            if (value := self.tried(self._value, person)) is not None
        ]
        return [person for *_, person in sorted(valued, key=itemgetter(0, 1))]

    def _to_rank(self) -> list[Person]:
        return [person for person in self.facts.talked_with() if self.tried(self._may_rank, person)]

    def _may_rank(self, person: Person) -> bool:
        return self.exclusion(person) is None

    def tried(self, work: Callable[[Person], _Found], person: Person) -> _Found | None:
        """The result of `work`; if it raises, `None`, and the error is added to `failed`."""
        try:
            return work(person)
        except Exception as error:  # noqa: BLE001 (one person must not take the others with them)
            self.failed[person.id] = error
            return None

    def _standing(self, person: Person) -> Circumstances:
        """The circumstances that decide on an exclusion: they do not depend on talk."""
        return self._known_of(person, self._inherited(person) or self._of_a_half(person))

    def _of_a_half(self, person: Person) -> Reason | None:
        """What excludes one of the people that were joined into this one: no join lifts it."""
        for half in person.halves:
            accounts = tuple(account for account in person.accounts if account.key in half)
            alone = replace(person, accounts=accounts, halves=())
            found = consent.exclusion(alone, self._known_of(alone))
            if found is not None:
                return found.reason
        return None

    def _known_of(self, person: Person, inherited: Reason | None = None) -> Circumstances:
        """Those that do not depend on other people either, but for what is `inherited`."""
        return Circumstances(
            inherited=inherited,
            now=self.facts.now,
            own=self.facts.own,
            signed_in=self.facts.signed_in,
            relationships=[stance.relationship for stance in self.facts.stances_of(person)],
            declined=person.id in self.facts.said_no,
            patience=self.facts.patience,
        )

    def _inherited(self, person: Person) -> Reason | None:
        """The exclusion of a person whose account has moved to one of this person's accounts.

        An unproven move is enough: nobody may escape a block or a refusal by moving.
        """
        before, waiting = {person.id}, [person]
        while waiting:
            for former in self.facts.moved_to.get(waiting.pop().id, ()):
                if former.id in before:
                    continue
                reason = consent.inherited(former, self._known_of(former))
                if reason is not None:
                    return reason
                before.add(former.id)
                waiting.append(former)
        return None

    def _summary(self, person: Person) -> Summary:
        """A person's talk summed up. Cached."""
        if person.id not in self._summaries:
            self._summaries[person.id] = self.facts.summary_of(person)
        return self._summaries[person.id]

    def _value(self, person: Person) -> float:
        """The value of a person's score, as `judge` finds it."""
        tasted = self._tasted(person)
        return self._summary(person).value * (1.0 if tasted is None else tasted.factor)

    def _tasted(self, person: Person) -> Tasted | None:
        if self._taste is None:
            return None
        if not self._taste.leanings:
            return Tasted()
        return self._taste.of(self._summary(person).habits)

    @cached_property
    def _taste(self) -> Taste | None:
        if self.facts.chosen is None:
            return None
        if not self.facts.chosen:
            return INDIFFERENT
        habits = {person.id: self._summary(person).habits for person in self.facts.talked_with()}
        return taste(habits, self.facts.chosen)


async def read_scene(
    unit: Unit, context: Context, now: datetime, stored: Talk | None = None
) -> Scene:
    """Read the facts of a ranking, and judge by them; `stored`: see `read_facts`."""
    return Scene(await read_facts(unit, context, now, stored))


async def current_scene(context: Context) -> Scene:
    """Read the facts of a ranking in a transaction of its own."""
    async with context.store.unit(context.owner) as unit:
        return await read_scene(unit, context, context.clock.now())
