"""Deleting all that is kept of a person, and keeping hashes of it in its place."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text as AnyText
from sqlalchemy import and_, delete, or_, select, type_coerce, update

from adapters.store import tables
from adapters.store.columns import Json, Key
from adapters.store.erasure.forgotten import HIDDEN, forgotten, leave, names_of, remember
from adapters.store.statements import chunks
from adapters.store.unit.interactions import find
from adapters.store.unit.log import SqlLog
from bot.domain.delivery.outbox import INVITATION, OutboxState
from bot.domain.talk.interaction import Kind
from bot.ports import Leftover, LeftoverKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Table

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import AccountKey, Person
    from bot.domain.talk.interaction import Interaction

_FINAL: Final = (OutboxState.SENT, OutboxState.REJECTED, OutboxState.CANCELLED)
_EMPTY: Final = hashlib.sha256(b"").hexdigest()
_SHORTEST: Final = 3
"""Letters. A shorter display name is not looked for in what others wrote."""
_LOST: Final = (tables.MISHAPS, tables.QUARANTINE)
"""What may hold a text of anybody's, and serves to find defects only."""


async def forget(scope: Scope, person: Person) -> None:
    """Delete what `bot.ports.Erasures.forget` names."""
    names = {name for account in person.accounts for name in names_of(account)}
    displayed = await _own_names(scope, person)
    posts = await _posts(scope, person.keys)
    moved = {str(account.move.to) for account in person.accounts if account.move is not None}
    await remember(scope, {*names, *posts, *moved}, displayed)
    theirs = await _of_invitations(scope, person)
    meetings = await _ids(scope, tables.MEETINGS, tables.MEETINGS.c.person == person.id)
    ids = {person.id, *await _halves(scope, person)}
    await _decisions(scope, person, ids, theirs, meetings)
    needles = {*names, *displayed, *posts, *ids}
    await _messages(scope, person, theirs, needles)
    for table in _LOST:
        await scope.run(delete(table).where(scope.mine(table)))
    await _rows(scope, person)
    await SqlLog(scope).hide()
    await _profiles(scope)
    await _elsewhere(scope, needles)
    await leave(scope, [Leftover(LeftoverKind.DISK, "")])


async def leave_files(scope: Scope, *which: ColumnElement[bool]) -> None:
    """Note the messages of the outbox that were written to files, those for which `which` holds."""
    c = tables.OUTBOX.c
    rows = await scope.run(
        select(c.ref, c.recipient).where(
            scope.mine(tables.OUTBOX), c.sender.is_(None), c.ref.is_not(None), *which
        )
    )
    files = [Leftover(LeftoverKind.DIGEST, f"{ref} {path}") for ref, path in rows]
    await leave(scope, files)


async def leave_plans(scope: Scope, *which: ColumnElement[bool]) -> None:
    """Note the planned meetings that are in calendar files."""
    versions, invitations = tables.INVITATION_VERSIONS.c, tables.INVITATIONS.c
    plans = await scope.run(
        select(versions.plan)
        .join(tables.INVITATIONS, versions.invitation == invitations.id)
        .where(scope.mine(tables.INVITATIONS), versions.plan.is_not(None), *which)
    )
    uids = {plan["uid"] for plan in plans.scalars()}
    await leave(scope, [Leftover(LeftoverKind.MEETING, uid) for uid in sorted(uids)])


async def _ids(scope: Scope, table: Table, *where: ColumnElement[bool]) -> set[int]:
    found = await scope.run(select(table.c.id).where(scope.mine(table), *where))
    return set(found.scalars())


async def _own_names(scope: Scope, person: Person) -> set[str]:
    """The display names that are theirs alone."""
    c = tables.ACCOUNTS.c
    found = await scope.run(
        select(c.display_name).where(scope.mine(tables.ACCOUNTS), c.person != person.id)
    )
    others = "\n".join(found.scalars()).casefold()
    names = {account.display_name.strip() for account in person.accounts}
    return {name for name in names if len(name) >= _SHORTEST and name.casefold() not in others}


async def _posts(scope: Scope, keys: Collection[AccountKey]) -> set[str]:
    """The addresses of their posts, as far as the log has them."""
    c = tables.INTERACTIONS.c
    found = {
        uri
        for chunk in chunks(sorted(keys))
        for _, interaction in await find(scope, c.account.in_(chunk))
        for uri in _authored(interaction)
    }
    others: set[str] = set()
    for chunk in chunks(sorted(found)):
        rows = await scope.run(
            select(c.object_uri).where(
                scope.mine(tables.INTERACTIONS),
                c.object_uri.in_(chunk),
                or_(c.outgoing.in_([True]), c.account.not_in(keys)),
            )
        )
        others |= set(rows.scalars())
    return found - others - {""}


def _authored(interaction: Interaction) -> Sequence[str]:
    if not interaction.outgoing:
        return (interaction.object_uri, interaction.url or "")
    if interaction.kind is Kind.REPLY:
        return (interaction.parent_uri,)
    return (interaction.subject_uri,) if interaction.kind is not Kind.MENTION else ()


async def _of_invitations(scope: Scope, person: Person) -> set[int]:
    of_them = tables.INVITATIONS.c.person == person.id
    await leave_plans(scope, of_them)
    return await _ids(scope, tables.INVITATIONS, of_them)


async def _halves(scope: Scope, person: Person) -> set[str]:
    c = tables.HALVES.c
    found = await scope.run(select(c.id).where(scope.mine(tables.HALVES), c.person == person.id))
    return set(found.scalars())


