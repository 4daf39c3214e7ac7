from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from adapters.store import migrate, open_store
from adapters.store.migrate import REVISIONS
from bot.domain.delivery.decision import Decision, StandingWas
from bot.domain.delivery.outbox import Link
from bot.domain.meeting.invitation import State
from bot.domain.people.identity import AccountKey, NetworkName, Standing
from bot.domain.people.pairing import Pairing
from bot.ports import Cursor, Mailbox
from bot.services.delivery.deliver import deliver
from tests.builders import NOON, OWNER
from tests.services.household import Household

ME = AccountKey(NetworkName.MASTODON, "me@village.example")
BOT = AccountKey(NetworkName.MASTODON, "bot@village.example")


def tables(path: Path) -> dict[str, str]:
    database = sqlite3.connect(path)
    found = dict(
        database.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    )
    database.close()
    return found


def structure(path: Path) -> dict[str, object]:
    """Columns, keys and indexes: added columns stand elsewhere in the text that made a table."""
    database = sqlite3.connect(path)
    found: dict[str, object] = {}
    for _, name, kind, _, without_rowid, strict in database.execute("PRAGMA table_list"):
        if kind != "table" or name.startswith("sqlite_"):
            continue
        indexes = [row[1:] for row in database.execute(f"PRAGMA index_list({name})")]
        found[name] = (
            (without_rowid, strict),
            [row[1:] for row in database.execute(f"PRAGMA table_info({name})")],
            [row[2:] for row in database.execute(f"PRAGMA foreign_key_list({name})")],
            {
                index[0]: (index[1:], list(database.execute(f"PRAGMA index_info({index[0]})")))
                for index in indexes
            },
        )
    database.close()
    return found


def load(revision: str, path: Path) -> None:
    dump = Path(__file__).parent / "released" / f"{revision}.sql"
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    database = sqlite3.connect(path)
    database.executescript(dump.read_text(encoding="utf-8"))
    database.close()


def test_the_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    steps = ScriptDirectory.from_config(config).walk_revisions()

    assert [step.revision for step in steps][::-1] == list(REVISIONS)


async def test_the_migrations_make_the_schema(url: str, path: Path, tmp_path: Path) -> None:
    load("0001", path)
    await (await open_store(url)).close()
    new = tmp_path / "new" / "terrasse.db"
    await (await open_store(f"sqlite:///{new}")).close()

    assert structure(new) == structure(path)


async def test_what_was_approved_before_the_links_had_columns_goes_out_once(
    url: str, path: Path
) -> None:
    """A store of revision 0002: Bruno's invitation and an answer wait, Alice's plan was asked."""
    load("0002", path)
    house = Household(store=await open_store(url))
    house.clock.set(datetime(2026, 10, 7, 9, 7, tzinfo=UTC))
    async with house.store.unit(house.owner) as unit:
        rows = await unit.outbox.all()
        invitations = {one.id: one for one in await unit.invitations.all()}
        assert 1 == len(await unit.inbox.pairings())
    links = {(row.draft.kind, row.draft.link) for row in rows}
    due = datetime(2026, 9, 28, 9, tzinfo=UTC)
    assert {
        ("digest", Link(due=due, revision=1)),
        ("question", invitations[2].link),
        ("invitation", invitations[1].link),
    } == {(kind, link) for kind, link in links if kind != "answer"}
    assert all(link.answer_to for kind, link in links if kind == "answer")
    assert (State.APPROVED, State.PLANNED) == (invitations[1].state, invitations[2].state)

    for _ in range(3):
        await deliver(house.context)
        house.clock.advance(timedelta(minutes=10))

    posts = house.world.ledger.posts.values()
    assert [rows[9].draft.body] == [post.text for post in posts if post.author == house.me]
    async with house.store.unit(house.owner) as unit:
        after = {one.id: one.state for one in await unit.invitations.all()}
        assert {1: State.SENT, 2: State.PLANNED} == after
    assert [] == list(await house.store.integrity())

    await house.store.close()


async def test_boosts_of_stored_logs_are_counted_anew(url: str, path: Path) -> None:
    """A store of revision 0001, which holds a like, with one more like and a boost by each side."""
    load("0001", path)
    database = sqlite3.connect(path)
    names = [row[1] for row in database.execute("PRAGMA table_info(interactions)")]
    for number, (kind, outgoing) in enumerate(
        [("boost", 1), ("boost", 0), ("like", 1), ("like", 0)], start=1000
    ):
        new = {"id": number, "key": number, "kind": f"'{kind}'", "outgoing": outgoing}
        copied = ", ".join(str(new.get(name, name)) for name in names)
        database.execute(f"INSERT INTO interactions SELECT {copied} FROM interactions LIMIT 1")  # noqa: S608
    [(tallies_before,)] = database.execute("SELECT count(*) FROM tallies")
    database.execute(
        "UPDATE tallies SET out_signal = out_signal + 2, in_signal = in_signal + 2"
        " WHERE (watched, account, day) ="
        " (SELECT watched, account, day FROM interactions WHERE id = 1000)"
    )
    database.commit()
    database.close()

    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        tallies = await unit.log.tallies()
    assert [] == list(await store.integrity())
    await store.close()

    assert tallies_before == len(tallies)
    assert [(1, 1, 3)] == [
        (tally.out_signal, tally.out_boost, tally.in_signal) for tally in tallies if tally.in_signal
    ]


@pytest.mark.parametrize("revision", ["0001"])
async def test_each_released_schema_is_brought_up_with_its_data(
    url: str, path: Path, revision: str
) -> None:
    load(revision, path)
    store = await open_store(url)
    async with store.unit(OWNER) as unit:
        assert await unit.log.count() == 3
        assert len(await unit.log.tallies()) == 1
        assert len(await unit.log.exchanges()) == 1
        assert [person.name for person in await unit.people.all()] == ["Alice Martin"]
        assert [row.draft.body for row in await unit.outbox.all()] == [
            "Sunday 1 November\n\nk3f9q2"
        ]
        assert [invitation.state for invitation in await unit.invitations.all()] == [
            State.SUGGESTED
        ]
        assert len(await unit.meetings.all()) == 1
        assert await unit.preferences.get("goal") == "1 2w"
        # What was agreed on before stays agreed on, with the one account that was written to.
        assert [Pairing(ME, {"village.example": "1"}, NOON, BOT)] == await unit.inbox.pairings()
        assert Mailbox(BOT, NOON, message=Cursor("117643347889553871")) == await unit.inbox.mailbox(
            BOT
        )
        [alice] = await unit.people.all()
        assert await unit.decisions.pop() == Decision(
            "known", NOON, (StandingWas(alice.id, Standing.NEW),)
        )

    assert await store.integrity() == []

    await store.close()
