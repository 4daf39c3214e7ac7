"""What the owner's account sends to others on Mastodon, and where it could by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx  # noqa: TID251 (nothing leaves the process)
import pytest

from adapters.mastodon.client.address import mention
from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import ClosedError, RefusedError, SignInError
from bot.ports import Message
from tests.adapters.mastodon.in_process import Loopback, StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.mastodon import MastodonNetwork
    from tests.fakes.mastodon import Account, Status

TEXT = "Hello Alice, shall we go on about seeds over a coffee?"
TO = "alice@elsewhere.example"


class Village:
    """The owner's server, which knows Alice of another one; `alter` may change what it says."""

    def __init__(self) -> None:
        self.hand = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.hand)
        self.me = self.server.sign_up("me")
        self.alice = self.server.meet(TO)
        self.alter: Callable[[httpx.Request, Any], Any] = lambda _request, said: said
        self.transport: Any = Loopback(self.server, self.altered)

    def network(self, **options: Any) -> MastodonNetwork:  # noqa: ANN401 (as the network takes them)
        return network_of(self.server, self.me, self.transport, **options)

    def said(self, by: Account) -> list[Status]:
        return self.server.world.statuses.by(by)

    def altered(self, request: httpx.Request, body: bytes) -> bytes:
        return json.dumps(self.alter(request, json.loads(body))).encode() if body else body


@pytest.fixture
def village() -> Village:
    return Village()


def invitation(
    network: MastodonNetwork, *, to: str = TO, text: str = TEXT, reply_to: str | None = None
) -> Message:
    whole = network.addressed(text, to)
    return Message("reply" if reply_to else "direct", to, whole, "one", None, "en", reply_to)


def on(software: str) -> Callable[[httpx.Request, Any], Any]:
    def alter(request: httpx.Request, said: Any) -> Any:  # noqa: ANN401 (JSON)
        if request.url.path == "/nodeinfo/2.0":
            said["software"]["name"] = software
        return said

    return alter


@pytest.mark.parametrize(
    ("to", "mentioned"),
    [
        ("alice@elsewhere.example", "@alice@elsewhere.example"),
        ("Alice@Elsewhere.Example", "@alice@elsewhere.example"),
        ("@alice@bücher.example", "@alice@xn--bcher-kva.example"),
        ("bruno", "@bruno@mastodon.example"),
        ("bruno@127.0.0.1:8001", "@bruno"),
    ],
)
def test_a_text_names_its_recipient_by_the_whole_address(to: str, mentioned: str) -> None:
    assert mentioned == mention(to, "mastodon.example")


async def test_the_bytes_that_were_approved_are_posted(village: Village) -> None:
    network = village.network()
    message = invitation(network)

    await network.send(message)

    (status,) = village.said(village.me)
    assert f"@alice@elsewhere.example {TEXT}" == message.text == status.text
    assert "direct" == status.visibility


async def test_nobody_else_is_written_to(village: Village) -> None:
    village.server.sign_up("bruno")
    network = village.network()

    with pytest.raises(RefusedError):
        await network.send(invitation(network, text=f"{TEXT} Or with @bruno?"))

    assert village.said(village.me) == []


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
async def test_a_reply_is_no_more_open_than_what_it_answers(
    village: Village, visibility: str
) -> None:
    bruno = village.server.sign_up("bruno")
    village.server.follow(village.me, bruno)
    asked = village.server.post(bruno, "@me Seeds?", visibility=visibility)
    network = village.network()
    uri = f"{village.server.world.uri(bruno)}/statuses/{asked.id}"

    await network.send(invitation(network, to="bruno@mastodon.example", reply_to=uri))

    (status,) = village.said(village.me)
    assert asked is status.reply_to
    assert visibility == status.visibility


async def test_a_post_of_somebody_without_an_address_is_not_answered(village: Village) -> None:
    bruno = village.server.sign_up("bruno")
    asked = village.server.post(bruno, "@me Seeds?")
    network = village.network()
    await network.whoami()

    def alter(request: httpx.Request, said: Any) -> Any:  # noqa: ANN401 (JSON)
        if request.url.path == f"/api/v1/statuses/{asked.id}":
            said["account"]["acct"] = "no address"
        return said

    village.alter = alter
    uri = f"{village.server.world.uri(bruno)}/statuses/{asked.id}"

    with pytest.raises(RefusedError, match="not by bruno"):
        await network.send(invitation(network, to="bruno@mastodon.example", reply_to=uri))


async def test_who_is_left_out_of_a_status_for_a_block_is_named(village: Village) -> None:
    bruno = village.server.sign_up("bruno")
    village.server.block(bruno, village.me)

    def alter(request: httpx.Request, said: Any) -> Any:  # noqa: ANN401 (JSON)
        if (request.method, request.url.path) == ("POST", "/api/v1/statuses"):
            said["mentions"] = []
        return said

    village.alter = alter
    network = village.network()

    with pytest.raises(ClosedError, match="deleted again") as closed:
        await network.send(invitation(network, to="bruno@mastodon.example"))

    obstacle = await network.obstacle("bruno@mastodon.example")
    assert obstacle is not None
    assert ("blocked", "blocked") == (closed.value.closed, obstacle.closed)
    assert village.said(village.me) == []


class Refusing(Loopback):
    """Answers 403 to each new status, with these words."""

    words = "Forbidden: you do not have permission to reply to this status"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if (request.method, request.url.path) != ("POST", "/api/v1/statuses"):
            return await super().handle_async_request(request)
        stream = httpx.ByteStream(json.dumps({"error": self.words}).encode())
        return httpx.Response(403, stream=stream, request=request)


