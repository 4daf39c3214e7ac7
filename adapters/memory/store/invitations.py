"""Invitations, version by version, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import PersonId
    from bot.domain.invitation import Invitation


class MemoryInvitations:
    """`bot.ports.Invitations` for one owner."""

    def __init__(self, kept: Kept, new_id: Callable[[], int]) -> None:
        self._kept = kept
        self._new_id = new_id

    async def begin(self, person: PersonId, number: int | None) -> int:
        """Make room for a new one; returns its id, which no other has had."""
        del person, number  # each version holds them
        return self._new_id()

    async def put(self, invitation: Invitation) -> bool:
        """Keep a version; False, and nothing changes, unless it follows the latest one."""
        versions = self._kept.invitations.get(invitation.id, ())
        if invitation.version != len(versions) + 1:
            return False
        self._kept.invitations[invitation.id] = (*versions, invitation)
        return True

    async def get(self, invitation: int) -> Invitation | None:
        """The latest version of one."""
        return next(reversed(self._kept.invitations.get(invitation, ())), None)

    async def all(self) -> Sequence[Invitation]:
        """The latest version of each, by id."""
        return [versions[-1] for _, versions in sorted(self._kept.invitations.items())]

    async def history(self, person: PersonId) -> Sequence[Invitation]:
        """All versions of a person's invitations, by id and version."""
        return [
            one
            for _, versions in sorted(self._kept.invitations.items())
            for one in versions
            if one.person == person
        ]
