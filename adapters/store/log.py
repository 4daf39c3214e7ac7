"""The log on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from adapters.store.derived import Touched, recompute, recompute_all
from adapters.store.interaction_rows import WHOLE, digest_of, interaction_of, row_of
from adapters.store.schema import EXCHANGES, INTERACTIONS, QUARANTINE, TALLIES, WITHDRAWN
from adapters.store.sql import chunks, insert_if_missing, listed, within
from bot.domain.exchange import Exchange
from bot.domain.log import bare, fold
from bot.domain.tally import Tally, day_of
from bot.ports import Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Executable

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction

_C = INTERACTIONS.c

# Made once: building a statement takes longer than running one of these.
_FIND: Final = select(_C.id, *WHOLE).where(_C.owner == bindparam("mine"))
_BY_KEY: Final = _FIND.where(within(_C.key, "some"))
_BY_URI: Final = _FIND.where(within(_C.object_uri, "some"))
_BY_ACCOUNT: Final = _FIND.where(within(_C.account, "some"))
_BY_THREAD: Final = _BY_ACCOUNT.where(_C.thread == bindparam("root"))
_OLDER: Final = _FIND.where(_C.at < bindparam("border"))
_WITHDRAWN: Final = select(WITHDRAWN.c.uri).where(
    WITHDRAWN.c.owner == bindparam("mine"), within(WITHDRAWN.c.uri, "some")
)
_ADD: Final = insert(INTERACTIONS)
_CHANGE: Final = (
    update(INTERACTIONS)
    .where(_C.id == bindparam("row"))
    .values(
        {column.name: bindparam(column.name) for column in _C if column.name not in {"id", "key"}}
    )
)
_DATE: Final = update(INTERACTIONS).where(_C.id == bindparam("row")).values(day=bindparam("day"))


class SqlLog:
    """`bot.ports.Log` for one owner."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def record(self, interactions: Iterable[Interaction]) -> Recorded:
        """Upsert on the natural key; the tallies and exchanges touched are brought up to date."""
        touched = Touched()
        added = changed = 0
        for page in chunks(interactions):
            recorded = await self._record_page(page, touched)
            added += recorded.added
            changed += recorded.changed
        await recompute(self._scope, touched)
        return Recorded(added, changed)

    async def _record_page(self, page: Sequence[Interaction], touched: Touched) -> Recorded:
        scope = self._scope
        digests = {one.key: digest_of(one.key) for one in page}
        found = await self._find(_BY_KEY, some=listed(digests.values()))
        stored = {one.key: one for _, one in found}
        withdrawn = await self._withdrawn({one.object_uri for one in page})
        folded = fold(scope.owner, stored, page, withdrawn)
        for one in (*folded.added.values(), *folded.changed.values()):
            touched.add(one, scope.zone)
        for key in folded.changed:
            touched.add(stored[key], scope.zone)
        await scope.run_for(
            _ADD,
            [{"key": digests[key], **row_of(one, scope.zone)} for key, one in folded.added.items()],
        )
        ids = {one.key: number for number, one in found}
        await self._replace((ids[key], one) for key, one in folded.changed.items())
        return Recorded(len(folded.added), len(folded.changed))

    async def withdraw(self, uris: Collection[str]) -> int:
        """Follow deletions upstream: talk loses text and link, a signal leaves the log."""
        scope, touched, count = self._scope, Touched(), 0
        for some in chunks(sorted(set(uris) - {""})):
            found = await self._find(_BY_URI, some=listed(some))
            known = [
                {"owner": scope.owner, "uri": one.object_uri, "at": one.at} for _, one in found
            ]
            await scope.run_for(insert_if_missing(WITHDRAWN), known)
            signals = [number for number, one in found if one.kind.is_signal]
            await scope.run(delete(INTERACTIONS).where(_C.id.in_(signals)))
            bared = [
                (number, bare(one))
                for number, one in found
                if not one.kind.is_signal and one != bare(one)
            ]
            await self._replace(bared)
            for _, one in found:
                touched.add(one, scope.zone)
            count += len(signals) + len(bared)
        await recompute(scope, touched)
        return count

    async def expire(self, *, text_before: datetime, all_before: datetime) -> None:
        """Drop the text of older interactions, and still older ones wholly, tallies included.

        Items in quarantine hold text too, and go with it.
        """
        scope, touched = self._scope, Touched()
        mine = _C.owner == scope.owner
        await scope.run(
            update(INTERACTIONS)
            .where(mine, _C.at < text_before, _C.text.is_not(None))
            .values(text=None)
        )
        await scope.run(
            delete(QUARANTINE).where(
                QUARANTINE.c.owner == scope.owner, QUARANTINE.c.at < text_before
            )
        )
        for _, one in await self._find(_OLDER, border=all_before):
            touched.add(one, scope.zone)
        await scope.run(delete(INTERACTIONS).where(mine, _C.at < all_before))
        await scope.run(
            delete(WITHDRAWN).where(WITHDRAWN.c.owner == scope.owner, WITHDRAWN.c.at < all_before)
        )
        await recompute(scope, touched)

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by day."""
        c = TALLIES.c
        rows = await self._scope.run(
            select(c.owner, c.watched, c.account, c.day)
            .add_columns(c.out_talk, c.in_talk, c.out_signal, c.in_signal)
            .where(c.owner == self._scope.owner)
            .order_by(c.day, c.watched, c.account)
        )
        return [Tally(*row) for row in rows]

    async def exchanges(self) -> Sequence[Exchange]:
        """All exchanges, oldest first."""
        c = EXCHANGES.c
        rows = await self._scope.run(
            select(c.account, c.root_uri, c.first, c.last, c.talk, c.turns)
            .add_columns(c.started_by_owner, c.link)
            .where(c.owner == self._scope.owner)
            .order_by(c.first, c.account, c.root_uri)
        )
        return [Exchange(*row) for row in rows]

    async def with_accounts(
        self, accounts: Collection[AccountKey], *, root_uri: str | None = None
    ) -> Sequence[Interaction]:
        """The interactions with these accounts, in one thread or in all, oldest first."""
        some = listed(str(account) for account in accounts)
        found = (
            await self._find(_BY_ACCOUNT, some=some)
            if root_uri is None
            else await self._find(_BY_THREAD, some=some, root=root_uri)
        )
        talk = [one for _, one in found]
        return sorted(talk, key=lambda one: (one.at, one.object_uri, one.actor, one.target))

    async def count(self) -> int:
        """How many interactions the log holds."""
        statement = select(func.count()).where(_C.owner == self._scope.owner)
        return int((await self._scope.run(statement)).scalar_one())

    async def rebuild(self) -> None:
        """Recompute all tallies and exchanges from the log."""
        await recompute_all(self._scope)

    async def reckon_days(self) -> None:
        """Date the log anew, as the owner's days begin elsewhere now, and rebuild."""
        statement = select(_C.id, _C.at).where(_C.owner == self._scope.owner)
        days = [
            {"row": number, "day": day_of(at, self._scope.zone)}
            for number, at in await self._scope.run(statement)
        ]
        await self._scope.run_for(_DATE, days)
        await self.rebuild()

    async def _find(self, statement: Executable, **values: object) -> list[tuple[int, Interaction]]:
        owner = self._scope.owner
        rows = await self._scope.run(statement, mine=owner, **values)
        return [(row[0], interaction_of(owner, row[1:])) for row in rows]

    async def _withdrawn(self, uris: Iterable[str]) -> set[str]:
        found = await self._scope.run(_WITHDRAWN, mine=self._scope.owner, some=listed(uris))
        return set(found.scalars())

    async def _replace(self, rows: Iterable[tuple[int, Interaction]]) -> None:
        changed = [{"row": number, **row_of(one, self._scope.zone)} for number, one in rows]
        await self._scope.run_for(_CHANGE, changed)