async def send_reply(village: Village, **options: Any) -> None:  # noqa: ANN401 (as the network takes them)
    """Answer a post of Bruno's on a server that says it is GoToSocial."""
    bruno = village.server.sign_up("bruno")
    asked = village.server.post(bruno, "@me Seeds?")
    uri = f"{village.server.world.uri(bruno)}/statuses/{asked.id}"
    village.alter = on("gotosocial")
    network = village.network(**options)
    await network.send(invitation(network, to="bruno@mastodon.example", reply_to=uri))


async def test_a_post_that_only_some_may_answer_on_gotosocial_is_no_lost_sign_in(
    village: Village,
) -> None:
    village.transport = Refusing(village.server, village.altered)

    with pytest.raises(ClosedError) as closed:
        await send_reply(village)

    assert "no-replies" == closed.value.closed


@pytest.mark.parametrize("words", [None, "Forbidden: token has insufficient scope permission"])
async def test_a_token_without_the_scope_is_not_taken_for_somebody_who_takes_no_replies(
    village: Village, words: str | None
) -> None:
    """Told by the words of the answer, or else by asking."""
    token = village.server.token(village.me, "read")
    if words:
        village.transport = Refusing(village.server, village.altered)
        village.transport.words = words
        token = village.server.token(village.me)

    with pytest.raises(SignInError):
        await send_reply(village, secret=lambda: token)


async def test_found_though_links_are_shown_short_and_whatever_its_visibility(
    village: Village,
) -> None:
    network = village.network()
    text = f"{TEXT} https://www.repair.example/cafes/rennes/saturday-the-twelfth?a=1&b=2"
    village.server.post(village.me, f"@{TO} {text}", visibility="public")

    told = await network.find_sent(invitation(network, text=text), NOW - timedelta(minutes=1))

    assert "Found" == type(told).__name__


async def test_found_by_its_words_by_a_clock_that_is_ahead(village: Village) -> None:
    village.server.post(village.me, f"@{TO} {TEXT}", visibility="direct")
    ahead = HandClock(NOW + timedelta(days=400))
    message, lately = invitation(village.network()), ahead.now() - timedelta(days=30)
    found = {}

    for date in (format_datetime(NOW, usegmt=True), ""):
        transport = Loopback(village.server, date=date)
        network = network_of(village.server, village.me, transport, clock=StageClock(ahead))
        found[date] = await network.find_sent(message, lately)

    assert ["Found", "NotThere"] == [type(told).__name__ for told in found.values()]


async def test_only_the_recipients_answers_beneath_our_message_are_read(village: Village) -> None:
    network = village.network()
    sent = await network.send(invitation(network))
    (ours,) = village.said(village.me)
    bruno = village.server.sign_up("bruno")
    village.hand.advance(timedelta(minutes=1))
    answered: dict[str, Any] = {"reply_to": ours, "visibility": "direct"}
    me = f'<a href="{village.server.world.profile(village.me)}" class="u-url mention">@me</a>'
    village.server.post(village.alice, f"<p>{me} With pleasure!</p>", **answered)
    village.server.post(bruno, "@me Me too!", **answered)
    village.server.post(bruno, "@me Something private.", visibility="direct")
    asked: list[str] = []

    def alter(request: httpx.Request, said: Any) -> Any:  # noqa: ANN401 (JSON)
        asked.append(request.url.path)
        return said

    village.alter = alter

    found = await network.answers(sent, AccountKey(NetworkName.MASTODON, TO))

    assert ["With pleasure!"] == [one.text for one in found]
    assert {path.split("/")[3] for path in asked} <= {"statuses", "accounts"}
    assert not any(path.endswith(("/notifications", "/conversations")) for path in asked)


async def test_answers_to_what_is_gone_are_none(village: Village) -> None:
    network = village.network()
    sent = await network.send(invitation(network))
    (ours,) = village.said(village.me)
    village.server.delete(ours)

    key = AccountKey(NetworkName.MASTODON, TO)
    assert [] == list(await network.answers(sent, key))


async def test_mastodon_opens_a_window_with_the_text_for_the_recipient_alone(
    village: Village,
) -> None:
    text = "Déjà vu & more?\n\nSaturday #2 100%"

    link = await village.network().compose_link(text, to=TO, reply_to=None)

    parts = urlsplit(link or "")
    assert (BASE, "/share") == (f"{parts.scheme}://{parts.netloc}", parts.path)
    assert {"text": [f"@{TO} {text}"], "visibility": ["direct"]} == parse_qs(parts.query)


async def test_what_is_to_be_answered_is_shown_on_ones_own_server(village: Village) -> None:
    uri = "https://elsewhere.example/users/alice/statuses/1"

    link = await village.network().compose_link(TEXT, to=TO, reply_to=uri)

    assert (
        f"{BASE}/authorize_interaction"
        "?uri=https%3A%2F%2Felsewhere.example%2Fusers%2Falice%2Fstatuses%2F1"
    ) == link


@pytest.mark.parametrize("software", ["gotosocial", "snac", "pleroma", "akkoma"])
async def test_servers_of_other_make_have_no_such_page(village: Village, software: str) -> None:
    village.alter = on(software)

    assert await village.network().compose_link(TEXT, to=TO, reply_to=None) is None


async def test_a_text_too_long_for_a_link_has_none(village: Village) -> None:
    assert await village.network().compose_link("é" * 400, to=TO, reply_to=None) is None
