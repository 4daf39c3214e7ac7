"""`forget`: nothing of a person is left, and nothing of them comes back."""

from __future__ import annotations

import json
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.calendar.shelf import FolderShelf
from adapters.messenger.file import SEPARATOR, FileMessenger
from adapters.store import open_store
from bot.domain.digest import Outcome
from bot.domain.people.identity import Flag, Move, Standing
from bot.services.collect.collecting import collect
from bot.services.context import Post
from bot.services.digest.occurrence import prepare_digest
from bot.services.obey.forgetting import clear_up
from bot.services.obey.restored import settle_copy
from bot.services.owner.decisions import find_person
from bot.services.rounds.cycle import go_round
from tests.services.household import Household
from tests.services.situations import SITUATIONS, acquainted, received, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ports import Message, RemoteId

pytestmark = pytest.mark.anyio

WHO = "alice@village.example"
HERS = (WHO, "Alice Martin", "quince jelly", "@alice", "users/alice")
"""Her handle, her name, what she wrote about, and what stands in addresses."""


@pytest.fixture(scope="module")
async def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Household, Path]:
    """The owner has talked with Alice and Bruno, and meets Alice: all of it in a folder."""
    folder = tmp_path_factory.mktemp("past")
    async with opened(folder) as house:
        house.chat(house.bruno, about="compost")
        house.chat(house.alice, about="quince jelly")
        thread = house.world.post(house.alice, "Quince jelly for @bruno?", mentions=(house.me,))
        house.world.post(
            house.bruno,
            "@alice@village.example and I love it",
            reply_to=thread,
            mentions=(house.me,),
        )
        house.clock.advance(timedelta(days=1))
        await rounds(house)
        await write(house, "hello")
        for text in ("why {}", "draft {}", "place {} Rennes", "planned {} saturday 12:30 Café X"):
            await write(house, text.format(WHO))
        assert (folder / "meetings").is_dir()
        assert traces(folder)
    return house, folder


@pytest.fixture
async def house(past: tuple[Household, Path], tmp_path: Path) -> AsyncIterator[Household]:
    """They go on from there, with a copy of the folder."""
    shutil.copytree(past[1], tmp_path, dirs_exist_ok=True)
    store = await open_store(f"sqlite:///{tmp_path / 'terrasse.db'}")
    house = await past[0].twin(store)
    house.context = replace(house.context, shelf=FolderShelf(tmp_path / "meetings"))
    yield house
    await store.close()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Household]:
    store = await open_store(f"sqlite:///{folder / 'terrasse.db'}")
    house = Household(store=store)
    bruno = house.world.account(house.bruno)
    house.world.describe(replace(bruno, bio="Friend of @alice@village.example"))
    house.context = replace(
        house.context, shelf=FolderShelf(folder / "meetings"), archive=FileMessenger()
    )
    try:
        yield house
    finally:
        await store.close()


async def rounds(house: Household, number: int = 2) -> None:
    for _ in range(number):
        house.clock.advance(timedelta(minutes=1))
        await go_round(house.context)


async def write(house: Household, text: str) -> str:
    """Send a message from the owner to the bot; returns the bot's answers."""
    before = len(house.received())
    house.world.write(house.me, house.bot, text)
    await rounds(house)
    return "\n".join(house.received()[before:])


def traces(folder: Path, texts: tuple[str, ...] = HERS) -> list[tuple[str, str]]:
    """The files that hold something of Alice, in UTF-8 or escaped."""
    forms = [(text, form) for text in texts for form in (text, json.dumps(text)[1:-1])]
    return [
        (path.name, text)
        for path in folder.rglob("*")
        if path.is_file()
        for text, form in forms
        if form.encode().lower() in path.read_bytes().lower()
    ]


async def test_no_byte_of_her_is_left(house: Household, tmp_path: Path) -> None:
    asked = await write(house, "forget alice@village.example")
    assert "Forget Alice Martin (alice@village.example)?" in asked

    said = await write(house, "yes")

    assert "Forgotten." in said
    assert "Alice" not in said
    assert [] == traces(tmp_path)
    await house.store.backup(tmp_path / "copy")
    assert [] == traces(tmp_path)
    assert [] == await house.store.integrity()


async def forget(house: Household, who: str = WHO) -> str:
    await write(house, f"forget {who}")
    return await write(house, "yes")


async def names(house: Household) -> set[str]:
    """Everybody in the store but the bot."""
    async with house.store.unit(house.owner) as unit:
        return {person.name for person in await unit.people.all()} - {"My bot"}


