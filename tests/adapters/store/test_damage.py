from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from bot.errors import StoreError
from tests.builders import ALICE, ME, NOON, OWNER, draft, interaction

if TYPE_CHECKING:
    from pathlib import Path


async def fill(url: str) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction(), interaction(by=ME, to=ALICE, uri="2")])
        await unit.outbox.put([draft()], NOON)
    await store.close()


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_a_body_that_was_changed_is_never_read_as_ours(url: str, path: Path) -> None:
    await fill(url)
    tamper(path, "UPDATE outbox SET body = 'Dear Alice'")
    store = await open_store(url)

    with pytest.raises(StoreError, match="will not be sent"):
        async with store.unit(OWNER) as unit:
            await unit.outbox.next(NOON)
    [fault] = await store.integrity()
    assert "not what was written there" in fault

    await store.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE tallies SET in_talk = in_talk + 1", "tallies of me do not add up"),
        ("DELETE FROM tallies", "tallies of me do not add up"),
        ("UPDATE exchanges SET talk = 99", "exchanges of me hold more"),
        ("DELETE FROM owners", "points to a row of owners"),
    ],
)
async def test_what_does_not_add_up_is_told(
    url: str, path: Path, statement: str, told: str
) -> None:
    await fill(url)
    tamper(path, statement)
    store = await open_store(url)

    assert told in "\n".join(await store.integrity())

    await store.close()


async def test_a_rebuild_mends_what_follows_from_the_log(url: str, path: Path) -> None:
    await fill(url)
    tamper(path, "DELETE FROM tallies")
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.rebuild()

    assert await store.integrity() == []

    await store.close()


async def test_deleted_text_leaves_no_byte(url: str, path: Path) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction(text="xyzzy, a secret")])
        await unit.log.withdraw([interaction().object_uri])
    await store.close()

    assert b"xyzzy" not in content(path)
