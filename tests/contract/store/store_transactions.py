from __future__ import annotations

import asyncio
import stat
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.domain.delivery.decision import Decision, PreferenceWas
from bot.domain.meeting.goal import Meeting
from bot.domain.people.identity import Owner, OwnerId, Person, Standing, person_id
from bot.errors import ImpossibleError, StoreUnavailableError
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account, draft, interaction
from tests.contract.store.store_invitations import begun

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.ports import Store, Unit

OTHER = Owner(OwnerId("other"), ZoneInfo("UTC"))


class Interruption(Exception):  # noqa: N818 (not an error of anybody's)
    """Something that ends a block early."""


class TransactionsContract:
    async def test_nothing_is_kept_of_a_unit_that_failed(self, store: Store) -> None:
        async def fail() -> None:
            async with store.unit(OWNER) as unit:
                await unit.log.record([interaction()])
                await unit.people.save([account()])
                await unit.outbox.put([draft()], NOON)
                raise Interruption

        with pytest.raises(Interruption):
            await fail()

        assert await store.owners() == []

        async with store.unit(OWNER) as unit:
            assert await unit.log.count() == 0
            assert not await unit.people.all()
            assert not await unit.outbox.all()

    async def test_a_revision_is_another_after_each_change(self, store: Store) -> None:
        async def revision() -> str:
            async with store.unit(OWNER) as unit:
                return await unit.revision()

        async def fail() -> None:
            async with store.unit(OWNER) as unit:
                await unit.people.save([account()])
                raise Interruption

        for _ in range(3):
            await revision()  # the first units store the owner, and that there is a log
        seen = [await revision()]
        assert seen == [await revision()]

        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
        seen.append(await revision())
        async with store.unit(OWNER) as unit:
            await unit.people.stand(person_id(ALICE), Standing.KNOWN)
        seen.append(await revision())
        async with store.unit(OTHER) as unit:
            await unit.preferences.set("home", "1", NOON)
        seen.append(await revision())
        with pytest.raises(Interruption):
            await fail()
        assert len(set(seen)) == len(seen)
        assert [await revision()] == [await revision()]

    async def test_a_revision_of_talk_is_another_after_each_change_of_it(
        self, store: Store
    ) -> None:
        async def look(owner: Owner = OWNER) -> tuple[str, object]:
            async with store.unit(owner) as unit:
                talk = list(await unit.log.tallies()), list(await unit.log.exchanges())
                return await unit.revision(of_talk=True), talk

        asks = interaction(by=ME, to=ALICE, uri="https://village.example/@me/1")
        says = interaction(when=NOON + timedelta(minutes=5))
        alice = Person(person_id(ALICE), (account(),))
        changes: list[Callable[[Unit], Awaitable[object]]] = [
            lambda unit: unit.log.record([asks, says]),
            lambda unit: unit.log.record([says._replace(url="https://village.example/@alice/1")]),
            lambda unit: unit.log.withdraw([says.object_uri]),
            lambda unit: unit.log.expire(text_before=NOON, all_before=says.at),
            lambda unit: unit.log.record([asks]),
            lambda unit: unit.erase(ME, ()),
            lambda unit: unit.log.record([asks, says]),
            lambda unit: unit.erasures.forget(alice),
            lambda unit: unit.log.record([interaction(by=BRUNO, uri="https://b.example/1")]),
            lambda unit: unit.erasures.everything(),
        ]
        await look()
        looks = [await look()]
        for change in changes:
            async with store.unit(OWNER) as unit:
                await unit.people.save([account()])
                await change(unit)
            looks.append(await look())
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction(by=BRUNO, when=NOON.replace(hour=23))])
        looks += [await look(), await look(Owner(OWNER.id, ZoneInfo("Pacific/Auckland")))]

        differ = [before[1] != after[1] for before, after in pairwise(looks)]
        assert all(differ), differ
        assert all(before[0] != after[0] for before, after in pairwise(looks))

    async def test_a_cancelled_unit_keeps_nothing(self, store: Store) -> None:
        begun = asyncio.Event()

        async def hang() -> None:
            async with store.unit(OWNER) as unit:
                await unit.log.record([interaction()])
                begun.set()
                await asyncio.sleep(3600)

        task = asyncio.create_task(hang())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        async with store.unit(OWNER) as unit:
            assert await unit.log.count() == 0

    async def test_owners_see_nothing_of_each_other(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction()])
            await unit.people.save([account()])
            await unit.people.stand(person_id(ALICE), Standing.NEVER)
            await unit.invitations.put(await begun(unit))
            await unit.meetings.add(Meeting(NOON.date(), NOON))
            await unit.preferences.set("goal", "2", NOON)
            await unit.decisions.push(Decision("goal", NOON, (PreferenceWas("goal"),)))
            await unit.outbox.put([draft()], NOON)
            [row] = await unit.outbox.all()
        async with store.unit(OTHER) as unit:
            assert await unit.log.count() == 0
            assert not await unit.log.tallies()
            assert not await unit.log.with_accounts([ALICE])
            assert not await unit.people.all()
            assert await unit.decisions.pop() is None
            assert not await unit.invitations.all()
            assert not await unit.invitations.history(person_id(ALICE))
            assert not await unit.meetings.all()
            assert await unit.preferences.get("goal") is None
            assert await unit.outbox.next(NOON) is None
            assert await unit.outbox.claim(row, "worker", NOON) is None
            await unit.outbox.cancel(row.draft.batch)
            assert await unit.outbox.put([draft()], NOON) == 1
            await unit.log.withdraw([interaction().object_uri])
            await unit.log.record([interaction(text="mine")._replace(owner=OTHER.id)])
        async with store.unit(OWNER) as unit:
            assert [interaction()] == list(await unit.log.with_accounts([ALICE]))

        assert await store.owners() == [OWNER.id, OTHER.id]

    async def test_units_of_one_process_wait_for_each_other(self, store: Store) -> None:
        async def one_more(number: int) -> None:
            async with store.unit(OWNER) as unit:
                before = await unit.log.count()
                await asyncio.sleep(0)
                await unit.log.record([interaction(uri=f"{number}")])
                assert await unit.log.count() == before + 1

        await asyncio.gather(*(one_more(number) for number in range(20)))

        async with store.unit(OWNER) as unit:
            assert await unit.log.count() == 20

    async def test_a_sound_store_has_no_faults(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([interaction()])
            await unit.outbox.put([draft()], NOON)

        assert list(await store.integrity()) == []

    async def test_a_backup_is_private_and_replaces_nothing(
        self, store: Store, tmp_path: Path
    ) -> None:
        copy = tmp_path / "copy"
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
        await store.backup(copy)

        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert b"alice@village.example" in copy.read_bytes()

        before = copy.read_bytes()
        with pytest.raises(ImpossibleError, match="is there already"):
            await store.backup(copy)
        assert copy.read_bytes() == before

    async def test_a_backup_needs_a_directory(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailableError):
            await store.backup(tmp_path / "nowhere" / "copy")
