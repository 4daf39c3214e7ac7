"""An account without a secret: what anybody may read, asked for by nobody in particular."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.talk.interaction import Kind, Visibility
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    import httpx  # noqa: TID251 (nothing leaves the process)

    from adapters.mastodon import MastodonNetwork
    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Cursor

ELSEWHERE = "https://elsewhere.example/users/alice/statuses/1"
VISIBILITIES = ("public", "unlisted", "private", "direct")


class Village:
    """Alice and the owner talk in each visibility, and Alice follows the owner."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me, self.alice = self.server.sign_up("me"), self.server.sign_up("alice")
        self.requests: list[httpx.Request] = []
        self.log: list[Interaction] = []
        self._transport = Loopback(self.server, self._note)
        for day, visibility in enumerate(VISIBILITIES):
            at = NOW - timedelta(days=9 - day)
            asked = self.server.post(self.alice, "@me Tomatoes?", at=at, visibility=visibility)
            answered: dict[str, Any] = {"reply_to": asked, "visibility": visibility}
            self.server.post(self.me, "@alice Roma!", at=at + timedelta(hours=1), **answered)
        self.server.follow(self.alice, self.me, at=NOW - timedelta(days=2))

    def network(self, *, is_signed_in: bool, page_size: int = 80) -> MastodonNetwork:
        options: dict[str, Any] = {} if is_signed_in else {"secret": None}
        options["remembered"] = self._remember
        return network_of(self.server, self.me, self._transport, page_size=page_size, **options)

    async def _remember(self, _watched: AccountKey, _among: object = None) -> list[Interaction]:
        return self.log

    def _note(self, request: httpx.Request, body: bytes) -> bytes:
        self.requests.append(request)
        return body


async def read(network: MastodonNetwork, since: Cursor | None = None) -> list[Interaction]:
    return [one async for page in network.history(since) for one in page.interactions]


async def test_only_open_talk_is_read_and_no_signal() -> None:
    village = Village()

    found = await read(village.network(is_signed_in=False))

    told = {(one.kind, one.outgoing, one.other.id, one.visibility) for one in found}
    talk = ((Kind.REPLY, True), (Kind.MENTION, False))
    open_ones = (Visibility.PUBLIC, Visibility.UNLISTED)
    assert {(*one, "alice@mastodon.example", how) for one in talk for how in open_ones} == told


async def test_nothing_is_asked_for_that_needs_a_token() -> None:
    village = Village()
    network = village.network(is_signed_in=False)

    found = await read(network)
    await network.thread(found[0].root_uri)
    await network.relationships({found[0].other})
    messages = [one async for one in network.direct_messages(None)]

    assert [] == messages
    assert not [one for one in village.requests if "authorization" in one.headers]
    asked = {one.url.path for one in village.requests}
    assert not [path for path in asked if "notif" in path or "favourites" in path]


async def test_a_public_thread_shows_what_others_answered() -> None:
    village = Village()
    network = village.network(is_signed_in=False)
    newest = max(await read(network), key=lambda one: one.at)

    thread = await network.thread(newest.root_uri)

    assert [False, True] == [one.outgoing for one in thread]


async def test_nothing_can_be_told_of_a_status_of_another_server() -> None:
    network = Village().network(is_signed_in=False)

    assert {ELSEWHERE: None} == await network.exists([ELSEWHERE])
    assert [] == await network.thread(ELSEWHERE)


async def test_a_secret_that_is_added_shows_all_at_once() -> None:
    village = Village()
    pages = [page async for page in village.network(is_signed_in=False).history(None)]

    found = await read(village.network(is_signed_in=True, page_size=1), pages[-1].cursor)

    assert {Kind.REPLY, Kind.MENTION, Kind.FOLLOW} == {one.kind for one in found}
    assert set(Visibility) == {one.visibility for one in found}


async def test_a_secret_that_is_taken_away_in_the_middle_leaves_what_is_public() -> None:
    village = Village()
    first = await anext(village.network(is_signed_in=True, page_size=1).history(None))

    found = await read(village.network(is_signed_in=False), first.cursor)

    assert {True} == {one.visibility.is_open for one in found}
    assert Kind.FOLLOW not in {one.kind for one in found}


async def test_what_only_a_secret_showed_is_not_taken_for_deleted() -> None:
    village = Village()
    village.log = await read(village.network(is_signed_in=True))
    network = village.network(is_signed_in=False)
    pages = [page async for page in network.history(None)]
    village.hand.advance(timedelta(days=8))

    swept = [page async for page in network.history(pages[-1].cursor)]

    assert [] == [uri for page in swept for uri in page.gone]
