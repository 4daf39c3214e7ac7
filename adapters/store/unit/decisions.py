"""What the owner decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from adapters.store.tables import DECISIONS
from bot.domain.delivery.decision import (
    Decision,
    InvitationWas,
    JoinWas,
    MeetingCounted,
    PlaceWas,
    PreferenceWas,
    StandingWas,
    joined,
)
from bot.domain.people.identity import AccountKey, NetworkName, PersonId, Standing
from bot.domain.people.join import JoinState, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adapters.store.unit.scope import Scope
    from bot.domain.delivery.decision import Before
    from bot.domain.people.identity import Person


class SqlDecisions:
    """`bot.ports.Decisions` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def push(self, decision: Decision) -> None:
        self._scope.grow()
        row = {
            "owner": self._scope.owner,
            "verb": decision.verb,
            "before": [_from_before(before) for before in decision.before],
            "at": decision.at,
        }
        await self._scope.run_for(insert(DECISIONS), [row])

    async def pop(self) -> Decision | None:
        found = await self._latest()
        if found is None:
            return None
        number, decision = found
        await self._scope.run(delete(DECISIONS).where(DECISIONS.c.id == number))
        self._scope.grow()
        return decision

    async def latest(self) -> Decision | None:
        found = await self._latest()
        return None if found is None else found[1]

    async def _latest(self) -> tuple[int, Decision] | None:
        """The latest decision, with the number of its row."""
        c = DECISIONS.c
        found = await self._scope.run(
            select(c.id, c.verb, c.at, c.before)
            .where(self._scope.mine(DECISIONS))
            .order_by(c.id.desc())
            .limit(1)
        )
        latest = found.one_or_none()
        if latest is None:
            return None
        number, verb, at, before = latest
        return number, Decision(verb, at, _to_all(before))

    async def join(self, goes: Person, stays: Person) -> None:
        """Rewrite the decisions about two persons as decisions about one: see `joined`."""
        c = DECISIONS.c
        rows = await self._scope.run(
            select(c.id, c.verb, c.at, c.before).where(self._scope.mine(DECISIONS))
        )
        for number, verb, at, before in rows.all():
            was = Decision(verb, at, _to_all(before))
            now = joined(was, goes, stays)
            if now != was:
                after = [_from_before(before) for before in now.before]
                await self._scope.run(update(DECISIONS).where(c.id == number).values(before=after))


def _to_all(kept: Iterable[Mapping[str, Any]]) -> tuple[Before, ...]:
    return tuple(_to_before(before) for before in kept)


def _from_before(before: Before) -> dict[str, object]:
    match before:
        case StandingWas(person, standing, until):
            at = None if until is None else until.astimezone(UTC).isoformat()
            return {"person": person, "standing": standing, "until": at}
        case PlaceWas(person, account, city, said_at):
            since = None if said_at is None else said_at.astimezone(UTC).isoformat()
            return {"person": person, "account": account, "city": city, "said_at": since}
        case JoinWas(person, pair, state, proof, decided_at):
            since = None if decided_at is None else decided_at.astimezone(UTC).isoformat()
            return {"person": person, "pair": pair, "state": state, "proof": proof, "since": since}
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
        case {"person": person, "account": [network, name], "city": city, "said_at": since}:
            account = AccountKey(NetworkName(network), name)
            said_at = None if since is None else datetime.fromisoformat(since)
            return PlaceWas(PersonId(person), account, city, said_at)
        case {"person": person, "pair": pair, "state": state, "proof": proof, "since": since}:
            first, second = (AccountKey(NetworkName(network), name) for network, name in pair)
            return JoinWas(
                PersonId(person),
                (first, second),
                None if state is None else JoinState(state),
                None if proof is None else Proof(proof),
                None if since is None else datetime.fromisoformat(since),
            )
        case {"person": person, "invitation": invitation, "version": version}:
            return InvitationWas(PersonId(person), invitation, version)
        case {"meeting": meeting}:
            return MeetingCounted(meeting)
        case _:
            return PreferenceWas(kept["name"], kept["value"])
