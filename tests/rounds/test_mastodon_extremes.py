"""Whatever stands in a field of what one person sends, whole rounds go on for everybody else."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mastodon.read.reading import reading_of
from tests.rounds.mastodon import Home, Rounds
from tests.rounds.oddities import both, of_odd
from tests.rounds.test_mastodon_oddities import BORDERS

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

    told = await Rounds(home).go()

    assert ([], []) == (told.errors, told.mishaps)
    assert "Bruno" in told.digest
    reading = reading_of(told.watch.cursor)
    assert told.watch.complete_at is not None
    assert reading is not None
    assert reading.descent is None


@settings(max_examples=12, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_whatever_stands_in_a_field(changes: list[tuple[str, dict[str, Any]]]) -> None:
    asyncio.run(check(changes))
