"""Whatever stands in a field of what one person sends, whole rounds go on for everybody else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.clock import SystemClock
from adapters.mastodon import MastodonNetwork
from adapters.mastodon.read.reading import reading_of
from bot.domain.people.identity import Owner, OwnerId
from bot.services.ranking.scene import current_scene
from bot.services.rounds.cycle import go_round
from tests.adapters.mastodon.in_process import Loopback, client_of
from tests.rounds.mastodon import Home
from tests.rounds.oddities import both, of_odd
from tests.rounds.test_mastodon_oddities import BORDERS
from tests.services.household import PARIS, Household

DATES: Final = st.sampled_from(BORDERS) | st.datetimes().map(lambda date: f"{date.isoformat()}Z")
NUMBERS: Final = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([2**31, 2**63, 2**64, -(2**63) - 1, 10**400, "7" * 30, True])
)
TEXTS: Final = st.text() | st.sampled_from(["", "\ud800", "x" * 200_000, "<" * 20_000, "\0", None])
ANYTHING: Final = (
    DATES
    | NUMBERS
    | TEXTS
    | st.just(...)
    | st.sampled_from([None, [], {}, [None], [[]], {"id": 1}])
)
FIELDS: Final = {
    "account": (
        *("id", "acct", "username", "display_name", "note", "url", "created_at", "fields"),
        *("followers_count", "statuses_count", "last_status_at", "bot", "discoverable", "moved"),
    ),
    "status": (
        *("id", "uri", "url", "created_at", "edited_at", "content", "language", "visibility"),
        *("in_reply_to_id", "in_reply_to_account_id", "mentions", "replies_count", "quote"),
        "reblog",
    ),
    "note": ("id", "type", "created_at", "account", "status"),
    "relationship": ("id", "following", "followed_by", "blocking", "blocked_by", "muting"),
}
CHANGES: Final = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.dictionaries(st.sampled_from(FIELDS[kind]), ANYTHING, min_size=1, max_size=4),
    )
)


async def check(changes: list[tuple[str, dict[str, Any]]]) -> None:
    home = Home("https://home.example")
    home.spoil = both(*(of_odd(kind, **fields) for kind, fields in changes))(home)
    clock = SystemClock()
    network = MastodonNetwork(
        client_of(Loopback(home)),  # type: ignore[arg-type] # an ASGI app is all it takes
        lambda: None,
        "camille@home.example",
        OwnerId("owner"),
        secret=lambda: home.token,
        clock=clock,
        url="https://home.example",
    )
    context = replace(
        Household().context,
        owner=Owner(OwnerId("owner"), PARIS),
        clock=clock,
        networks={"@camille@home.example": network},
    )

    for _ in range(2):
        done = await go_round(context)
        [error] = {
            collected.error for collected in done.collected if "camille" in collected.account
        }
        assert error is None

    allowed = {
        ranked.person.name
        for ranked in (await current_scene(context)).ranked()
        if ranked.verdict.allowed
    }
    assert "Bruno" in allowed
    async with context.store.unit(context.owner) as unit:
        [watch] = [watch for watch in await unit.watches.all() if "camille" in watch.account]
        assert not await unit.mishaps.all()
    reading = reading_of(watch.cursor)
    assert watch.complete_at is not None
    assert reading is not None
    assert reading.descent is None


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_whatever_stands_in_a_field(changes: list[tuple[str, dict[str, Any]]]) -> None:
    asyncio.run(check(changes))
