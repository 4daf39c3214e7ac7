"""What others answer an account without a secret is found in its threads."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from adapters.mastodon.read.reading import Reading
from bot.domain.talk.interaction import Kind
from bot.errors import RateLimitedError
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.contract.network.stage import log_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    from datetime import datetime

    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.mastodon import MastodonNetwork
    from bot.ports import Cursor, Page
    from tests.fakes.mastodon import Account, Status

WHILE_WE_WAIT = timedelta(minutes=6)


class Village:
    """The owner and Alice, who may talk for all to see."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me, self.alice = self.server.sign_up("me"), self.server.sign_up("alice")
        self.contexts: Counter[str] = Counter()
        self.requests: list[datetime] = []
        self.paths: list[str] = []
        self._transport = Loopback(self.server, self._note)

    def network(self, **options: Any) -> MastodonNetwork:  # noqa: ANN401 (as the network takes them)
        return network_of(self.server, self.me, self._transport, **{"secret": None, **options})

    def say(self, who: Account, text: str, days_ago: float, above: Status | None = None) -> Status:
        return self.server.post(who, text, at=NOW - timedelta(days=days_ago), reply_to=above)

    def _note(self, request: httpx.Request, body: bytes) -> bytes:
        self.requests.append(self.hand.now())
        self.paths.append(request.url.path)
        if request.url.path.endswith("/context"):
            self.contexts[request.url.path.split("/")[-2]] += 1
        return body


async def read(network: MastodonNetwork, since: Cursor | None = None) -> list[Page]:
    return [page async for page in network.history(since)]


async def test_what_is_found_has_the_keys_that_a_secret_shows() -> None:
    village = Village()
    for week in range(4):
        asked = village.say(village.me, "Who has seeds?", 10 + 7 * week)
        answer = village.say(village.alice, "@me I do.", 9 + 7 * week, asked)
        thanks = village.say(village.me, "@alice Thank you!", 8 + 7 * week, answer)
        village.say(village.alice, "@me Any time.", 7 + 7 * week, thanks)
    expected = log_of(await read(village.network(secret=lambda: village.server.token(village.me))))

    found = log_of(await read(village.network()))

    assert expected.keys() == found.keys()
    assert 12 == len(found)
    for key, one in found.items():
        same = expected[key]
        assert (same.kind, same.at, same.root_uri) == (one.kind, one.at, one.root_uri)
        assert (same.parent_uri, same.text, same.url) == (one.parent_uri, one.text, one.url)


async def test_who_answers_is_described() -> None:
    village = Village()
    village.say(village.alice, "@me Yes.", 1, village.say(village.me, "Does it rain?", 1))

    pages = await read(village.network())

    (account,) = [account for page in pages for account in page.accounts]
    assert "alice@mastodon.example" == account.handle


async def test_a_back_fill_reaches_as_far_back_as_threads_were_read() -> None:
    village = Village()
    for day in range(3, 0, -1):
        village.say(village.alice, "@me Yes.", day, village.say(village.me, "Rain?", day))

    pages = await read(village.network(page_size=2))

    told = [page.reaches_back_to for page in pages if page.reaches_back_to]
    said = [NOW - timedelta(days=day) for day in (1, 2, 3)]
    assert [*said, NOW - timedelta(days=365)] == told


async def test_a_new_answer_is_found_by_an_increment() -> None:
    village = Village()
    asked = village.say(village.me, "Does it rain?", 0)
    pages = await read(village.network())
    village.hand.advance(WHILE_WE_WAIT)
    answer = village.server.post(village.alice, "@me It does.", reply_to=asked)
    village.hand.advance(timedelta(seconds=1))

    later = await read(village.network(), pages[-1].cursor)

    assert [] == [one for page in pages for one in page.interactions]
    (found,) = [one for page in later for one in page.interactions]
    uri = f"{village.server.world.uri(village.alice)}/statuses/{answer.id}"
    root = f"{village.server.world.uri(village.me)}/statuses/{asked.id}"
    assert (Kind.REPLY, False, uri) == (found.kind, found.outgoing, found.object_uri)
    assert (root, root) == (found.root_uri, found.parent_uri)


