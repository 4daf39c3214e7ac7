"""The log on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, delete, exists, func, insert, select, update

from adapters.store.derived import Touched, bring_up_to_date
from adapters.store.interaction_rows import WHOLE, digest_of, interaction_of, row_of
from adapters.store.prepared import Prepared
from adapters.store.rebuilding import keep_instead, made_from_log
from adapters.store.schema import ACCOUNTS, EXCHANGES, INTERACTIONS, QUARANTINE, TALLIES, WITHDRAWN
from adapters.store.sql import Listed, chunks, insert_if_missing, listed, within
from bot.domain.exchange import Exchange, exchange_key
from bot.domain.interaction import Kind
from bot.domain.log import bare, fold
from bot.domain.rebuild import compare
from bot.domain.tally import Tally, day_of, tally_key
from bot.ports import Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from adapters.store.scope import Scope
    from bot.domain.identity import AccountKey
    from bot.domain.interaction import Interaction
    from bot.domain.rebuild import Comparison
    from bot.ports.remembered import Span

_C = INTERACTIONS.c

_FIND: Final = select(_C.id, *WHOLE).where(_C.owner == bindparam("mine"))
_BY_KEY: Final = Prepared(_FIND.where(within(_C.key, "some")))
_BY_URI: Final = Prepared(_FIND.where(within(_C.object_uri, "some")))
_OF_ACCOUNT: Final = _FIND.where(within(_C.account, "some"))
_BY_ACCOUNT: Final = Prepared(_OF_ACCOUNT)
_BY_THREAD: Final = Prepared(_OF_ACCOUNT.where(_C.thread == bindparam("root")))
_BY_WATCHED: Final = Prepared(_FIND.where(_C.watched == bindparam("watched")))
_SPANS: Final = Listed("wanted")
# An outer join, for the reason that is given in `adapters.store.derived`.
_BY_SPAN: Final = Prepared(
    select(_C.id, *WHOLE)
    .select_from(_SPANS.table)
    .outerjoin(
        INTERACTIONS,
        and_(
            _C.owner == bindparam("mine"),
            _C.object_uri.between(_SPANS.item(0), _SPANS.item(1)),
        ),
    )
)
# From the people, not the exchanges: there are fewer, and each is looked up in an index.
_PARTNERS: Final = Prepared(
    select(ACCOUNTS.c.key).where(
        ACCOUNTS.c.owner == bindparam("mine"),
        exists().where(
            EXCHANGES.c.owner == ACCOUNTS.c.owner, EXCHANGES.c.account == ACCOUNTS.c.key
        ),
    )
)
_OLDER: Final = Prepared(_FIND.where(_C.at < bindparam("border")))
_WITHDRAWN: Final = Prepared(
    select(WITHDRAWN.c.uri).where(
        WITHDRAWN.c.owner == bindparam("mine"), within(WITHDRAWN.c.uri, "some")
    )
)
_ADD: Final = Prepared(insert(INTERACTIONS), [one.name for one in _C if one.name != "id"])
_CHANGE: Final = Prepared(
    update(INTERACTIONS)
    .where(_C.id == bindparam("row"))
    .values(
        {column.name: bindparam(column.name) for column in _C if column.name not in {"id", "key"}}
    )
)
_DATE: Final = Prepared(
    update(INTERACTIONS).where(_C.id == bindparam("row")).values(day=bindparam("day"))
)
_TALLIES: Final = Prepared(
    select(*(one for one in TALLIES.c if one.name != "owner"))
    .where(TALLIES.c.owner == bindparam("mine"))
    .order_by(TALLIES.c.watched, TALLIES.c.account, TALLIES.c.day)
)
_EXCHANGES: Final = Prepared(
    select(*(one for one in EXCHANGES.c if one.name != "owner"))
    .where(EXCHANGES.c.owner == bindparam("mine"))
    .order_by(EXCHANGES.c.first, EXCHANGES.c.account, EXCHANGES.c.root_uri)
)


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
        await bring_up_to_date(self._scope, touched)
        return Recorded(added, changed)

    async def _record_page(self, page: Sequence[Interaction], touched: Touched) -> Recorded:
        scope = self._scope
        digests = {key: digest_of(key) for key in (one.key for one in page)}
        found = await self._find(_BY_KEY, some=listed(digests.values()))
        stored = {one.key: one for _, one in found}
        withdrawn = await self._withdrawn({one.object_uri for one in page})
        folded = fold(scope.owner, stored, page, withdrawn)
        for one in folded.added.values():
            touched.add(one)
        for key, one in folded.changed.items():
            touched.change(one, scope.zone)
            touched.change(stored[key], scope.zone)
        await scope.put(
            _ADD,
            [row_of(one, scope.zone, key=digests[key]) for key, one in folded.added.items()],
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
                touched.change(one, scope.zone)
            count += len(signals) + len(bared)
        await bring_up_to_date(scope, touched)
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
            touched.change(one, scope.zone)
        await scope.run(delete(INTERACTIONS).where(mine, _C.at < all_before))
        await scope.run(
            delete(WITHDRAWN).where(WITHDRAWN.c.owner == scope.owner, WITHDRAWN.c.at < all_before)
        )
        await bring_up_to_date(scope, touched)

    async def tallies(self) -> Sequence[Tally]:
        """All tallies, by their keys."""
        owner = self._scope.owner
        return [Tally(owner, *row) for row in await self._scope.fetch(_TALLIES, mine=owner)]

    async def exchanges(self) -> Sequence[Exchange]:
        """All exchanges, oldest first."""
        rows = await self._scope.fetch(_EXCHANGES, mine=self._scope.owner)
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

    async def with_watched(
        self, watched: AccountKey, *, among: Sequence[Span] | None = None
    ) -> Sequence[Interaction]:
        """A watched account's interactions, of all records or of those in these spans."""
        if among is None:
            return [one for _, one in await self._find(_BY_WATCHED, watched=watched)]
        found = await self._find(_BY_SPAN, wanted=listed(among))
        # Spans may overlap.
        return list({one.key: one for _, one in found if one.watched == watched}.values())

    async def partners(self) -> Collection[AccountKey]:
        """Everybody with whom there was an exchange."""
        return {key for (key,) in await self._scope.fetch(_PARTNERS, mine=self._scope.owner)}

    async def has_answered(self, accounts: Collection[AccountKey]) -> bool:
        """Whether any of these accounts ever replied to the owner or quoted them."""
        found = await self._scope.run(
            select(_C.id)
            .where(_C.owner == self._scope.owner, _C.account.in_(list(accounts)))
            .where(_C.outgoing.is_(False), _C.kind.in_([Kind.REPLY, Kind.QUOTE]))
            .limit(1)
        )
        return found.first() is not None

    async def count(self) -> int:
        """How many interactions the log holds."""
        statement = select(func.count()).where(_C.owner == self._scope.owner)
        return int((await self._scope.run(statement)).scalar_one())

    async def rebuild(self, *, mend: bool = True) -> Sequence[Comparison]:
        """Recompute tallies and exchanges from the log, and put right what differs."""
        tallies, found = await made_from_log(self._scope)
        compared = [
            compare("tallies", await self.tallies(), tallies, key=tally_key),
            compare("exchanges", await self.exchanges(), found, key=exchange_key),
        ]
        if mend and not all(one.is_equal for one in compared):
            await keep_instead(self._scope, tallies, found)
        return compared

    async def reckon_days(self) -> None:
        """Date the log anew, as the owner's days begin elsewhere now, and rebuild."""
        statement = select(_C.id, _C.at).where(_C.owner == self._scope.owner)
        days = [
            {"row": number, "day": day_of(at, self._scope.zone)}
            for number, at in await self._scope.run(statement)
        ]
        await self._scope.put(_DATE, days)
        await self.rebuild()

    async def _find(self, statement: Prepared, **values: object) -> list[tuple[int, Interaction]]:
        owner = self._scope.owner
        rows = await self._scope.fetch(statement, mine=owner, **values)
        return [(row[0], interaction_of(owner, row[1:])) for row in rows if row[0] is not None]

    async def _withdrawn(self, uris: Iterable[str]) -> set[str]:
        found = await self._scope.fetch(_WITHDRAWN, mine=self._scope.owner, some=listed(uris))
        return {uri for (uri,) in found}

    async def _replace(self, rows: Iterable[tuple[int, Interaction]]) -> None:
        await self._scope.put(
            _CHANGE, [row_of(one, self._scope.zone, row=number) for number, one in rows]
        )
