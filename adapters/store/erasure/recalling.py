"""Keeping what was forgotten beside the database too, and taking it back from there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from adapters.store.engine import BEGIN
from adapters.store.statements import chunks, insert_if_missing
from adapters.store.tables import FORGOTTEN, GENERATIONS, LEFTOVERS, OWNERS
from bot.ports import LeftoverKind

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from adapters.store.file.ledger import Ledger


async def recall(engine: AsyncEngine, ledger: Ledger) -> None:
    """Bring the store and the file beside it to hold what either of them does.

    A store that was put back from a copy learns so what was forgotten since. That those people are
    looked for in it is noted as a leftover.
    """
    beside = await asyncio.to_thread(ledger.read)
    async with engine.execution_options(**{BEGIN: "DEFERRED"}).connect() as connection:
        kept = await _kept(connection)
    if kept == beside or not (kept[1] or beside[1]):
        return
    if beside[1] - kept[1]:
        async with engine.begin() as connection:
            await _learn(connection, *beside)
            kept = await _kept(connection)
    await asyncio.to_thread(ledger.write, *kept)


async def _kept(connection: AsyncConnection) -> tuple[str, frozenset[str]]:
    found = await connection.execute(select(FORGOTTEN.c.digest))
    key = await connection.execute(select(GENERATIONS.c.key))
    return key.scalar_one(), frozenset(found.scalars())


async def _learn(connection: AsyncConnection, key: str, digests: frozenset[str]) -> None:
    database, (own, known) = connection.dialect.name, await _kept(connection)
    if key != own:
        if known:
            return  # another store's: its hashes mean nothing here
        await connection.execute(update(GENERATIONS).values(key=key))
    for chunk in chunks(sorted(digests - known)):
        await connection.execute(
            insert_if_missing(FORGOTTEN, database), [{"digest": digest} for digest in chunk]
        )
    owners = (await connection.execute(select(OWNERS.c.id))).scalars().all()
    if owners:
        rows = [{"owner": owner, "kind": LeftoverKind.AGAIN, "name": ""} for owner in owners]
        await connection.execute(insert_if_missing(LEFTOVERS, database), rows)
