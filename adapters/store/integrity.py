"""Checks of a database."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, func, select

from adapters.store.tables import EXCHANGES, INTERACTIONS, OUTBOX, TALLIES
from bot.domain.sentence import Sentence, marked
from bot.domain.talk.interaction import Kind

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

_TALK: Final = [kind for kind in Kind if kind.is_talk]
_SIGNALS: Final = [kind for kind in Kind if kind.is_signal]


async def faults(connection: AsyncConnection) -> list[Sentence]:
    """The faults found, a sentence for each."""
    is_sqlite = connection.dialect.name == "sqlite"
    return [
        *(await _file(connection) if is_sqlite else ()),
        *(await _references(connection) if is_sqlite else ()),
        *await _bodies(connection),
        *await _sums(connection),
    ]


async def _file(connection: AsyncConnection) -> list[Sentence]:
    told = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars()
    return [
        Sentence(marked("The database file is damaged: {line}."), line=line)
        for line in told
        if line != "ok"
    ]


async def _references(connection: AsyncConnection) -> list[Sentence]:
    rows = await connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [
        Sentence(
            marked("A row of {table} points to a row of {parent} that is not there."),
            table=row["table"],
            parent=row["parent"],
        )
        for row in rows.mappings()
    ]


async def _bodies(connection: AsyncConnection) -> list[Sentence]:
    rows = await connection.execute(select(OUTBOX.c.id, OUTBOX.c.body, OUTBOX.c.body_sha))
    return [
        Sentence(marked("Message {id} in the outbox is not what was written there."), id=number)
        for number, body, sha in rows
        if hashlib.sha256(body.encode()).hexdigest() != sha
    ]


async def _sums(connection: AsyncConnection) -> list[Sentence]:
    # The sums of the tallies are compared: a wrong count changes them.
    kind = INTERACTIONS.c.kind
    logged = await connection.execute(
        select(
            INTERACTIONS.c.owner,
            func.sum(case((kind.in_(_TALK), 1), else_=0)),
            func.sum(case((kind.in_(_SIGNALS), 1), else_=0)),
            func.sum(
                case((and_(kind == Kind.BOOST, INTERACTIONS.c.outgoing.in_([True])), 1), else_=0)
            ),
        ).group_by(INTERACTIONS.c.owner)
    )
    c = TALLIES.c
    counted = await connection.execute(
        select(
            c.owner,
            func.sum(c.out_talk + c.in_talk),
            func.sum(c.out_signal + c.in_signal + c.out_boost),
            func.sum(c.out_boost),
        ).group_by(c.owner)
    )
    exchanged = await connection.execute(
        select(EXCHANGES.c.owner, func.sum(EXCHANGES.c.talk)).group_by(EXCHANGES.c.owner)
    )
    log = {owner: sums for owner, *sums in logged if any(sums)}
    tallies = {owner: sums for owner, *sums in counted}
    return [
        *(
            Sentence(
                marked("The tallies of {owner} do not add up to the log: run `terrasse rebuild`."),
                owner=owner,
            )
            for owner in sorted(log.keys() | tallies.keys())
            if log.get(owner) != tallies.get(owner)
        ),
        *(
            Sentence(
                marked("The exchanges of {owner} hold more than the log: run `terrasse rebuild`."),
                owner=owner,
            )
            for owner, talk in exchanged
            if talk > log.get(owner, (0, 0))[0]
        ),
    ]
