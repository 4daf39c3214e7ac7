from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.failures import Crash, CrashedError, Pass
from adapters.memory.network import MemoryNetwork
from adapters.messenger.file import FileMessenger
from bot.domain.safety.outside import UNSAID, keep_secret
from bot.domain.talk.interaction import Kind, Visibility
from bot.errors import SignInError, UnreachableError
from bot.ports import Cursor, Page
from bot.services.collect.collecting import Progress, collect
from bot.services.context import Post
from bot.services.obey.messages import obey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.talk.interaction import Interaction
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def the_log(house: Household) -> list[Interaction]:
    async with house.store.unit(house.owner) as unit:
        return list(await unit.log.with_accounts({house.alice, house.bruno}))


async def test_everything_between_the_owner_and_others_is_in_the_log_once(house: Household) -> None:
    house.chat(house.alice, weeks=2)

    first = await collect(house.context)
    second = await collect(house.context)

    assert [6] == [collected.added for collected in first]
    assert [0] == [collected.added for collected in second]
    assert [Kind.MENTION, Kind.REPLY, Kind.REPLY] * 2 == [
        interaction.kind for interaction in await the_log(house)
    ]


async def test_what_happens_later_is_found_by_the_next_collect(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    await collect(house.context)
    house.world.post(house.bruno, "Hello you", mentions=(house.me,))

    (outcome,) = await collect(house.context)

    assert outcome.added == 1


async def test_text_is_kept_for_thirty_days_from_its_posts_date(house: Household) -> None:
    house.chat(house.alice, weeks=6)

    await collect(house.context)

    now = house.clock.now()
    for interaction in await the_log(house):
        young = interaction.at >= now - timedelta(days=30)
        assert young == (interaction.text is not None)


async def test_text_leaves_the_log_when_it_gets_old(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    await collect(house.context)
    house.clock.advance(timedelta(days=31))

    await collect(house.context)

    assert {None} == {interaction.text for interaction in await the_log(house)}


async def test_private_words_are_counted_and_not_kept(house: Household) -> None:
    house.world.post(
        house.alice, "Between us", mentions=(house.me,), visibility=Visibility.FOLLOWERS
    )

    await collect(house.context)

    (interaction,) = await the_log(house)
    assert interaction.kind is Kind.MENTION
    assert interaction.text is None


async def test_a_server_that_hesitates_is_asked_again(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    house.world.failures.queue("history", UnreachableError("no route"), UnreachableError("none"))

    (outcome,) = await collect(house.context)

    assert outcome.error is None
    assert outcome.added == 3


async def test_a_server_that_stays_away_is_told_and_nothing_is_lost(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    house.world.failures.queue("history", *[UnreachableError("no route")] * 4)

    (failed,) = await collect(house.context)
    (outcome,) = await collect(house.context)

    assert str(failed.error) == "no route"
    assert outcome.added == 3


async def test_a_refused_secret_is_not_tried_again(house: Household) -> None:
    house.world.failures.queue("whoami", SignInError("the token is not accepted"))

    (outcome,) = await collect(house.context)

    assert str(outcome.error) == "the token is not accepted"


async def test_a_bad_account_never_stops_the_others(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    house.world.failures.queue("whoami", SignInError("the token is not accepted"))
    object.__setattr__(
        house.context,
        "networks",
        {"@gone@village.example": house.network, **house.context.networks},
    )

    broken, fine = await collect(house.context)

    assert broken.error is not None
    assert (fine.error, fine.added) == (None, 3)


async def test_a_reading_that_was_killed_goes_on_where_it_was(house: Household) -> None:
    house.chat(house.alice, weeks=60)
    house.world.failures.queue("history", Pass(), Crash("before"))

    with pytest.raises(CrashedError):
        await collect(house.context)
    async with house.store.unit(house.owner) as unit:
        kept = await unit.log.count()
        (watch,) = await unit.watches.all()
    assert kept > 0
    assert watch.complete_at is None

    (outcome,) = await collect(house.context)

    assert kept + outcome.added == 180


async def test_the_first_back_fill_is_marked_complete_once(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    await collect(house.context)
    async with house.store.unit(house.owner) as unit:
        complete = {watch.account: watch.complete_at for watch in await unit.watches.all()}
    house.clock.advance(timedelta(days=1))

    await collect(house.context)

    async with house.store.unit(house.owner) as unit:
        again = {watch.account: watch.complete_at for watch in await unit.watches.all()}
    assert complete["@me@village.example"] is not None
    assert complete == again


async def test_an_item_that_cannot_be_read_is_put_aside_and_the_page_kept(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    house.world.serve_odd(house.me, '{"id": 7}', "type: missing")

    (outcome,) = await collect(house.context)

    assert (outcome.added, outcome.rejected) == (3, 1)
    async with house.store.unit(house.owner) as unit:
        assert {house.me: 1} == dict(await unit.watches.quarantined())


async def test_progress_says_how_far_back_it_has_read(house: Household) -> None:
    house.chat(house.alice, weeks=60)
    heard: list[Progress] = []

    await collect(house.context, heard.append)

    read = [progress.read for progress in heard]
    assert read == sorted(read)
    assert read[-1] == 180
    reached = [progress.reaches_back_to for progress in heard if progress.reaches_back_to]
    assert reached == sorted(reached, reverse=True)


async def test_the_bot_is_one_of_the_owners_own_accounts(house: Household) -> None:
    await collect(house.context)

    async with house.store.unit(house.owner) as unit:
        assert house.bot in {watch.key for watch in await unit.watches.all()}


async def test_an_account_without_a_secret_is_read_once_it_has_opted_in(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    object.__setattr__(house.context, "public", frozenset({"@me@village.example"}))

    (before,) = await collect(house.context)
    await obey(house.context)
    for stranger, text in ((house.alice, "start"), (house.me, "hello")):
        house.world.write(stranger, house.bot, text)
    await obey(house.context)
    (still,) = await collect(house.context)
    house.world.write(house.me, house.bot, "start")
    await obey(house.context)
    (after,) = await collect(house.context)

    assert (before.waits, before.added) == (True, 0)
    assert still.waits
    assert not after.waits
    assert after.added > 0


async def test_an_account_without_a_secret_is_not_read_for_anybody_else(house: Household) -> None:
    house.chat(house.alice, weeks=1)
    object.__setattr__(house.context, "public", frozenset({"@me@village.example"}))
    house.world.write(house.me, house.bot, "hello")
    await collect(house.context)
    await obey(house.context)
    object.__setattr__(house.context, "post", Post(FileMessenger(), "digest.md"))

    (outcome,) = await collect(house.context)

    assert (outcome.waits, outcome.added) == (True, 0)


async def test_what_a_server_hides_in_its_cursor_and_deletions_is_not_stored(
    house: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.chat(house.alice, weeks=1)
    await collect(house.context)
    secret, (gone, *_) = (
        "secret-of-this-process",
        [interaction.object_uri for interaction in await the_log(house)],
    )
    keep_secret(secret)

    async def history(_network: object, _since: object) -> AsyncIterator[Page]:
        yield Page((), (), Cursor(f"\x1b{secret}\u202e"), gone=(f"{gone}\x1b",))

    monkeypatch.setattr(MemoryNetwork, "history", history)
    (outcome,) = await collect(house.context)

    async with house.store.unit(house.owner) as unit:
        cursors = {watch.cursor for watch in await unit.watches.all()}
    assert UNSAID in cursors
    assert outcome.changed == 1
