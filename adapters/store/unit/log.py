"""The log of interactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update

from adapters.store.erasure.forgotten import forgotten
from adapters.store.records import columns_of, tuples_of
from adapters.store.statements import chunks
from adapters.store.tables import ACCOUNTS, EXCHANGES, INTERACTIONS, QUARANTINE, TALLIES, WITHDRAWN
from adapters.store.unit import derived
from adapters.store.unit.derived import Touched
from adapters.store.unit.interactions import digest_of, find, row_of
from bot.domain.talk.exchange import Exchange, exchange_key
from bot.domain.talk.interaction import Kind
from bot.domain.talk.log import bare, fold
from bot.domain.talk.rebuild import compare
from bot.domain.talk.tally import Tally, day_of, tally_key
from bot.ports import Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, CursorResult, Table

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction
    from bot.domain.talk.rebuild import Comparison
    from bot.ports.store.remembered import Span

_C: Final = INTERACTIONS.c
_REPLACE: Final = update(INTERACTIONS).where(_C.id == bindparam("row"))
SPANS: Final = 100
"""So many spans are looked for in one statement."""


class SqlLog:
    """`bot.ports.Log` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def record(self, interactions: Iterable[Interaction]) -> Recorded:
        touched = Touched()
        added = changed = 0
        of_nobody = (await forgotten(self._scope)).interaction
        storable = (kept for seen in interactions if (kept := of_nobody(seen)) is not None)
        for page in chunks(storable):
            recorded = await self._record_page(page, touched)
            added += recorded.added
            changed += recorded.changed
        await derived.bring_up_to_date(self._scope, touched)
        return Recorded(added, changed)

    async def _record_page(self, page: Sequence[Interaction], touched: Touched) -> Recorded:
        scope = self._scope
        digests = {key: digest_of(key) for key in (interaction.key for interaction in page)}
        found = await find(self._scope, _C.key.in_(digests.values()))
        stored = {interaction.key: interaction for _, interaction in found}
        withdrawn = await self._withdrawn({interaction.object_uri for interaction in page})
        folded = fold(scope.owner, stored, page, withdrawn)
        for interaction in folded.added.values():
            touched.add(interaction)
        for key, interaction in folded.changed.items():
            touched.change(interaction, scope.zone)
            touched.change(stored[key], scope.zone)
        await scope.run_for(
            insert(INTERACTIONS),
            [
                row_of(scope, interaction, key=digests[key])
                for key, interaction in folded.added.items()
            ],
        )
        ids = {interaction.key: number for number, interaction in found}
        await self._replace((ids[key], interaction) for key, interaction in folded.changed.items())
        return Recorded(len(folded.added), len(folded.changed))

    async def withdraw(self, uris: Collection[str]) -> int:
        """Follow deletions upstream: talk loses text and link, a signal leaves the log."""
        scope, touched, count = self._scope, Touched(), 0
        for chunk in chunks(sorted(set(uris) - {""})):
            found = await find(self._scope, _C.object_uri.in_(chunk))
            known = [
                {"owner": scope.owner, "uri": interaction.object_uri, "at": interaction.at}
                for _, interaction in found
            ]
            await scope.keep_missing(WITHDRAWN, known)
            signals = [number for number, interaction in found if interaction.kind.is_signal]
            await scope.run(delete(INTERACTIONS).where(_C.id.in_(signals)))
            bared = [
                (number, bare(interaction))
                for number, interaction in found
                if not interaction.kind.is_signal and interaction != bare(interaction)
            ]
            await self._replace(bared)
            for _, interaction in found:
                touched.change(interaction, scope.zone)
            count += len(signals) + len(bared)
        await derived.bring_up_to_date(scope, touched)
        return count

    async def expire(self, *, text_before: datetime, all_before: datetime) -> None:
        scope, touched = self._scope, Touched()
        mine = scope.mine(INTERACTIONS)
        await scope.run(
            update(INTERACTIONS)
            .where(mine, _C.at < text_before, _C.text.is_not(None))
            .values(text=None)
        )
        await scope.run(
            delete(QUARANTINE).where(scope.mine(QUARANTINE), QUARANTINE.c.at < text_before)
        )
        for _, interaction in await find(self._scope, _C.at < all_before):
            touched.change(interaction, scope.zone)
        await scope.run(delete(INTERACTIONS).where(mine, _C.at < all_before))
        await scope.run(delete(WITHDRAWN).where(scope.mine(WITHDRAWN), WITHDRAWN.c.at < all_before))
        await derived.bring_up_to_date(scope, touched)

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by their keys."""
        c = TALLIES.c
        return tuples_of(Tally, await self._all(Tally, TALLIES, c.watched, c.account, c.day))

    async def exchanges(self) -> Sequence[Exchange]:
        c = EXCHANGES.c
        return tuples_of(
            Exchange, await self._all(Exchange, EXCHANGES, c.first, c.account, c.root_uri)
        )

    async def _all(
        self, kind: type, table: Table, *order: ColumnElement[Any]
    ) -> CursorResult[*tuple[Any, ...]]:
        wanted = select(*columns_of(kind, table)).where(self._scope.mine(table))
        return await self._scope.run(wanted.order_by(*order))

    async def with_accounts(
        self,
        accounts: Collection[AccountKey],
        *,
        root_uri: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[Interaction]:
        wanted = [] if root_uri is None else [_C.thread == root_uri]
        wanted += [] if since is None else [_C.at >= since]
        found = [
            interaction
            for chunk in chunks(accounts)
            for _, interaction in await find(self._scope, _C.account.in_(chunk), *wanted)
        ]
        return sorted(
            found,
            key=lambda interaction: (
                interaction.at,
                interaction.object_uri,
                interaction.actor,
                interaction.target,
            ),
        )

    async def with_watched(
        self, watched: AccountKey, *, among: Sequence[Span] | None = None
    ) -> Sequence[Interaction]:
        of_watched = _C.watched == watched
        if among is None:
            return [interaction for _, interaction in await find(self._scope, of_watched)]
        found: dict[int, Interaction] = {}
        for chunk in chunks(among, SPANS):
            # Not BETWEEN, which PostgreSQL does not parse with a collation in it.
            spans = or_(
                *(and_(first <= _C.object_uri, _C.object_uri <= last) for first, last in chunk)
            )
            found |= dict(await find(self._scope, of_watched, spans))
        return list(found.values())

    async def partners(self) -> Collection[AccountKey]:
        # From the people, not the exchanges: there are fewer, and each is looked up in an index.
        found = await self._scope.run(
            select(ACCOUNTS.c.key).where(
                self._scope.mine(ACCOUNTS),
                exists().where(
                    EXCHANGES.c.owner == ACCOUNTS.c.owner, EXCHANGES.c.account == ACCOUNTS.c.key
                ),
            )
        )
        return set(found.scalars())

    async def has_answered(self, accounts: Collection[AccountKey]) -> bool:
        found = await self._scope.run(
            select(_C.id)
            .where(self._scope.mine(INTERACTIONS), _C.account.in_(list(accounts)))
            .where(_C.outgoing.in_([False]), _C.kind.in_([Kind.REPLY, Kind.QUOTE]))
            .limit(1)
        )
        return found.first() is not None

    async def hide(self) -> None:
        """Clean the log of what was just forgotten."""
        scope, touched, replaced = self._scope, Touched(), []
        allowed = await forgotten(scope)
        for number, stored in await find(scope):
            now = allowed.interaction(stored)
            if now is not None and now != stored:
                touched.change(stored, scope.zone)
                touched.change(now, scope.zone)
                replaced.append((number, now))
        await self._replace(replaced)
        gone = [uri for uri in await self._withdrawn() if allowed.uri(uri) != uri]
        for chunk in chunks(gone):
            await scope.run(
                delete(WITHDRAWN).where(scope.mine(WITHDRAWN), WITHDRAWN.c.uri.in_(chunk))
            )
        await derived.bring_up_to_date(scope, touched)

    async def count(self) -> int:
        found = await self._scope.run(select(func.count()).where(self._scope.mine(INTERACTIONS)))
        return int(found.scalar_one())

    async def rebuild(self, *, mend: bool = True) -> Sequence[Comparison]:
        """Recompute tallies and exchanges from the log, and put right what differs."""
        log = [interaction for _, interaction in await find(self._scope)]
        tallies, found = derived.made_from(log, self._scope)
        compared = [
            compare("tallies", await self.tallies(), tallies, key=tally_key),
            compare("exchanges", await self.exchanges(), found, key=exchange_key),
        ]
        if mend and not all(comparison.is_equal for comparison in compared):
            await derived.keep_instead(self._scope, tallies, found)
        return compared

    async def reckon_days(self) -> None:
        """Date the log anew, as the owner's days begin elsewhere now, and rebuild."""
        rows = await self._scope.run(select(_C.id, _C.at).where(self._scope.mine(INTERACTIONS)))
        days = [{"row": row.id, "day": day_of(row.at, self._scope.zone)} for row in rows]
        await self._scope.run_for(_REPLACE, days)
        await self.rebuild()

    async def _withdrawn(self, uris: Iterable[str] | None = None) -> set[str]:
        """Those of these records that are known to be deleted; all if none are named."""
        c = WITHDRAWN.c
        among = () if uris is None else (c.uri.in_(list(uris)),)
        found = await self._scope.run(select(c.uri).where(self._scope.mine(WITHDRAWN), *among))
        return set(found.scalars())

    async def _replace(self, rows: Iterable[tuple[int, Interaction]]) -> None:
        await self._scope.run_for(
            _REPLACE, [row_of(self._scope, interaction, row=number) for number, interaction in rows]
        )
