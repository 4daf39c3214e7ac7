"""The table of invitations: a row for each version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select

from adapters.store.columns import key_of
from adapters.store.records import record_of, values_of
from adapters.store.tables import INVITATION_VERSIONS, INVITATIONS
from bot.domain.meeting.invitation import Approval, Invitation, Plan, Way, Wording
from bot.domain.meeting.slot import Slot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import PersonId

_I: Final = INVITATIONS.c
_V: Final = INVITATION_VERSIONS.c
_LATEST: Final = (
    select(func.max(_V.version)).where(_V.invitation == _I.id).correlate(INVITATIONS)
).scalar_subquery()


class SqlInvitations:
    """`bot.ports.Invitations` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def begin(self, person: PersonId, number: int | None) -> int:
        row = {"owner": self._scope.owner, "person": person, "number": number}
        made = await self._scope.run(insert(INVITATIONS).values(row).returning(_I.id))
        return int(made.scalar_one())

    async def put(self, invitation: Invitation) -> bool:
        """Keep a version; False, and nothing changes, unless it follows the latest one."""
        found = await self._scope.run(
            select(func.coalesce(_LATEST, 0)).where(
                self._scope.mine(INVITATIONS), _I.id == invitation.id
            )
        )
        if found.scalar_one_or_none() != invitation.version - 1:
            return False
        await self._scope.run_for(insert(INVITATION_VERSIONS), [_row(invitation)])
        return True

    async def get(self, invitation: int) -> Invitation | None:
        return next(iter(await self._read(_I.id == invitation, _V.version == _LATEST)), None)

    async def all(self) -> Sequence[Invitation]:
        return await self._read(_V.version == _LATEST)

    async def history(self, person: PersonId) -> Sequence[Invitation]:
        return await self._read(_I.person == person)

    async def _read(self, *where: ColumnElement[bool]) -> list[Invitation]:
        rows = await self._scope.run(_ALL.where(self._scope.mine(INVITATIONS), *where))
        return [_invitation(row) for row in rows]


_ALL: Final[Select[Any]] = (
    select(_I.id, _I.person, _I.number, INVITATION_VERSIONS)
    .join(INVITATION_VERSIONS, _V.invitation == _I.id)
    .order_by(_I.id, _V.version)
)


def _row(invitation: Invitation) -> dict[str, object]:
    nested = {
        "wording": invitation.wording and _from_wording(invitation.wording),
        "approval": invitation.approval and _from_approval(invitation.approval),
        "plan": invitation.plan and _from_plan(invitation.plan),
    }
    return {**values_of(invitation, INVITATION_VERSIONS), "invitation": invitation.id, **nested}


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return record_of(
        Invitation,
        row,
        wording=row.wording and _to_wording(row.wording),
        approval=row.approval and _to_approval(row.approval),
        plan=row.plan and _to_plan(row.plan),
    )


def _from_wording(wording: Wording) -> dict[str, object]:
    slots = [
        [_from_instant(slot.start), _from_instant(slot.end), slot.label, slot.tentative]
        for slot in wording.slots
    ]
    return {
        "text": wording.text,
        "language": wording.language,
        "slots": slots,
        "answers": wording.answers,
        "basis": wording.basis,
    }


def _to_wording(kept: Mapping[str, Any]) -> Wording:
    slots = tuple(
        Slot(_to_instant(start), _to_instant(end), label, tentative)
        for start, end, label, tentative in kept["slots"]
    )
    # Drafts of older versions have no basis.
    return Wording(kept["text"], kept["language"], slots, kept["answers"], kept.get("basis"))


def _from_approval(approval: Approval) -> dict[str, object]:
    return {
        "way": approval.way,
        "sha": approval.sha,
        "sender": approval.sender and str(approval.sender),
    }


def _to_approval(kept: Mapping[str, Any]) -> Approval:
    sender = None if kept["sender"] is None else key_of(kept["sender"])
    return Approval(Way(kept["way"]), kept["sha"], sender)


def _from_plan(plan: Plan) -> dict[str, object]:
    return {
        "start": _from_instant(plan.start),
        "place": plan.place,
        "uid": plan.uid,
        "said_at": _from_instant(plan.said_at),
        "sequence": plan.sequence,
        "cancelled": plan.cancelled,
    }


def _to_plan(kept: Mapping[str, Any]) -> Plan:
    instants = {name: _to_instant(kept[name]) for name in ("start", "said_at")}
    return Plan(**{**kept, **instants})


def _from_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _to_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
