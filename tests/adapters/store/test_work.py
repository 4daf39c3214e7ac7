"""The cost of queries, counted in steps of SQLite's virtual machine, not in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from adapters.store import open_store
from tests.builders import OWNER, account, key

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

EVERY: Final = 100


async def test_reading_everybody_takes_work_for_each_and_not_for_each_pair(tmp_path: Path) -> None:
    few, many = await _steps(tmp_path / "few.db", 100), await _steps(tmp_path / "many.db", 1_000)

    assert many < 15 * few


async def _steps(path: Path, people: int) -> int:
    """Steps, in hundreds, that it takes to read so many people."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    store = await open_store(f"sqlite:///{path}")
    async with store.unit(OWNER) as unit:
        await unit.people.save(account(key(f"friend{number}")) for number in range(people))
        connection: AsyncConnection = unit.people._scope.connection  # type: ignore[attr-defined]
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.set_progress_handler(count, EVERY)
        assert people == len(await unit.people.all())
    await store.close()
    return counted
