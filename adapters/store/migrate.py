"""Bringing a database to the schema of this version.

A new database is made from `adapters.store.tables`, an older one by the migrations; a test holds
the two to the same schema.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, inspect, select

from adapters.store.engine import BEGIN
from adapters.store.failures import empty
from adapters.store.statements import hold
from adapters.store.tables import GENERATIONS, METADATA, VERSIONS, WITH_TEXT
from bot.domain.sentence import marked
from bot.errors import FutureStoreError, StoreUnavailableError

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""All revisions of the schema, oldest first; a test holds them against the migrations."""


def create(connection: Connection) -> None:
    """Create the tables of a new store, and give it a random name."""
    METADATA.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(WITH_TEXT)
    connection.execute(insert(VERSIONS).values(version_num=REVISIONS[-1]))
    connection.execute(
        insert(GENERATIONS).values(store=secrets.token_hex(8), number=0, key=secrets.token_hex(16))
    )


async def create_in_empty(engine: AsyncEngine) -> None:
    """Create the tables in a database of a server, unless it holds some; one process does so."""
    async with engine.begin() as connection:
        await hold(connection, "schema")
        if not await _tables(connection):
            await connection.run_sync(create)


async def migrate(engine: AsyncEngine, name: str) -> None:
    """Bring a store to the newest schema, in one transaction.

    Args:
        engine: of the database.
        name: what the store is called in messages.

    Raises:
        FutureStoreError: a later version of Terrasse wrote it.
        StoreUnavailableError: it is empty, or another program's database.
    """
    async with engine.execution_options(**{BEGIN: "DEFERRED"}).connect() as connection:
        if await _is_newest(connection, name):
            return
    async with engine.begin() as connection:
        # Another process may have migrated the store while this one waited for the lock.
        if not await _is_newest(connection, name):
            await connection.run_sync(_upgrade)


async def _is_newest(connection: AsyncConnection, name: str) -> bool:
    tables = await _tables(connection)
    if not tables:
        raise empty(name)
    if VERSIONS.name not in tables:
        raise StoreUnavailableError(
            marked("{name} is the database of another program: choose another [store] url."),
            name=name,
        )
    revision = (await connection.execute(select(VERSIONS.c.version_num))).scalar_one_or_none()
    if revision is not None and revision not in REVISIONS:
        raise FutureStoreError(
            marked(
                "The store {name} was written by a later version of Terrasse: install that "
                "version, or use another [store] url."
            ),
            name=name,
        )
    return bool(revision == REVISIONS[-1])


async def _tables(connection: AsyncConnection) -> list[str]:
    return await connection.run_sync(lambda sync: inspect(sync).get_table_names())


def _upgrade(connection: Connection) -> None:
    # Only where there is something to do: the import takes longer than opening the store.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
