"""All that is kept of one owner, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.decision import Decision
    from bot.domain.digest import Outcome, Suggestion
    from bot.domain.goal import Meeting
    from bot.domain.identity import AccountKey, OwnerId, Person, PersonId
    from bot.domain.interaction import Interaction, NaturalKey
    from bot.domain.invitation import Invitation
    from bot.domain.mishap import Mishap
    from bot.domain.outbox import OutboxRow
    from bot.domain.pairing import Pairing
    from bot.ports import Mailbox, Rejected, Stance, Watch


@dataclass(frozen=True, slots=True)
class Kept:
    """One owner's everything. The values are immutable: only the containers change."""

    owner: OwnerId
    log: dict[NaturalKey, Interaction] = field(default_factory=dict)
    withdrawn: dict[str, datetime] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    behind: dict[AccountKey, PersonId] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    stances: dict[tuple[AccountKey, AccountKey], Stance] = field(default_factory=dict)
    watches: dict[AccountKey, Watch] = field(default_factory=dict)
    quarantine: dict[tuple[AccountKey, str], tuple[Rejected, datetime]] = field(
        default_factory=dict
    )
    suggestions: list[Suggestion] = field(default_factory=list)
    occurrences: dict[datetime, tuple[int, Outcome, datetime]] = field(default_factory=dict)
    invitations: dict[int, tuple[Invitation, ...]] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    preferences: dict[str, str] = field(default_factory=dict)
    inbox: dict[tuple[AccountKey, str], datetime] = field(default_factory=dict)
    mishaps: dict[bytes, Mishap] = field(default_factory=dict)
    mailboxes: dict[AccountKey, Mailbox] = field(default_factory=dict)
    pairings: dict[AccountKey, Pairing] = field(default_factory=dict)
    outbox: dict[int, OutboxRow] = field(default_factory=dict)

    def copy(self) -> Kept:
        """The same values in containers of its own: what a transaction works on."""
        containers = [one.name for one in fields(self) if one.name != "owner"]
        return Kept(self.owner, **{name: getattr(self, name).copy() for name in containers})
