"""Backups, and putting them back: whole or not at all, whatever comes in between."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store, restore
from bot.errors import ImpossibleError, StoreUnavailableError
from tests.builders import ALICE, NOON, OWNER, account, interaction

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASED = Path(__file__).parent / "released"
SMALL_DISK = """
mount -t tmpfs -o size=640k none "$1" && cp "$2"* "$1" || exit 42
exec "$0" -c '
import asyncio, sys
from pathlib import Path
from adapters.store import open_store, restore
from bot.errors import StoreUnavailableError
folder, whole = Path(sys.argv[1]), Path(sys.argv[2])
url = f"sqlite:///{folder}/terrasse.db"
async def main():
    store = await open_store(url)
    for attempt in (store.backup(folder / "copy"), restore(url, whole)):
        try:
            await attempt
        except StoreUnavailableError as problem:
            print(problem)
        await store.close()
    store = await open_store(url)
    print(await store.integrity(), await store.is_copy())
    await store.close()
    print(sorted(path.name for path in folder.iterdir()))
asyncio.run(main())
' "$1" "$2"
"""


async def fill(url: str, rows: int, *, first: int = 0) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record(interaction(uri=f"{number}") for number in range(first, first + rows))
        await unit.inbox.consume(ALICE, f"{first}", NOON)
    await store.close()


async def back_up(url: str, file: Path) -> None:
    store = await open_store(url)
    try:
        await store.backup(file)
    finally:
        await store.close()


async def count(url: str) -> int:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        found = await unit.log.count()
    await store.close()
    return found


async def is_copy(url: str) -> bool:
    store = await open_store(url)
    found = await store.is_copy()
    await store.close()
    return found


async def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url, 2)
    await back_up(url, tmp_path / "copy")
    await fill(url, 3, first=2)

    kept = await restore(url, tmp_path / "copy")

    assert kept == path.with_name("terrasse.db.replaced-1")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert await is_copy(url)
    assert 2 == await count(url)
    assert 5 == await count(f"sqlite:///{kept}")

    assert await restore(url, kept) == path.with_name("terrasse.db.replaced-2")
    assert await is_copy(url)
    assert 5 == await count(url)


async def test_it_is_known_as_a_copy_each_time_and_on_a_new_machine(
    url: str, tmp_path: Path
) -> None:
    await fill(url, 1)
    copy = tmp_path / "copy"
    await back_up(url, copy)
    for at in (url, url, f"sqlite:///{tmp_path}/new/terrasse.db"):
        await restore(at, copy)
        store = await open_store(at)
        assert await store.is_copy()
        async with store.unit(OWNER) as unit:
            assert await unit.settle_copy()
        await store.close()


async def test_what_is_in_the_log_of_a_plain_copy_only_is_not_lost(
    url: str, path: Path, tmp_path: Path
) -> None:
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction()])
    plain = Path(shutil.copytree(path.parent, tmp_path / "plain"))
    await store.close()
    assert (plain / "terrasse.db-wal").stat().st_size

    new = f"sqlite:///{tmp_path}/new/terrasse.db"
    assert await restore(new, plain / "terrasse.db") is None
    assert 1 == await count(new)


async def test_a_plain_copy_is_read_where_nothing_can_be_written(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url, 1)
    plain = tmp_path / "plain"
    plain.mkdir()
    shutil.copy(path, plain)
    (plain / "terrasse.db").chmod(0o400)
    plain.chmod(0o500)

    await restore(f"sqlite:///{tmp_path}/new/terrasse.db", plain / "terrasse.db")

    assert ["terrasse.db"] == [file.name for file in plain.iterdir()]
    plain.chmod(0o700)


@pytest.mark.parametrize("version", ["0001", "0002"])
async def test_an_older_one_is_brought_up_to_date(url: str, tmp_path: Path, version: str) -> None:
    old = tmp_path / "old"
    with closing(sqlite3.connect(old)) as database:
        database.executescript((RELEASED / f"{version}.sql").read_text())

    await restore(url, old)

    store = await open_store(url)
    assert [] == await store.integrity()
    await store.close()


def nothing(copy: Path) -> None:
    copy.unlink()


def a_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


def a_text(copy: Path) -> None:
    copy.write_text("SQLite form")


def cut_off(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])


def scratched(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[8192:20000] = b"\xa5" * (20000 - 8192)
    copy.write_bytes(content)


def change(copy: Path, statement: str) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute(statement)


def another_program_s(copy: Path) -> None:
    copy.unlink()
    change(copy, "CREATE TABLE alembic_version (version_num)")


def with_a_trigger(copy: Path) -> None:
    change(
        copy, "CREATE TRIGGER t AFTER INSERT ON outbox BEGIN UPDATE outbox SET recipient = 'x'; END"
    )


def later(copy: Path) -> None:
    change(copy, "UPDATE alembic_version SET version_num = '9999'")


def without_its_owners(copy: Path) -> None:
    change(copy, "DELETE FROM owners")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (nothing, "cannot be read"),
        (a_folder, "cannot be read"),
        (empty, "not a backup of Terrasse"),
        (a_text, "not a backup of Terrasse"),
        (another_program_s, "not a backup of Terrasse"),
        (with_a_trigger, "not a backup of Terrasse"),
        (cut_off, "is damaged"),
        (scratched, "is damaged"),
        (without_its_owners, "is damaged"),
        (later, "later version"),
    ],
)
async def test_a_file_that_is_no_whole_backup_changes_nothing(
    url: str, path: Path, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    await fill(url, 200)
    copy = tmp_path / "copy"
    await back_up(url, copy)
    spoil(copy)
    before = {file.name for file in path.parent.iterdir()}

    with pytest.raises(ImpossibleError, match=told) as refused:
        await restore(url, copy)

    assert str(refused.value).endswith("Nothing was changed.")
    assert not await is_copy(url)
    assert 200 == await count(url)
    after = {file.name for file in path.parent.iterdir()} - {"terrasse.db.running"}
    assert before == after


async def test_a_damaged_store_is_replaced_and_kept_with_its_log(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url, 1)
    await back_up(url, tmp_path / "copy")
    path.write_bytes(b"\xa5" * 5000)
    path.with_name("terrasse.db-wal").write_bytes(b"a log")

    kept = await restore(url, tmp_path / "copy")

    assert kept is not None
    assert b"\xa5" * 5000 == kept.read_bytes()
    assert b"a log" == kept.with_name(f"{kept.name}-wal").read_bytes()
    assert 1 == await count(url)


async def test_a_store_that_is_in_use_is_not_replaced(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.file.restore.PATIENCE_WITH_OTHERS", 0.1)
    await fill(url, 1)
    copy = tmp_path / "copy"
    await back_up(url, copy)
    store = await open_store(url)

    async with store.running():
        with pytest.raises(ImpossibleError, match="is running on the store"):
            await restore(url, copy)
    async with store.unit(OWNER) as unit:
        await unit.log.record([interaction(uri="in between")])
        with pytest.raises(StoreUnavailableError, match="locked by another process"):
            await restore(url, copy)
    with pytest.raises(StoreUnavailableError, match="locked by another process"):
        await restore(url, copy)  # it is open, though nothing is under way
    assert not await store.is_copy()
    await store.close()

    assert 2 == await count(url)


@pytest.mark.parametrize("suffix", ["", "-wal", "-journal", ".generation", ".unfinished"])
async def test_the_store_s_own_names_are_no_place_for_a_backup(
    url: str, path: Path, suffix: str
) -> None:
    store = await open_store(url)

    with pytest.raises(ImpossibleError):
        await store.backup(path.with_name(f"terrasse.db{suffix}"))

    await store.close()
    assert await count(url) == 0


async def test_a_backup_is_no_store_in_use_and_a_link_is_not_followed(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url, 1)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImpossibleError, match="is there already"):
        await back_up(url, tmp_path / "link")
    with pytest.raises(ImpossibleError, match="is the store itself"):
        await restore(url, path)

    assert not (tmp_path / "elsewhere").exists()


async def test_whoever_was_forgotten_is_known_to_the_restored_store(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url, 1)
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        await unit.people.save([account()])
    await store.backup(tmp_path / "copy")
    async with store.unit(OWNER) as unit:
        [alice] = await unit.people.all()
        await unit.erasures.forget(alice)
    await store.close()
    path.with_name("terrasse.db.forgotten").unlink()  # as a kill before it was written leaves it

    await restore(url, tmp_path / "copy")

    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        assert await unit.erasures.among([ALICE])
    await store.close()


async def test_another_store_s_backup_does_not_bring_back_whom_this_one_forgot(
    url: str, tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path}/other/terrasse.db"
    for at in (url, other):
        store = await open_store(at)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
            [alice] = await unit.people.all()
            await unit.erasures.forget(alice)
        await store.close()
    await back_up(other, tmp_path / "copy")

    with pytest.raises(ImpossibleError, match="backup of another store"):
        await restore(url, tmp_path / "copy")


def test_a_full_disk_is_told_and_costs_nothing(url: str, path: Path, tmp_path: Path) -> None:
    asyncio.run(fill(url, 300))
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", SMALL_DISK, sys.executable, str(folder), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "Traceback" not in done.stderr:
        pytest.skip(f"nothing can be mounted here: {done.stderr}")

    backup, restored, state, files = done.stdout.splitlines()
    assert "the disk is full" in backup
    assert "the disk is full" in restored
    assert "[] False" == state
    assert "['terrasse.db', 'terrasse.db.generation', 'terrasse.db.running']" == files
