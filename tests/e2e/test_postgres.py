"""The store keeps its promises on PostgreSQL, on a server of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    BLOB,
    INTEGER,
    TEXT,
    VARCHAR,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    insert,
    inspect,
    select,
    text,
)

from adapters.store import SqlStore, migrate, open_store
from adapters.store.columns import Text
from adapters.store.file.counter import Counter
from bot.domain.people.identity import OwnerId
from bot.errors import ImpossibleError, StoreInUseError, StoreUnavailableError
from tests.adapters.store.test_migrations import load
from tests.builders import OWNER, interaction
from tests.contract.store.store_contract import StoreContract
from tests.e2e.labs import packages
from tests.e2e.labs.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.types import TypeEngine

    from bot.ports import Store

_PROGRAMS = {"initdb": "postgresql", "postgres": "postgresql", "pg_isready": "postgresql"}
numbers = count(1)
FIRST_HERE: Final = "0003"
"""The revision of the version that brought PostgreSQL."""


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
    return _new_database(server)


def _new_database(server: Postgres) -> str:
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


async def test_a_store_of_the_first_version_that_could_be_here_is_brought_up(
    server: Postgres, url: str, tmp_path: Path
) -> None:
    """Its tables and rows are those that a SQLite store had then, with a boost of the owner's."""
    old = tmp_path / "old" / "terrasse.db"
    load("0002", old)
    with _engine(f"sqlite:///{old}") as source, _engine(url) as target:
        _boost(source)
        _upgrade(source, FIRST_HERE)
        _copy(source, target)

    camille = replace(OWNER, id=OwnerId("owner"))
    store = await open_store(url, folder=tmp_path)
    async with store.unit(camille) as unit:
        [tally] = [tally for tally in await unit.log.tallies() if tally.out_boost]
        assert (0, 1) == (tally.out_signal, tally.out_boost)
        person = (await unit.people.all())[0]
        await unit.erasures.forget(person)
    async with store.unit(camille) as unit:
        assert person.keys == await unit.erasures.among(person.keys)
    assert [] == await store.integrity()
    await store.close()
    new = _new_database(server)
    await (await open_store(new, folder=tmp_path / "new")).close()
    assert _structure(new) == _structure(url)


@contextmanager
def _engine(url: str) -> Iterator[Connection]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _boost(connection: Connection) -> None:
    """Let the owner have passed on, and counted as that time did, a post of the log."""
    names = [column["name"] for column in inspect(connection).get_columns("interactions")]
    new = {"id": "1000", "key": "'boost'", "kind": "'boost'", "outgoing": "1"}
    copied = ", ".join(new.get(name, name) for name in names)
    connection.exec_driver_sql(
        f"INSERT INTO interactions SELECT {copied} FROM interactions WHERE id = 1"  # noqa: S608
    )
    connection.exec_driver_sql(
        "UPDATE tallies SET out_signal = out_signal + 1 WHERE (account, day) ="
        " (SELECT account, day FROM interactions WHERE id = 1)"
    )


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _copy(source: Connection, target: Connection) -> None:
    tables = MetaData()
    tables.reflect(source)
    kinds: dict[type, TypeEngine[Any]] = {
        TEXT: Text,
        VARCHAR: String(32),
        INTEGER: INTEGER(),
        BLOB: LargeBinary(),
    }
    for table in tables.sorted_tables:
        for column in table.columns:
            column.type = kinds[type(column.type)]
    tables.create_all(target)
    for table in tables.sorted_tables:
        if rows := source.execute(select(table)).mappings().all():
            target.execute(insert(table), [dict(row) for row in rows])


def _structure(url: str) -> dict[str, object]:
    """Columns and keys of each table; names of keys, and the order of columns, may differ.

    Texts are in the order of their bytes, whatever the database's language: also those added.
    """
    with _engine(url) as connection:
        found = inspect(connection)
        return {
            table: (
                sorted(
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in found.get_columns(table)
                ),
                found.get_pk_constraint(table)["constrained_columns"],
                sorted(
                    (key["constrained_columns"], key["referred_table"], key["options"])
                    for key in found.get_foreign_keys(table)
                ),
            )
            for table in found.get_table_names()
        }


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


def test_the_village_is_collected_listed_joined_located_and_forgotten(
    url: str, tmp_path: Path
) -> None:
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
    before = terrasse("people", "--all", "--json")
    assert "are one person" in terrasse("same", "maud", "tariq")
    assert "Parted" in terrasse("unjoin", "maud")
    assert before == terrasse("people", "--all", "--json")
    terrasse("place", "home", "Rennes")
    terrasse("trip", "Lille", "tomorrow")
    assert re.search(r"Maud .*\n.*\n +Lille, .* you will be", terrasse("people", "--near"))
    assert "Forgotten." in terrasse("forget", "solene@village.example", "--yes")
    terrasse("run", "--once")
    for words in (("people", "--all"), ("export",)):
        assert "olène" not in terrasse(*words)
    assert "Solène" not in (tmp_path / "digest.md").read_text()
    assert "ok  store" in terrasse("doctor")
