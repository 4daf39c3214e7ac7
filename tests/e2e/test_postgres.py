"""The store keeps its promises on PostgreSQL, on a server of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from adapters.store import SqlStore, open_store
from adapters.store.file.counter import Counter
from bot.errors import ImpossibleError, StoreInUseError, StoreUnavailableError
from tests.builders import OWNER, interaction
from tests.contract.store.store_contract import StoreContract
from tests.e2e.labs import packages
from tests.e2e.labs.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.ports import Store

_PROGRAMS = {"initdb": "postgresql", "postgres": "postgresql", "pg_isready": "postgresql"}
numbers = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server, installed first where it is missing."""
    packages.require(_PROGRAMS)
    with TemporaryDirectory(prefix="terrasse-") as folder:
        Path(folder).chmod(0o755)  # it runs as another user
        postgres = Postgres(Path(folder) / "postgres")
        yield postgres
        postgres.server.stop()


@pytest.fixture
def url(server: Postgres) -> str:
    """The address of an empty database."""
    name = f"db{next(numbers)}"
    administrator = create_engine(
        server.url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    administrator.dispose()
    return server.url.replace("/postgres?", f"/{name}?")


class TestPostgresStore(StoreContract):
    @pytest.fixture
    async def store(self, url: str, tmp_path: Path) -> AsyncIterator[SqlStore]:
        store = await open_store(url, folder=tmp_path)
        yield store

        assert await store.integrity() == []

        await store.close()

    @pytest.fixture
    def put_back(self, store: SqlStore, tmp_path: Path) -> Callable[[], None]:
        del store  # it is there by now
        counter = Counter(tmp_path / "terrasse.postgresql")

        def put_back() -> None:
            kept = counter.read()
            assert kept is not None
            counter.put(kept.store, kept.number + 2)

        return put_back

    async def test_a_backup_is_private_and_replaces_nothing(
        self, store: Store, tmp_path: Path
    ) -> None:
        """Backups of a server are made by its own program."""
        with pytest.raises(ImpossibleError, match="pg_dump"):
            await store.backup(tmp_path / "copy")

    async def test_a_backup_needs_a_directory(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(ImpossibleError, match="pg_dump"):
            await store.backup(tmp_path / "none" / "copy")


async def test_a_second_start_finds_what_the_first_has_left(url: str, tmp_path: Path) -> None:
    for expected in (0, 1):
        store = await open_store(url, folder=tmp_path)
        async with store.unit(OWNER) as unit:
            assert expected == await unit.log.count()
            await unit.log.record([interaction()])
        await store.close()


async def test_another_programs_database_is_left_alone(url: str, tmp_path: Path) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    engine.dispose()

    with pytest.raises(StoreUnavailableError, match="another program"):
        await open_store(url, folder=tmp_path)


async def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        await open_store(f"postgresql://me@localhost/none?host={tmp_path}", folder=tmp_path)


async def test_one_process_sends_at_a_time(url: str, tmp_path: Path) -> None:
    first, second = [await open_store(url, folder=tmp_path) for _ in range(2)]

    async with first.sending() as is_first, second.sending() as is_second:
        assert (True, False) == (is_first, is_second)
    async with second.sending() as is_second:
        assert is_second

    for store in (first, second):
        await store.close()


async def test_one_process_goes_rounds_at_a_time(
    server: Postgres, url: str, tmp_path: Path
) -> None:
    first, second = [await open_store(url, folder=tmp_path) for _ in range(2)]

    async with first.running(), second.sending() as is_sending:
        assert is_sending
        with pytest.raises(StoreInUseError, match="is running already on the store postgresql://"):
            async with second.running():
                pytest.fail("there were two")
    async with second.running():
        administrator = create_engine(server.url.replace("postgresql://", "postgresql+psycopg://"))
        with administrator.connect() as connection:
            name = url.partition("?")[0].rpartition("/")[2]
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                ),
                {"name": name},
            )
        administrator.dispose()

    for store in (first, second):
        await store.close()


def test_the_village_is_collected_and_listed(url: str, tmp_path: Path) -> None:
    (tmp_path / "terrasse.toml").write_text(
        '[[watch]]\naccount = "@camille@village.example"\nurl = "memory:village"\n'
        '[digest]\nto = "file:digest.md"\n'
        f'[store]\nurl = "{url}"\nfolder = "data"\n'
    )

    def terrasse(*words: str) -> str:
        command = [sys.executable, "-m", "bot", *words]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
        assert 0 == ended.returncode, ended.stdout + ended.stderr
        return ended.stdout

    terrasse("run", "--once")

    assert re.search(r"Solène Quéméner .*\n +\d+ exchanges", terrasse("people"))
    assert "ok  store" in terrasse("doctor")
    assert "Solène" in (tmp_path / "digest.md").read_text()