async def test_a_thread_is_read_less_and_less_often() -> None:
    village = Village()
    asked = village.say(village.me, "Does it rain?", 0)
    cursor = None
    for _ in range(24 * 30):
        network = village.network()  # a process may end between any two readings
        cursor = (await read(network, cursor))[-1].cursor
        village.hand.advance(timedelta(hours=1))

    assert 11 == village.contexts[str(asked.id)]


async def test_an_old_status_that_nobody_answered_is_not_asked_about() -> None:
    village = Village()
    village.say(village.me, "Does it rain?", 40)
    village.say(village.alice, "@me Yes.", 41, village.say(village.me, "Does it pour?", 42))

    await read(village.network())

    assert 1 == village.contexts.total()


async def test_a_branch_is_read_from_its_uppermost_status_from_then_on() -> None:
    village = Village()
    above = village.say(village.me, "One.", 0.5)
    root = str(above.id)
    for hours in range(6):
        who, text = (village.alice, "@me And?") if hours % 2 == 0 else (village.me, "@alice More.")
        above = village.say(who, text, (11 - hours) / 24, above)
    pages = await read(village.network())

    threads = msgspec.json.decode(pages[-1].cursor, type=Reading).threads
    assert [root] == [one.id for one in threads]
    assert 2 == village.contexts.total()
    assert 6 == len(log_of(pages))


async def test_a_status_that_is_gone_is_forgotten() -> None:
    village = Village()
    asked = village.say(village.me, "Does it rain?", 0)
    pages = await read(village.network())
    village.server.delete(asked)
    village.hand.advance(timedelta(days=1))
    later = await read(village.network(), pages[-1].cursor)
    village.paths.clear()
    village.hand.advance(timedelta(days=2))

    await read(village.network(), later[-1].cursor)

    assert [] == [path for path in village.paths if str(asked.id) in path]


async def test_a_back_fill_keeps_to_the_budget_and_is_resumed_where_it_stopped() -> None:
    village = Village()
    for hour in range(400):
        asked = village.say(village.me, f"Rain at {hour}?", 20 + hour / 24)
        village.say(village.alice, "@me Yes.", 20 + hour / 24 - 0.01, asked)
    kept: list[Page] = []
    network, stops = village.network(), 0
    is_done = False
    while not is_done:
        try:
            async for page in network.history(kept[-1].cursor if kept else None):
                kept.append(page)  # noqa: PERF401 (what came before it stops counts)
            is_done = True
        except RateLimitedError as limited:
            stops += 1
            village.hand.advance(limited.until - village.hand.now())

    assert 2 <= stops <= 4
    assert 400 == len(log_of(kept))
    assert {1} == set(village.contexts.values())
    five = timedelta(minutes=5)
    busiest = max(
        sum(at <= one < at + five for one in village.requests) for at in set(village.requests)
    )
    assert busiest <= 155  # of which a few find the server


async def test_a_sweep_does_not_read_old_threads_again() -> None:
    village = Village()
    for day in (3, 40):
        village.say(village.alice, "@me Yes.", day, village.say(village.me, "Rain?", day))
    pages = await read(village.network())
    village.contexts.clear()
    village.hand.advance(timedelta(days=8))

    swept = await read(village.network(), pages[-1].cursor)

    assert 1 == village.contexts.total()
    assert {()} == {page.gone for page in swept}


async def test_who_is_signed_in_needs_no_threads() -> None:
    village = Village()
    village.say(village.alice, "@me Yes.", 1, village.say(village.me, "Does it rain?", 1))

    await read(village.network(secret=lambda: village.server.token(village.me)))
    await read(village.network(follows_threads=False))

    assert 0 == village.contexts.total()


@pytest.mark.parametrize("is_first", [True, False])
async def test_an_account_that_said_nothing_is_read(*, is_first: bool) -> None:
    village = Village()
    cursor = None if is_first else (await read(village.network()))[-1].cursor

    assert {} == log_of(await read(village.network(), cursor))
