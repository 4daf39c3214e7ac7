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
        """Make room for a new one; returns its id, which no other has had."""
        ...

    async def put(self, invitation: Invitation) -> bool:
        """Keep a version; False, and nothing changes, unless it follows the latest one.

        The first version of an invitation is number 1.
        """
        ...

    async def get(self, invitation: int) -> Invitation | None:
        """The latest version of one."""
        ...

    async def all(self) -> Sequence[Invitation]:
        """The latest version of each, by id."""
        ...

    async def history(self, person: PersonId) -> Sequence[Invitation]:
        """All versions of a person's invitations, by id and version."""
        ...
