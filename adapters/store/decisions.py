"""What the owner decided, on SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from adapters.store.schema import DECISIONS
from bot.domain.decision import (
    Decision,
    InvitationWas,
    MeetingCounted,
    PreferenceWas,
    StandingWas,
    joined,
)
from bot.domain.identity import PersonId, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.store.scope import Scope
    from bot.domain.decision import Before
    from bot.domain.identity import Person


class SqlDecisions:
    """`bot.ports.Decisions` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def push(self, decision: Decision) -> None:
        """Keep a decision."""
        self._scope.grow()
        row = {
            "owner": self._scope.owner,
            "verb": decision.verb,
            "before": [_from_before(one) for one in decision.before],
            "at": decision.at,
        }
        await self._scope.run_for(insert(DECISIONS), [row])

    async def pop(self) -> Decision | None:
        """Take the latest one out; `None` when there is none left."""
        c = DECISIONS.c
        found = await self._scope.run(
            select(c.id, c.verb, c.at, c.before)
            .where(c.owner == self._scope.owner)
            .order_by(c.id.desc())
            .limit(1)
        )
        latest = found.one_or_none()
        if latest is None:
            return None
        number, verb, at, before = latest
        await self._scope.run(delete(DECISIONS).where(c.id == number))
        return Decision(verb, at, tuple(_to_before(one) for one in before))

    async def join(self, goes: Person, stays: Person) -> None:
        """Let what was decided about either of two persons be about one: see `joined`."""
        c = DECISIONS.c
        rows = await self._scope.run(
            select(c.id, c.verb, c.at, c.before).where(c.owner == self._scope.owner)
        )
        for number, verb, at, before in rows.all():
            was = Decision(verb, at, tuple(_to_before(one) for one in before))
            now = joined(was, goes, stays)
            if now != was:
                after = [_from_before(one) for one in now.before]
                await self._scope.run(update(DECISIONS).where(c.id == number).values(before=after))


def _from_before(one: Before) -> dict[str, object]:
    match one:
        case StandingWas(person, standing, until):
            at = None if until is None else until.astimezone(UTC).isoformat()
            return {"person": person, "standing": standing, "until": at}
        case InvitationWas(person, invitation, version):
            return {"person": person, "invitation": invitation, "version": version}
        case MeetingCounted(meeting):
            return {"meeting": meeting}
        case PreferenceWas(name, value):
            return {"name": name, "value": value}


def _to_before(kept: Mapping[str, Any]) -> Before:
    match kept:
        case {"person": person, "standing": standing, "until": until}:
            at = None if until is None else datetime.fromisoformat(until)
            return StandingWas(PersonId(person), Standing(standing), at)
        case {"person": person, "invitation": invitation, "version": version}:
            return InvitationWas(PersonId(person), invitation, version)
        case {"meeting": meeting}:
            return MeetingCounted(meeting)
        case _:
            return PreferenceWas(kept["name"], kept["value"])
