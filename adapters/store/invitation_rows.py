"""A version of an invitation as a row, and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.identity import AccountKey, NetworkName, PersonId
from bot.domain.invitation import Approval, Invitation, Plan, Way, Wording
from bot.domain.slot import Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_THE_INVITATION = ("id", "person", "number")


def row_of(one: Invitation) -> dict[str, object]:
    """The row of `invitation_versions` that holds this version."""
    plain = {
        field.name: getattr(one, field.name)
        for field in fields(one)
        if field.name not in _OF_THE_INVITATION
    }
    nested = {
        "wording": one.wording and _from_wording(one.wording),
        "approval": one.approval and _from_approval(one.approval),
        "plan": one.plan and _from_plan(one.plan),
    }
    return {"invitation": one.id, **plain, **nested}


def invitation_of(row: Mapping[Any, Any]) -> Invitation:
    """The version that rows of both tables, joined, hold."""
    plain = {field.name: row[field.name] for field in fields(Invitation)}
    nested = {
        "person": PersonId(row["person"]),
        "wording": row["wording"] and _to_wording(row["wording"]),
        "approval": row["approval"] and _to_approval(row["approval"]),
        "plan": row["plan"] and _to_plan(row["plan"]),
    }
    return Invitation(**{**plain, **nested})


def _from_wording(one: Wording) -> dict[str, object]:
    slots = [
        [_from_instant(slot.start), _from_instant(slot.end), slot.label, slot.tentative]
        for slot in one.slots
    ]
    return {"text": one.text, "language": one.language, "slots": slots, "answers": one.answers}


def _to_wording(kept: Mapping[str, Any]) -> Wording:
    slots = tuple(
        Slot(_to_instant(start), _to_instant(end), label, tentative)
        for start, end, label, tentative in kept["slots"]
    )
    return Wording(kept["text"], kept["language"], slots, kept["answers"])


def _from_approval(one: Approval) -> dict[str, object]:
    return {"way": one.way, "sha": one.sha, "sender": one.sender and str(one.sender)}


def _to_approval(kept: Mapping[str, Any]) -> Approval:
    sender = None
    if kept["sender"] is not None:
        network, _, name = kept["sender"].partition(":")
        sender = AccountKey(NetworkName(network), name)
    return Approval(Way(kept["way"]), kept["sha"], sender)


def _from_plan(one: Plan) -> dict[str, object]:
    return {
        "start": _from_instant(one.start),
        "place": one.place,
        "uid": one.uid,
        "said_at": _from_instant(one.said_at),
        "sequence": one.sequence,
        "cancelled": one.cancelled,
    }


def _to_plan(kept: Mapping[str, Any]) -> Plan:
    instants = {name: _to_instant(kept[name]) for name in ("start", "said_at")}
    return Plan(**{**kept, **instants})


def _from_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _to_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