async def test_nothing_of_her_comes_back(house: Household, tmp_path: Path) -> None:
    await forget(house)
    before = len(house.received())
    async with house.store.unit(house.owner) as unit:
        for watch in await unit.watches.all():  # all of it is read again from the beginning
            await unit.watches.save(replace(watch, cursor=None, collected_at=None))

    house.chat(house.alice, about="quince jelly")
    again = house.world.post(house.bruno, "What of @alice@village.example?", mentions=(house.me,))
    house.world.post(house.alice, "Quince jelly!", reply_to=again, mentions=(house.me, house.bruno))
    for _ in range(30):
        house.clock.advance(timedelta(days=1))
        await rounds(house, 1)

    assert [] == traces(tmp_path)
    assert not any("Alice" in text for text in house.received()[before:])
    assert "Nobody you talked with is called" in await tell(house, f"why {WHO}")
    assert {"Bruno"} == await names(house)
    async with house.store.unit(house.owner) as unit:
        assert await unit.log.with_accounts([house.bruno])
        assert all(comparison.is_equal for comparison in await unit.log.rebuild(mend=False))


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_whatever_her_invitation_is_at_nothing_more_goes_out(
    situation: str, tmp_path: Path
) -> None:
    async with opened(tmp_path) as house:
        await acquainted(house)
        await SITUATIONS[situation](house)
        async with house.store.unit(house.owner) as unit:
            names = {name for row in await unit.outbox.all() for name in row.draft.names}
        out = received(house)

        await tell(house, f"forget {WHO}")
        assert "Forgotten." in await tell(house, "yes")
        assert [] == await clear_up(house.context)
        await rounds(house, 5)
        house.clock.advance(timedelta(days=40))
        await rounds(house, 2)

        assert out == received(house)
        assert [] == traces(tmp_path, (*HERS, *names))
        assert [] == await house.store.integrity()


