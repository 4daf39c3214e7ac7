"""A date that a stranger or a server writes ends nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.bluesky.client import moment as bluesky
from adapters.bluesky.client.moment import tid
from adapters.mastodon.client import moment as mastodon
from adapters.memory.clock import StoppedClock
from bot.domain.dating import EARLIEST, LATEST
from bot.domain.people.identity import Owner, OwnerId
from bot.domain.talk.tally import day_of
from bot.services.rounds.cycle import go_round
from tests.adapters.bluesky.server import ME, atproto
from tests.adapters.mastodon.in_process import Loopback, StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.builders import at
from tests.fakes.mastodon import HandClock, Mastodon
from tests.services.household import Household

if TYPE_CHECKING:
    from pathlib import Path

    import httpx  # noqa: TID251 (nothing leaves the process)

    from bot.domain.talk.interaction import Interaction

pytestmark = pytest.mark.anyio

NO_DATES: Final = [
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-23:59",
    "9999-12-31T23:59:59Z",
    "-0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "9" * 5_000,
    "",
]
ZONES: Final = [ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Etc/GMT+12")]
ANY: Final = st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-23))))


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_none(text: str) -> None:
    assert mastodon.instant(text) is None
    assert bluesky.instant(text) is None


@given(ANY.map(datetime.isoformat) | st.text())
def test_whatever_is_a_date_can_be_reckoned_with(text: str) -> None:
    for read in (mastodon.instant(text), bluesky.instant(text)):
        if read is None:
            continue
        assert EARLIEST <= read <= LATEST
        for zone in ZONES:
            later, before = (day_of(read + sign * timedelta(days=366), zone) for sign in (1, -1))
            assert later > before


@given(st.text("234567abcdefghijklmnopqrstuvwxyz", min_size=13, max_size=13))
def test_a_record_key_is_a_date_that_can_be_reckoned_with(rkey: str) -> None:
    read = bluesky.tid_instant(rkey)

    assert read is None or EARLIEST <= read <= LATEST


@given(st.integers().map(str) | st.text())
def test_so_is_a_number_of_seconds(text: str) -> None:
    read = mastodon.unix(text)

    assert read is None or EARLIEST <= read <= LATEST


class Village:
    """Alice has talked with the owner for weeks, and a stranger's dates are none."""

    def __init__(self, date: str) -> None:
        self.date = date
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me, self.alice = self.server.sign_up("me"), self.server.sign_up("alice")
        self.odd = self.server.sign_up("odd")
        for week in range(5):
            then = NOW - timedelta(days=40 - 7 * week)
            asked = self.server.post(self.alice, f"@me Tomatoes? {week}", at=then)
            told = self.server.post(self.me, "@alice Roma!", reply_to=asked, at=then)
            self.server.post(self.alice, "@me Thank you", reply_to=told, at=then)
        self.server.post(self.odd, "@me Which bin do you use?", at=NOW - timedelta(days=3))
        transport = Loopback(self.server, self._spoil)
        household = Household()
        self.context = replace(
            household.context,
            owner=Owner(OwnerId("camille"), ZONES[0]),
            clock=StageClock(self.hand),
            networks={"@me@mastodon.example": network_of(self.server, self.me, transport)},
        )

    def _spoil(self, request: httpx.Request, body: bytes) -> bytes:
        if not request.url.path.startswith("/api/v1/"):
            return body
        return json.dumps(self._spoilt(json.loads(body))).encode()

    def _spoilt(self, value: Any) -> Any:  # noqa: ANN401 (JSON)
        if isinstance(value, list):
            return [self._spoilt(item) for item in value]
        if not isinstance(value, dict):
            return value
        spoilt = {name: self._spoilt(item) for name, item in value.items()}
        if (value.get("account") or {}).get("acct") == "odd" and "content" in value:
            spoilt |= {"created_at": self.date, "edited_at": self.date}
        return spoilt


@pytest.mark.parametrize("date", NO_DATES)
async def test_rounds_on_mastodon_go_on(date: str) -> None:
    village = Village(date)

    for _ in range(3):
        done = await go_round(village.context)
        village.hand.advance(timedelta(minutes=5))

    [collected] = [
        collected for collected in done.collected if collected.account == "@me@mastodon.example"
    ]
    assert collected.error is None
    async with village.context.store.unit(village.context.owner) as unit:
        log = await unit.log.with_accounts(
            [key for person in await unit.people.all() for key in person.keys]
        )
        names = {person.accounts[0].handle for person in await unit.people.all()}
        [watch] = [watch for watch in await unit.watches.all() if watch.account.startswith("@me")]
        assert {"alice@mastodon.example", "odd@mastodon.example"} <= names
        assert watch.complete_at is not None
    [odd] = [interaction for interaction in log if interaction.actor.id == "odd@mastodon.example"]
    assert NOW - timedelta(days=3, seconds=1) <= odd.at <= village.hand.now()
    assert 15 == sum(interaction.other.id == "alice@mastodon.example" for interaction in log)


def note(number: int, author: str, date: str, said: str) -> dict[str, Any]:
    rkey = tid(at("2026-11-10 09:00") + timedelta(minutes=number))
    return {
        "uri": f"at://{author}/app.bsky.feed.post/{rkey}",
        "cid": "b",
        "author": {"did": author, "handle": "bruno.example"},
        "reason": "mention",
        "isRead": False,
        "indexedAt": date,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": said,
            "createdAt": date,
            "facets": [
                {
                    "index": {"byteStart": 0, "byteEnd": 1},
                    "features": [{"$type": "app.bsky.richtext.facet#mention", "did": ME}],
                }
            ],
        },
    }


@pytest.mark.parametrize("date", NO_DATES)
async def test_a_reading_of_bluesky_goes_on(date: str, tmp_path: Path) -> None:
    bruno, carla = "did:plc:bruno2222222222222222222", "did:plc:carla2222222222222222222"
    found: list[Interaction] = []
    async with atproto(tmp_path) as place:
        place.world.notifications = [
            note(1, bruno, date, "Which bin do you use?"),
            note(2, carla, "2026-11-10T10:00:00.000Z", "And which tomatoes?"),
        ]
        network = place.network(StoppedClock(at("2026-11-20 12:00")))
        async for page in network.history(None):
            found += page.interactions
            assert page.cursor

    times = {interaction.actor.id: interaction.at for interaction in found}
    assert at("2026-11-10 10:00") == times[carla]
    assert at("2026-11-10 09:01") == times[bruno]
