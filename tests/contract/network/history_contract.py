from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.talk.interaction import Kind
from tests.contract.network.stage import Ability, Stage, collected, log_of, needs, pages

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey


async def some_talk(stage: Stage) -> tuple[AccountKey, AccountKey]:
    """Ten acts between two."""
    alice, bruno = await stage.account("alice"), await stage.account("bruno")
    root = await stage.post(alice, "Who has seeds to swap?", mentions=(bruno,))
    for number in range(3):
        answer = await stage.post(bruno, f"I have {number + 2} kinds of beans.", reply_to=root)
        await stage.like(alice, answer)
        root = await stage.post(alice, "Bring them all!", reply_to=answer)
    return alice, bruno


class HistoryContract:
    """Back-fill, increments, and what becomes of what is changed or taken back."""

    async def test_an_empty_history_is_a_page_with_a_cursor(self, stage: Stage) -> None:
        alice = await stage.account("alice")

        read = await pages(stage, alice)

        assert log_of(read) == {}
        assert log_of(await pages(stage, alice, read[-1].cursor)) == {}

    async def test_everyone_in_a_page_is_described(self, stage: Stage) -> None:
        alice, bruno = await some_talk(stage)

        for page in await pages(stage, alice):
            others = {one.other for one in page.interactions}
            assert others <= {account.key for account in page.accounts}
            assert all(account.handle for account in page.accounts)
            assert alice not in {account.key for account in page.accounts}
        assert {bruno} == {one.other for one in await collected(stage, alice)}

    async def test_the_back_fill_reaches_further_and_further(self, stage: Stage) -> None:
        alice, _ = await some_talk(stage)

        reached = [page.reaches_back_to for page in await pages(stage, alice)]

        told = [one for one in reached if one is not None]
        assert told
        assert all(later <= earlier for earlier, later in pairwise(told))

    async def test_reading_may_stop_after_any_page(self, stage: Stage) -> None:
        alice, _ = await some_talk(stage)
        whole = await pages(stage, alice)
        expected = log_of(whole)
        assert len(expected) == 10

        for stop, page in enumerate(whole, start=1):
            rest = await pages(stage, alice, page.cursor)
            assert expected == log_of([*whole[:stop], *rest])

    async def test_what_happens_while_reading_is_paused_is_found(self, stage: Stage) -> None:
        alice, bruno = await some_talk(stage)
        whole = await pages(stage, alice)
        late = await stage.post(bruno, "And a pumpkin!", mentions=(alice,))

        for stop, page in enumerate(whole, start=1):
            rest = await pages(stage, alice, page.cursor)
            found = log_of([*whole[:stop], *rest])
            assert log_of(whole).keys() <= found.keys()
            assert late in {one.object_uri for one in found.values()}

    async def test_reading_again_adds_nothing(self, stage: Stage) -> None:
        alice, _ = await some_talk(stage)
        first = await pages(stage, alice)

        again = await pages(stage, alice, first[-1].cursor)

        assert log_of(again).keys() <= log_of(first).keys()

    async def test_an_increment_brings_what_is_new(self, stage: Stage) -> None:
        alice, bruno = await some_talk(stage)
        first = await pages(stage, alice)
        asked = await stage.post(bruno, "Shall we say Saturday?", mentions=(alice,))
        answered = await stage.post(alice, "Saturday it is.", reply_to=asked)

        second = await pages(stage, alice, first[-1].cursor)
        third = await pages(stage, alice, second[-1].cursor)

        new = log_of(second).keys() - log_of(first).keys()
        assert {asked, answered} == {key.uri for key in new}
        assert log_of(third).keys() <= log_of([*first, *second]).keys()

    async def test_an_act_dated_back_is_found_under_its_date(self, stage: Stage) -> None:
        needs(stage, Ability.BACK_DATE)
        alice, bruno = await some_talk(stage)
        first = await pages(stage, alice)
        long_ago = stage.now() - timedelta(days=40)
        uri = await stage.post(bruno, "Found in a drawer.", mentions=(alice,), created_at=long_ago)

        # An increment may miss it, where lists go by the record's own date; a sweep must not.
        swept = log_of([*await pages(stage, alice, first[-1].cursor), *await pages(stage, alice)])

        (found,) = [one for one in swept.values() if one.object_uri == uri]
        assert abs(found.at - long_ago) < timedelta(seconds=2)
        assert found.seen_at >= found.at

    async def test_a_date_in_the_future_is_not_believed(self, stage: Stage) -> None:
        needs(stage, Ability.BACK_DATE)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        ahead = stage.now() + timedelta(days=40)
        await stage.post(bruno, "From tomorrow.", mentions=(alice,), created_at=ahead)

        (found,) = await collected(stage, alice)

        assert found.at <= found.seen_at
        assert found.at < ahead

    async def test_an_edit_comes_through(self, stage: Stage) -> None:
        needs(stage, Ability.EDIT)
        alice, bruno = await some_talk(stage)
        uri = await stage.post(bruno, "Saturday?", mentions=(alice,))
        first = await pages(stage, alice)
        await stage.edit(uri, "Sunday?")

        log = log_of([*first, *await pages(stage, alice, first[-1].cursor)])

        (edited,) = [one for one in log.values() if one.object_uri == uri]
        assert "Sunday?" in (edited.text or "")
        assert Kind.MENTION is edited.kind

    async def test_a_deleted_post_is_gone(self, stage: Stage) -> None:
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        kept = await stage.post(bruno, "Saturday?", mentions=(alice,))
        gone = await stage.post(bruno, "Or never?", mentions=(alice,))
        await stage.delete(gone)
        await stage.settle()

        assert {kept} == {one.object_uri for one in await collected(stage, alice)}
        network = await stage.network(alice)
        assert {kept: True, gone: False} == await network.exists([kept, gone])

    async def test_an_item_that_cannot_be_read_does_not_cost_the_page(self, stage: Stage) -> None:
        needs(stage, Ability.MISPRINT)
        alice, bruno = await stage.account("alice"), await stage.account("bruno")
        before = await stage.post(bruno, "Saturday?", mentions=(alice,))
        await stage.misprint(alice)
        after = await stage.post(bruno, "Or Sunday?", mentions=(alice,))

        read = await pages(stage, alice)

        (rejected,) = [one for page in read for one in page.rejected]
        assert rejected.raw
        assert rejected.why
        assert {before, after} == {one.object_uri for one in log_of(read).values()}
