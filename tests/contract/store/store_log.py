from __future__ import annotations

from datetime import UTC, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.people.identity import Owner, OwnerId
from bot.domain.talk.exchange import exchanges
from bot.domain.talk.interaction import Kind
from bot.domain.talk.tally import Tally, tally, tally_key
from bot.ports import Recorded
from tests.builders import ALICE, BRUNO, ME, OWNER, account, at, interaction, key

if TYPE_CHECKING:
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Store

NOON = at("2026-11-01 12:00")
MINE = interaction(by=ME, to=ALICE, uri="mine", root="mine", when=NOON, url="https://mine")
HERS = interaction(uri="hers", root="mine", when=at("2026-11-01 13:00"), url="https://hers")
LIKE = interaction(Kind.LIKE, uri="like", subject="mine", when=at("2026-11-01 12:30"))

_examples = count()
ours = st.sampled_from([ME, key("me-too")])
theirs = st.sampled_from([ALICE, BRUNO])
uris = st.sampled_from(["a", "b", "c", "d"])


@st.composite
def sightings(draw: st.DrawFn) -> Interaction:
    watched, other = draw(ours), draw(theirs)
    by, to = draw(st.permutations([watched, other]))
    kind = draw(st.sampled_from(Kind))
    return interaction(
        kind,
        by=by,
        to=to,
        watched=watched,
        uri=draw(uris),
        root=draw(st.sampled_from(["", "a", "r"])),
        subject=draw(uris) if kind in {Kind.LIKE, Kind.BOOST} else "",
        when=NOON + timedelta(hours=draw(st.integers(-60, 60))),
        text=draw(st.sampled_from([None, "a text", "another"])),
        url=draw(st.sampled_from([None, "https://a", "https://b"])),
    )


