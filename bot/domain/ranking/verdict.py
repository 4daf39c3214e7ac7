"""Consent: one pure function decides whether a person may be suggested, named or invited.

It is called when a digest is composed and again at the moment of sending. Reasons are checked
from the most binding to the most temporary, and the first that holds is returned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import Flag, Standing
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.profile import is_noindex, marks
from bot.domain.ranking.reason import FOR_THEIR_SAKE, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import AccountKey, NetworkName, Person, Relationship


class Act(StrEnum):
    """What is about to be done about a person."""

    SUGGEST = "suggest"
    NAME = "name"
    """A digest that is about to be sent names them to the owner."""
    INVITE = "invite"
    SEND = "send"


DAYS_HEARD: Final = 2
"""On how many days somebody must have talked to the owner before they are invited."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How much exchange a suggestion needs, and how long nobody is suggested again."""

    exchanges: int = 3
    weeks: int = 3
    cooldown: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a verdict rests on besides the person. `now` and the other times are UTC.

    `signed_in` are the networks on which a watched account signs in; others are read as the public
    sees them. `relationships` are those between any of the person's accounts and any watched
    account. `apart_until` is when a server last reported a block or a mute. `last_suggested` is
    the latest suggestion sent or about to be sent; `on_its_way`: it is not known to be out.
    `declined`: an invitation was declined; `invited`: one is open. `owed` is when they asked the
    owner a question that has no answer yet. `inherited`: the reason that excludes an account which
    says that it has moved to one of theirs. `untold`: the server gave no profile or no relationship
    when asked just now.

    `days_heard` counts the owner's days on which they talked to the owner; `has_answered`: at
    least once that was a reply or a quote.
    """

    now: datetime
    own: frozenset[AccountKey]
    evidence: Evidence = field(default_factory=Evidence)
    signed_in: frozenset[NetworkName] = frozenset()
    relationships: Sequence[Relationship] = ()
    apart_until: datetime | None = None
    last_suggested: datetime | None = None
    on_its_way: bool = False
    declined: bool = False
    invited: bool = False
    owed: datetime | None = None
    inherited: Reason | None = None
    untold: bool = False
    days_heard: int = 0
    has_answered: bool = False
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision: a stable code, and the values for a sentence about it."""

    reason: Reason
    details: Mapping[str, int | datetime | str] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether the act may go on."""
        return self.reason is Reason.ALLOWED

    @property
    def is_for_their_sake(self) -> bool:
        """Whether only the reason may be shown: see `FOR_THEIR_SAKE`."""
        return self.reason in FOR_THEIR_SAKE


_MARKS: Final = (Reason.BOT, Reason.NOBOT, Reason.NOINVITE, Reason.MINOR)


def verdict(person: Person, circumstances: Circumstances, act: Act) -> Verdict:
    """Decide whether `act` may name this person.

    Patience (apart, too early, one-sided, cooldown) bars a suggestion only: once a digest is
    composed, its own suggestions have started the cooldown. An unanswered question to the owner
    bars an invitation, not a suggestion: the digest shows the question in its place. An invitation
    needs voluntary answers of theirs.
    """
    found = (
        _own(person, circumstances)
        or _binding(person, circumstances)
        or _said_by_owner(person, circumstances)
    )
    if found is None and circumstances.untold:
        found = Verdict(Reason.UNTOLD)
    if found is None and act is Act.SUGGEST:
        found = _patience(circumstances) or _invited(circumstances)
    if found is None and act in {Act.INVITE, Act.SEND}:
        found = _unanswered(circumstances)
    if found is None and act is Act.INVITE:
        found = _owed(circumstances)
    return found or Verdict(Reason.ALLOWED)


def exclusion(person: Person, circumstances: Circumstances) -> Verdict | None:
    """Why somebody is excluded for their own sake, if they are; asks for no evidence."""
    found = _own(person, circumstances) or _binding(person, circumstances)
    return found if found is not None and found.is_for_their_sake else None


def inherited(person: Person, circumstances: Circumstances) -> Reason | None:
    """What excludes this person, and whoever says to be the same on another account."""
    found = (
        _never(person)
        or _said_by_person(person, circumstances)
        or _separated(person, circumstances)
        or _said_no(circumstances)
    )
    return None if found is None else found.reason


def _binding(person: Person, circumstances: Circumstances) -> Verdict | None:
    return (
        _never(person)
        or (Verdict(circumstances.inherited) if circumstances.inherited is not None else None)
        or _said_by_person(person, circumstances)
        or _gone(person)
        or _separated(person, circumstances)
        or _hidden(person, circumstances)
        or _said_no(circumstances)
        or _moved(person)
    )


def _own(person: Person, circumstances: Circumstances) -> Verdict | None:
    return Verdict(Reason.OWN_ACCOUNT) if person.keys & circumstances.own else None


def _never(person: Person) -> Verdict | None:
    return Verdict(Reason.NEVER) if person.standing is Standing.NEVER else None


def _said_by_person(person: Person, circumstances: Circumstances) -> Verdict | None:
    today = circumstances.now.date()
    said = frozenset[Reason]().union(*(marks(account, today) for account in person.accounts))
    return next((Verdict(reason) for reason in _MARKS if reason in said), None)


def _gone(person: Person) -> Verdict | None:
    flags = [account.flags for account in person.accounts]
    if any(Flag.MEMORIAL in told for told in flags) or all(
        Flag.SUSPENDED in told for told in flags
    ):
        return Verdict(Reason.GONE)
    return None


def _separated(person: Person, circumstances: Circumstances) -> Verdict | None:
    """A block either way, or a mute by the owner, with any two of their accounts."""
    stands = circumstances.relationships
    if any(Flag.BLOCKS_OWNER in account.flags for account in person.accounts) or any(
        relationship.blocking or relationship.blocked_by for relationship in stands
    ):
        return Verdict(Reason.BLOCKED)
    if any(relationship.muting for relationship in stands):
        return Verdict(Reason.MUTED)
    return None


def _hidden(person: Person, circumstances: Circumstances) -> Verdict | None:
    """Whether they ask not to be found, or are for members of a network only."""
    if any(
        account.flags & {Flag.UNDISCOVERABLE, Flag.NOINDEX} or is_noindex(account)
        for account in person.accounts
    ) and not any(relationship.mutual for relationship in circumstances.relationships):
        return Verdict(Reason.UNDISCOVERABLE)
    if any(
        Flag.NO_UNAUTHENTICATED in account.flags
        and account.key.network not in circumstances.signed_in
        for account in person.accounts
    ):
        return Verdict(Reason.MEMBERS_ONLY)
    return None


def _said_no(circumstances: Circumstances) -> Verdict | None:
    return Verdict(Reason.DECLINED) if circumstances.declined else None


def _moved(person: Person) -> Verdict | None:
    if any(account.is_in_use for account in person.accounts):
        return None
    targets = [account.move.to.id for account in person.accounts if account.move is not None]
    return Verdict(Reason.MOVED, {"target": targets[0]} if targets else {})


def _invited(circumstances: Circumstances) -> Verdict | None:
    return Verdict(Reason.INVITED) if circumstances.invited else None


def _owed(circumstances: Circumstances) -> Verdict | None:
    return (
        None if circumstances.owed is None else Verdict(Reason.OWED, {"asked": circumstances.owed})
    )


def _unanswered(circumstances: Circumstances) -> Verdict | None:
    if not circumstances.has_answered:
        return Verdict(Reason.UNANSWERED)
    return Verdict(Reason.ONE_DAY) if circumstances.days_heard < DAYS_HEARD else None


def _said_by_owner(person: Person, circumstances: Circumstances) -> Verdict | None:
    if person.standing in {Standing.KNOWN, Standing.MET}:
        return Verdict(Reason.KNOWN)
    until = person.snoozed_until
    if person.standing is Standing.SNOOZED and until is not None and circumstances.now < until:
        return Verdict(Reason.SNOOZED, {"until": until})
    return None


def _patience(circumstances: Circumstances) -> Verdict | None:
    suggested = "waiting" if circumstances.on_its_way else "suggested"
    return (
        _cooling(Reason.APART, "apart", circumstances.apart_until, circumstances)
        or _sustained(circumstances)
        or _cooling(Reason.COOLDOWN, suggested, circumstances.last_suggested, circumstances)
    )


def _cooling(
    reason: Reason, name: str, since: datetime | None, circumstances: Circumstances
) -> Verdict | None:
    """Whether no cooldown has passed `since` then, which the sentence calls `name`."""
    if since is None:
        return None
    over = since + circumstances.patience.cooldown
    return Verdict(reason, {name: since, "until": over}) if circumstances.now < over else None


def _sustained(circumstances: Circumstances) -> Verdict | None:
    evidence, patience = circumstances.evidence, circumstances.patience
    if not evidence.exchanges and not evidence.broken_off:
        return Verdict(Reason.ONE_SIDED)
    if evidence.exchanges < patience.exchanges or evidence.weeks < patience.weeks:
        return Verdict(
            Reason.TOO_EARLY,
            {
                "exchanges": evidence.exchanges,
                "weeks": evidence.weeks,
                "wanted_exchanges": patience.exchanges,
                "wanted_weeks": patience.weeks,
            },
        )
    return None