async def test_a_digest_that_waits_is_composed_again_without_her(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        house.chat(house.alice, about="quince jelly")
        house.chat(house.bruno, about="compost")
        await collect(house.context)
        assert await prepare_digest(house.context) is Outcome.QUEUED

        await tell(house, f"forget {WHO}")
        await tell(house, "yes")
        await rounds(house, 3)

        [digest] = [text for text in house.received() if "compost" in text]
        assert "Bruno" in digest
        assert not any("Alice" in text for text in house.received())


@pytest.mark.parametrize(
    "between", ["no", "snooze bruno@village.example 3w", "", "yes @bruno@village.example"]
)
async def test_only_a_yes_right_after_it_forgets(house: Household, between: str) -> None:
    await write(house, f"forget {WHO}")
    if between:
        await write(house, between)
    else:
        house.clock.advance(timedelta(days=2))

    assert "Forgotten" not in await write(house, "yes")

    assert {"Alice Martin", "Bruno"} == await names(house)


async def test_after_another_question_a_yes_forgets_nobody(house: Household) -> None:
    """The bot asks about the meeting between the question and the answer."""
    async with house.store.unit(house.owner) as unit:
        [plan] = [found.plan for found in await unit.invitations.all() if found.plan]
    house.clock.set(plan.start.replace(hour=7) + timedelta(days=1))
    await rounds(house)
    await write(house, f"forget {WHO}")
    house.clock.advance(timedelta(hours=3))
    await rounds(house)
    assert "Did you meet" in house.received()[-1]

    assert "Nothing was forgotten: write forget … again." in await write(house, "yes")


async def test_reading_in_between_leaves_the_question_open(house: Household) -> None:
    await write(house, f"oublie {WHO}")
    await write(house, f"why {WHO}")

    assert "Forgotten." in await write(house, "oui")


async def test_it_cannot_be_undone_and_undoes_nothing_else(house: Household) -> None:
    await write(house, "never bruno@village.example")
    await forget(house)

    assert "What was forgotten cannot be brought back." in await write(house, "undo")

    async with house.store.unit(house.owner) as unit:
        bruno = await find_person(unit, "bruno")
    assert Standing.NEVER is bruno.standing


async def test_she_stays_forgotten_where_she_moves(house: Household, tmp_path: Path) -> None:
    """Her server confirms the move after she was forgotten; her new account has talked already."""
    other = house.world.join("lissa", "Lissa")
    house.chat(other, about="quince jelly")
    await rounds(house)
    await forget(house)
    assert "Lissa" in await names(house)

    old = house.world.account(house.alice)
    for shown in (False, True):
        moved = replace(old, flags=frozenset({Flag.MOVED}), move=Move(other, shown=shown))
        async with house.store.unit(house.owner) as unit:
            await unit.people.save([moved])
        assert [] == await clear_up(house.context)
        assert (not shown) == ("Lissa" in await names(house))

    await rounds(house)
    assert [] == traces(tmp_path, (*HERS, "Lissa"))


async def test_a_digest_in_a_file_that_is_being_written_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "digest.md"

    class Slow(FileMessenger):
        async def send(self, message: Message) -> RemoteId:
            await tell(home, f"forget {WHO}")
            await tell(home, "yes")
            await clear_up(home.context)
            return await super().send(message)

    async with opened(tmp_path) as home:
        home.context = replace(home.context, post=Post(Slow(), str(file)), bot=None)
        home.chat(home.alice, about="quince jelly")
        await rounds(home)

        assert [] == traces(tmp_path)


async def test_one_s_own_account_is_not_forgotten(house: Household) -> None:
    async with house.store.unit(house.owner) as unit:
        await unit.people.save([house.world.account(house.me)])

    assert "is an account of yours" in await write(house, "forget me@village.example")


async def test_everything_goes_and_nothing_is_read_before_start(
    house: Household, tmp_path: Path
) -> None:
    assert "Delete all that I keep" in await write(house, "forget everything")
    assert "I have deleted all that I kept" in await write(house, "yes")
    house.chat(house.alice)
    await rounds(house, 3)

    said = (*HERS, "Bruno", "compost", "Café X")
    assert [] == traces(tmp_path, said)
    async with house.store.unit(house.owner) as unit:
        rows = await unit.rows()
    assert {"owners", "watches", "pairings", "inbox", "mailboxes", "outbox", "preferences"} >= {
        table for table, some in rows.items() if some and table != "decisions"
    }

    assert "We are connected" in await write(house, "start")
    await rounds(house, 2)
    assert {"Alice Martin", "Bruno"} == await names(house)


async def test_a_file_with_a_digest_of_another_store_is_named(tmp_path: Path) -> None:
    file = tmp_path / "digest.md"
    file.write_text(f"1 · Alice Martin {WHO}\n\nref abc234\n{SEPARATOR}", encoding="utf-8")
    async with opened(tmp_path) as house:
        house.context = replace(house.context, post=Post(FileMessenger(), str(file)), bot=None)
        house.chat(house.alice, about="quince jelly")
        await rounds(house)

        await tell(house, f"forget {WHO}")
        assert f"These files still hold it: {file}." in await tell(house, "yes")


async def test_digests_in_files_are_blanked(tmp_path: Path) -> None:
    file = tmp_path / "digest.md"
    async with opened(tmp_path) as house:
        house.context = replace(house.context, post=Post(FileMessenger(), str(file)), bot=None)
        house.chat(house.alice, about="quince jelly")
        await rounds(house)
        assert "Alice Martin" in file.read_text(encoding="utf-8")

        await tell(house, f"forget {WHO}")
        assert "These files" not in await tell(house, "yes")
        kept = file.rename(tmp_path / "moved")
        file.mkdir()
        [problem] = await clear_up(house.context)
        assert str(file) in str(problem)
        file.rmdir()
        kept.rename(file)

        assert [] == await clear_up(house.context)

        assert [] == traces(tmp_path)
        assert "ref" in file.read_text(encoding="utf-8")


async def test_files_that_hold_her_still_are_named(house: Household, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}.elsewhere"
    await house.store.backup(elsewhere)
    (tmp_path / "notes.json").write_text(json.dumps({"who": WHO}), encoding="utf-8")
    (tmp_path / "other.txt").write_text("nobody", encoding="utf-8")

    said = await forget(house)

    assert str(elsewhere) in said
    assert "notes.json" in said
    assert "other.txt" not in said
    assert "terrasse.db" not in said


async def test_a_backup_put_back_has_forgotten_her_too(house: Household, tmp_path: Path) -> None:
    database, copy = tmp_path / "terrasse.db", tmp_path.parent / f"{tmp_path.name}.copy"
    await house.store.backup(copy)
    await forget(house)
    await house.store.close()
    copy.replace(database)
    for companion in ("-wal", "-shm"):
        database.with_name(f"terrasse.db{companion}").unlink(missing_ok=True)
    assert traces(tmp_path)

    house.store = await open_store(f"sqlite:///{database}")
    house.context = replace(house.context, store=house.store)
    await settle_copy(house.context)
    assert [] == await clear_up(house.context)
    await rounds(house, 3)

    assert [] == traces(tmp_path)
    assert {"Bruno"} == await names(house)
    await house.store.close()
