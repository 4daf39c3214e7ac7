"""Invitations, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.people.identity import PersonId


class Invitations(Protocol):
    """All versions of all invitations: see `bot.domain.meeting.invitation` for the states."""

    async def begin(self, person: PersonId, number: int | None) -> int:
        """Reserve an id for a new invitation; ids are never reused."""

    async def put(self, invitation: Invitation) -> bool:
        """Store a version; False, and nothing changes, unless it follows the latest version.

        The first version of an invitation is number 1.
        """

    async def get(self, invitation: int) -> Invitation | None:
        """The latest version of an invitation."""

    async def all(self) -> Sequence[Invitation]:
        """The latest version of each invitation, by id."""

    async def history(self, person: PersonId) -> Sequence[Invitation]:
        """All versions of a person's invitations, by id and version."""