class LogContract:
    async def test_a_reply_or_a_quote_of_theirs_is_an_answer(self, store: Store) -> None:
        like = LIKE._replace(actor=BRUNO, target=ME)
        mention = interaction(Kind.MENTION, by=BRUNO, uri="named", when=NOON)
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, like, mention])

            assert not await unit.log.has_answered([ALICE, BRUNO])

            await unit.log.record([HERS])

            assert await unit.log.has_answered([ALICE, BRUNO])
            assert not await unit.log.has_answered([BRUNO])

    async def test_records_each_interaction_once(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            first = await unit.log.record([MINE, HERS, LIKE, HERS])
        async with store.unit(OWNER) as unit:
            again = await unit.log.record([LIKE, HERS, MINE])

            assert Recorded(added=3, changed=0) == first
            assert Recorded(added=0, changed=0) == again
            assert await unit.log.count() == 3

    async def test_gives_interactions_back_as_they_were(self, store: Store) -> None:
        told = HERS._replace(text="Bread 🥖 on Saturday?", languages=("en", "fr"), parent_uri="p")
        async with store.unit(OWNER) as unit:
            await unit.log.record([told])
        async with store.unit(OWNER) as unit:
            assert [told] == await unit.log.with_accounts([ALICE])

    async def test_tells_what_there_is_of_some_records(self, store: Store) -> None:
        elsewhere = HERS._replace(watched=key("me-too"), target=key("me-too"))
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, HERS, LIKE, elsewhere])

            assert {MINE, HERS, LIKE} == set(await unit.log.with_watched(ME))
            spans = [("hers", "hers"), ("l", "mine"), ("m", "n")]
            assert {MINE, HERS, LIKE} == set(await unit.log.with_watched(ME, among=spans))
            assert [LIKE] == list(await unit.log.with_watched(ME, among=[("i", "mind")]))
            assert [] == list(await unit.log.with_watched(ME, among=[]))

    async def test_partners_are_those_who_talked_back(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(ALICE), account(BRUNO)])
            await unit.log.record([MINE, HERS, LIKE._replace(actor=BRUNO)])

            assert {ALICE} == set(await unit.log.partners())

    async def test_counts_and_links_what_it_records(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([HERS, LIKE, MINE])

            day = at("2026-11-01 12:00").date()
            assert [Tally(OWNER.id, ME, ALICE, day, 1, 1, 0, 1)] == await unit.log.tallies()
            [exchange] = await unit.log.exchanges()
            assert (exchange.talk, exchange.started_by_owner) == (2, True)
            assert exchange.link == "https://hers"

    async def test_a_stronger_kind_takes_the_place_of_a_weaker(self, store: Store) -> None:
        seen_first = HERS._replace(kind=Kind.COPIED, root_uri="")
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, seen_first])
            before = await unit.log.exchanges()
            recorded = await unit.log.record([HERS])

            assert not before
            assert Recorded(added=0, changed=1) == recorded
            assert len(await unit.log.exchanges()) == 1

    async def test_an_earlier_time_moves_the_tally_to_its_day(self, store: Store) -> None:
        earlier = at("2026-10-30 12:00")
        async with store.unit(OWNER) as unit:
            await unit.log.record([HERS])
            await unit.log.record([HERS._replace(at=earlier)])

            assert [one.day for one in await unit.log.tallies()] == [earlier.date()]

    async def test_a_root_that_becomes_known_moves_the_talk(self, store: Store) -> None:
        rootless = HERS._replace(root_uri="")
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, rootless])
            apart = await unit.log.exchanges()
            in_thread = await unit.log.with_accounts([ALICE], root_uri="hers")
            await unit.log.record([HERS])

            assert not apart
            assert [rootless] == in_thread
            assert [one.root_uri for one in await unit.log.exchanges()] == ["mine"]

    async def test_the_talk_since_an_instant_is_that_of_the_instant_too(self, store: Store) -> None:
        later = MINE._replace(at=HERS.at + timedelta(microseconds=1), object_uri="later")
        async with store.unit(OWNER) as unit:
            await unit.log.record([HERS, later])

            assert [HERS, later] == await unit.log.with_accounts([ALICE], since=HERS.at)
            assert [later] == await unit.log.with_accounts([ALICE], since=later.at)
            assert not await unit.log.with_accounts([ALICE], since=later.at + timedelta(seconds=1))

    async def test_copied_handles_and_clicks_make_no_exchange(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, LIKE, HERS._replace(kind=Kind.COPIED)])

            assert not await unit.log.exchanges()

    async def test_a_page_of_more_than_one_chunk_is_one_page(self, store: Store) -> None:
        many = [
            interaction(uri=f"u{n}", root=f"r{n}", when=NOON + timedelta(minutes=n))
            for n in range(1000)
        ]
        async with store.unit(OWNER) as unit:
            recorded = await unit.log.record([*many, *many])

            assert Recorded(added=1000) == recorded
            assert sum(one.in_talk for one in await unit.log.tallies()) == 1000

    async def test_reads_by_account_and_thread_oldest_first(self, store: Store) -> None:
        bruno = interaction(by=BRUNO, uri="bruno", root="mine", when=at("2026-11-01 12:10"))
        elsewhere = HERS._replace(object_uri="other", root_uri="other", at=at("2026-10-01 10:00"))
        async with store.unit(OWNER) as unit:
            await unit.log.record([HERS, MINE, bruno, elsewhere])

            assert [elsewhere, MINE, HERS] == await unit.log.with_accounts([ALICE])
            in_thread = await unit.log.with_accounts([BRUNO, ALICE], root_uri="mine")
            assert [MINE, bruno, HERS] == in_thread
            assert not await unit.log.with_accounts([])

    async def test_withdrawn_talk_stays_without_text_and_link(self, store: Store) -> None:
        told = HERS._replace(text="oops")
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, told])
            changed = await unit.log.withdraw(["hers", "never-seen", ""])
            again = await unit.log.withdraw(["hers"])

            assert (changed, again) == (1, 0)
            [_, bare] = await unit.log.with_accounts([ALICE])
            assert (bare.text, bare.url) == (None, None)
            assert [one.link for one in await unit.log.exchanges()] == ["https://mine"]

    async def test_withdrawn_signals_leave_the_log(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([LIKE])

            assert await unit.log.withdraw(["like"]) == 1
            assert await unit.log.count() == 0
            assert not await unit.log.tallies()

    async def test_an_old_page_brings_nothing_withdrawn_back(self, store: Store) -> None:
        told = HERS._replace(text="oops")
        to_another = told._replace(target=key("me-too"), watched=key("me-too"))
        async with store.unit(OWNER) as unit:
            await unit.log.record([told, LIKE])
            await unit.log.withdraw(["hers", "like"])
        async with store.unit(OWNER) as unit:
            recorded = await unit.log.record([told, LIKE, to_another])

            assert Recorded(added=1) == recorded
            found = await unit.log.with_accounts([ALICE])
            assert [(one.text, one.url) for one in found] == [(None, None)] * 2

    async def test_expiry_takes_text_first_and_then_the_row(self, store: Store) -> None:
        told = [one._replace(text="a text") for one in (MINE, HERS)]
        late = interaction(by=ME, to=ALICE, uri="late", root="mine", when=at("2026-11-01 14:00"))
        async with store.unit(OWNER) as unit:
            await unit.log.record([*told, late])
            await unit.log.expire(
                text_before=at("2026-11-01 13:30"), all_before=at("2026-11-01 12:30")
            )

            found = await unit.log.with_accounts([ALICE])
            assert [(one.object_uri, one.text) for one in found] == [("hers", None), ("late", None)]
            [cell] = await unit.log.tallies()
            assert (cell.out_talk, cell.in_talk) == (1, 1)
            [exchange] = await unit.log.exchanges()
            assert (exchange.talk, exchange.started_by_owner) == (2, False)

    async def test_expiry_of_everything_leaves_nothing(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.log.record([MINE, HERS, LIKE])
            await unit.log.expire(
                text_before=at("2027-01-01 00:00"), all_before=at("2027-01-01 00:00")
            )

            assert await unit.log.count() == 0
            assert not await unit.log.tallies()
            assert not await unit.log.exchanges()

    async def test_what_is_dated_to_the_very_border_stays(self, store: Store) -> None:
        told = HERS._replace(text="a text")
        async with store.unit(OWNER) as unit:
            await unit.log.record([told])
            await unit.log.expire(text_before=told.at, all_before=told.at)

            assert [told] == await unit.log.with_accounts([ALICE])

    async def test_times_of_any_zone_are_kept_as_utc(self, store: Store) -> None:
        local = HERS._replace(at=HERS.at.astimezone(ZoneInfo("America/New_York")))
        async with store.unit(OWNER) as unit:
            await unit.log.record([local])
        async with store.unit(OWNER) as unit:
            [found] = await unit.log.with_accounts([ALICE])

            assert HERS.at == found.at.astimezone(UTC)

    async def test_refuses_the_interactions_of_another_owner(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            with pytest.raises(ValueError, match="cannot enter the log"):
                await unit.log.record([HERS._replace(owner=OwnerId("other"))])

    async def test_a_move_to_another_zone_dates_the_log_anew(self, store: Store) -> None:
        late = interaction(when=at("2026-11-01 05:00"))
        async with store.unit(OWNER) as unit:
            await unit.log.record([late])
        async with store.unit(Owner(OWNER.id, ZoneInfo("America/New_York"))) as unit:
            [cell] = await unit.log.tallies()

            assert cell.day == at("2026-10-31 12:00").date()
            await unit.log.record([late._replace(object_uri="2")])
            assert [one.in_talk for one in await unit.log.tallies()] == [2]

    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
            HealthCheck.too_slow,
        ],
        deadline=None,
        max_examples=40,
    )
    @given(st.lists(st.lists(sightings(), max_size=8), max_size=4), st.sets(uris))
    async def test_increments_a_rebuild_and_the_pure_functions_agree(
        self, store: Store, pages: list[list[Interaction]], gone: set[str]
    ) -> None:
        # The store lives longer than an example: each has an owner of its own.
        owner = Owner(OwnerId(f"owner-{next(_examples)}"), OWNER.zone)
        async with store.unit(owner) as unit:
            for page in pages:
                await unit.log.record(one._replace(owner=owner.id) for one in page)
                await unit.log.withdraw(gone)
            log = await unit.log.with_accounts([ALICE, BRUNO])
            tallies, found = await unit.log.tallies(), await unit.log.exchanges()

            assert sorted(tally(log, owner.zone), key=tally_key) == tallies
            assert exchanges(log) == found
            assert await unit.log.count() == len({one.key for one in log}) == len(log)

            assert all(one.is_equal for one in await unit.log.rebuild())
            assert tallies == await unit.log.tallies()
            assert found == await unit.log.exchanges()