async def _decisions(
    scope: Scope, person: Person, ids: set[str], invitations: set[int], meetings: set[int]
) -> None:
    """Take the person out of what `undo` would restore."""
    c = tables.DECISIONS.c
    keys = {(key.network.value, key.id) for key in person.keys}

    def is_theirs(part: dict[str, Any]) -> bool:
        return (
            part.get("person") in ids
            or tuple(part.get("account") or ()) in keys
            or part.get("invitation") in invitations
            or part.get("meeting") in meetings
        )

    rows = await scope.run(select(c.id, c.before).where(scope.mine(tables.DECISIONS)))
    for number, before in rows.all():
        left = [part for part in before if not is_theirs(part)]
        if not left and before:
            await scope.run(delete(tables.DECISIONS).where(c.id == number))
        elif left != before:
            await scope.run(update(tables.DECISIONS).where(c.id == number).values(before=left))


async def _messages(
    scope: Scope, person: Person, invitations: set[int], needles: Collection[str]
) -> None:
    """Blank the messages about them, and all answers: any may name them. None of them is sent."""
    c = tables.OUTBOX.c
    said = _pattern(needles)
    rows = await scope.run(
        select(c.id, c.kind, c.names, c.invitation, c.state, c.body, c.error, c.recipient, c.fence)
        .where(scope.mine(tables.OUTBOX))
        .order_by(c.id)
    )
    for row in rows.all():
        is_final = row.state in _FINAL
        is_about = person.id in row.names or row.invitation in invitations
        texts = (row.body, row.error or "", row.recipient)
        if not (is_about or (is_final and row.kind == "answer") or any(map(said.search, texts))):
            continue
        values: dict[str, object] = {"body": "", "body_sha": _EMPTY, "error": None}
        values["names"] = tuple(name for name in row.names if name != person.id)
        if row.kind == INVITATION:
            values |= {"recipient": "", "reply_to": None, "remote_id": None}
        if not is_final:
            # Another process may be sending it: what it finds out is not written down any more.
            values |= {"state": OutboxState.CANCELLED, "fence": row.fence + 1}
            values |= {"lease_owner": None, "lease_until": None, "not_before": None}
        await leave_files(scope, c.id == row.id)
        await scope.run(update(tables.OUTBOX).where(c.id == row.id).values(values))


async def _rows(scope: Scope, person: Person) -> None:
    """Delete the rows of their accounts and of the person, in whatever table."""
    keys = sorted(person.keys)
    for table in reversed(tables.METADATA.sorted_tables):
        if "owner" not in table.c or table is tables.OUTBOX:
            continue
        theirs = [column.in_(keys) for column in table.c if isinstance(column.type, Key)]
        if table is tables.PERSONS:
            theirs.append(table.c.id == person.id)
        elif "person" in table.c:
            theirs.append(table.c.person == person.id)
        if theirs:
            await scope.run(delete(table).where(scope.mine(table), or_(*theirs)))


async def _profiles(scope: Scope) -> None:
    """Hide what names them in the profiles of others."""
    c = tables.ACCOUNTS.c
    hide = (await forgotten(scope)).text
    rows = await scope.run(
        select(c.key, c.display_name, c.bio, c.fields).where(scope.mine(tables.ACCOUNTS))
    )
    for key, display_name, bio, fields in rows.all():
        pairs = tuple((hide(name), hide(value)) for name, value in fields)
        now = {"display_name": hide(display_name), "bio": hide(bio), "fields": pairs}
        if now != {"display_name": display_name, "bio": bio, "fields": fields}:
            await scope.run(
                update(tables.ACCOUNTS).where(scope.mine(tables.ACCOUNTS), c.key == key).values(now)
            )


async def _elsewhere(scope: Scope, needles: Collection[str]) -> None:
    """Hide what names them wherever a text is kept; a row that has it in its key is deleted."""
    done = {tables.OUTBOX, tables.INTERACTIONS, tables.ACCOUNTS, tables.LEFTOVERS}
    said = _pattern({form for needle in needles for form in (needle, json.dumps(needle)[1:-1])})
    for table in tables.METADATA.sorted_tables:
        mine = owned(scope, table)
        if mine is None or table in done:
            continue
        keys = list(table.primary_key)
        texts = [column for column in table.c if isinstance(column.type, (AnyText, Json))]
        for column in texts:
            raw = type_coerce(column, AnyText)
            rows = await scope.run(select(*keys, raw.label("text")).where(mine, raw.is_not(None)))
            for *key, text in rows.all():
                hidden = said.sub(HIDDEN, text)
                if hidden == text:
                    continue
                this = and_(mine, *(part == value for part, value in zip(keys, key, strict=True)))
                if column in keys:
                    await scope.run(delete(table).where(this))
                else:
                    new = type_coerce(hidden, AnyText)
                    await scope.run(update(table).where(this).values({column.name: new}))


def owned(scope: Scope, table: Table) -> ColumnElement[bool] | None:
    """Which rows of a table are the owner's; `None` where it has none."""
    if "owner" in table.c:
        return scope.mine(table)
    if table is tables.INVITATION_VERSIONS:
        mine = select(tables.INVITATIONS.c.id).where(scope.mine(tables.INVITATIONS))
        return table.c.invitation.in_(mine)
    return None


def _pattern(needles: Collection[str]) -> re.Pattern[str]:
    """Finds any of these as whole words; the longest first."""
    longest = sorted(needles, key=lambda needle: (-len(needle), needle))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
