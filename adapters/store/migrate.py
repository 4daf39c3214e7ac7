"""Bringing a database to the schema of this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.store.engine import BEGIN
from adapters.store.failures import empty
from bot.errors import FutureStoreError, StoreUnavailableError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from adapters.store.asynchronous import AsyncConnection, AsyncEngine

REVISIONS: Final = ("0001", "0002")
"""All revisions of the schema, oldest first; a test holds them against the migrations."""


async def migrate(engine: AsyncEngine, path: Path, *, is_new: bool = False) -> None:
    """Bring the database to the newest schema, in one transaction.

    Args:
        engine: of the database.
        path: where it is, or will be, for messages.
        is_new: it is being made, and holds nothing yet.

    Raises:
        FutureStoreError: a later version of Terrasse wrote it.
        StoreUnavailableError: it is the database of something else, or an empty one.
    """
    if is_new:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
        return
    async with engine.connect(**{BEGIN: "DEFERRED"}) as connection:
        if await _is_newest(connection, path):
            return
    async with engine.begin() as connection:
        # Another process may have been faster, while this one waited for the lock.
        if not await _is_newest(connection, path):
            await connection.run_sync(_upgrade)


async def _is_newest(connection: AsyncConnection, path: Path) -> bool:
    names = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = set(names.scalars())
    if not tables:
        raise empty(path)
    if "alembic_version" not in tables:
        message = f"{path} is the database of another program: choose another [store] url."
        raise StoreUnavailableError(message)
    found = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    revision = found.scalar_one_or_none()
    if revision is not None and revision not in REVISIONS:
        message = (
            f"The store {path} was written by a later version of Terrasse: install that "
            "version, or use another [store] url."
        )
        raise FutureStoreError(message)
    return bool(revision == REVISIONS[-1])


def _upgrade(connection: Connection) -> None:
    # Only where there is something to do: the import takes longer than opening the store.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
