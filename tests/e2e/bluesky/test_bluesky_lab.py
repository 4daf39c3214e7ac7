"""The Bluesky lab is what the tests on it take it for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import TYPE_CHECKING

import pytest
from atproto import Client, Request
from atproto.exceptions import InvokeTimeoutError, RequestErrorBase

from tests.e2e.labs.bluesky.community import Follow, Like, Repost, plan
from tests.e2e.labs.bluesky.control import SEND_MESSAGE, Control, Mood
from tests.e2e.labs.bluesky.tokens import expired_access_token
from tests.e2e.labs.bluesky.walk import Expected, walk
from tests.e2e.labs.xrpc import JsonObject, Xrpc, XrpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from atproto_client.namespaces.sync_ns import ChatBskyConvoNamespace

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.account import Account
    from tests.e2e.labs.bluesky.seed import Seeded

POST = "app.bsky.feed.post"
DECLARATION = "chat.bsky.actor.declaration"
CHAT = "did:web:api.bsky.chat#bsky_chat"
FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
"""One grapheme of 25 bytes."""

created: JsonObject = {"createdAt": "2026-01-02T03:04:05.678Z"}


class Apps:
    """Signs people in as apps do, with the SDK exactly as for the production network."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._clients: list[Client] = []

    def chat(
        self, account: Account, *, messages: bool = True, patience: float = 30
    ) -> ChatBskyConvoNamespace:
        client = Client(self._url, request=Request(timeout=patience))
        password = account.app_password(f"app {len(self._clients)}", messages=messages)
        client.login(account.handle, password, fetch_bsky_profile=False)
        proxied = client.with_bsky_chat_proxy()
        self._clients += [client, proxied]
        return proxied.chat.bsky.convo

    def close(self) -> None:
        for client in self._clients:
            client.request.close()


@dataclass(frozen=True)
class Line:
    """Somebody's end of a conversation."""

    chat: ChatBskyConvoNamespace
    convo: str

    def say(self, text: str) -> str:
        message = {"convo_id": self.convo, "message": {"text": text}}
        return str(self.chat.send_message(message).id)


@pytest.fixture(scope="module")
def apps(bluesky_lab: Lab) -> Iterator[Apps]:
    apps = Apps(bluesky_lab.info.pds)
    yield apps
    apps.close()


@pytest.fixture(scope="module")
def sophie(bluesky_lab: Lab) -> Account:
    """Somebody who takes messages from everybody."""
    account = bluesky_lab.sign_up("sophie")
    account.write(DECLARATION, {"allowIncoming": "all"}, "self")
    return account


@pytest.fixture(scope="module")
def marcel(bluesky_lab: Lab) -> Account:
    """Somebody who writes to Sophie."""
    return bluesky_lab.sign_up("marcel")


@pytest.fixture(scope="module")
def line(bluesky_lab: Lab, apps: Apps, marcel: Account, sophie: Account) -> Line:
    """From Marcel to Sophie."""
    bluesky_lab.control.catch_up()
    chat = apps.chat(marcel)
    return Line(chat, chat.get_convo_for_members({"members": [sophie.did]}).convo.id)


@pytest.fixture(scope="module")
def impatient(apps: Apps, line: Line, marcel: Account) -> Line:
    """The same, but giving up soon."""
    return Line(apps.chat(marcel, patience=3), line.convo)


@pytest.fixture
def control(bluesky_lab: Lab) -> Iterator[Control]:
    yield bluesky_lab.control
    bluesky_lab.control.calm()


def refusal(act: Callable[[], object]) -> tuple[int, str]:
    """The status and the error's name that an act of the SDK ends in."""
    with pytest.raises(RequestErrorBase) as caught:
        act()
    response = caught.value.response
    assert response is not None
    return response.status_code, getattr(response.content, "error", "")


def test_a_post_is_seen_once_the_appview_has_caught_up(bluesky_lab: Lab, sophie: Account) -> None:
    uri = sophie.write(POST, {"text": "Oca, at last!", **created})["uri"]

    bluesky_lab.control.catch_up()

    (post,) = bluesky_lab.appview.query("app.bsky.feed.getPosts", uris=[uri])["posts"]
    assert post["record"]["text"] == "Oca, at last!"


def test_the_appview_can_be_held_back(bluesky_lab: Lab, control: Control, sophie: Account) -> None:
    control.pause_indexer()
    uri = sophie.write(POST, {"text": "Nobody reads this yet", **created})["uri"]

    held_back = bluesky_lab.appview.query("app.bsky.feed.getPosts", uris=[uri])["posts"]
    control.resume_indexer()
    control.catch_up()

    assert held_back == []
    assert len(bluesky_lab.appview.query("app.bsky.feed.getPosts", uris=[uri])["posts"]) == 1


def test_a_label_speaks_as_bluesky_would(
    bluesky_lab: Lab, control: Control, sophie: Account
) -> None:
    uri = sophie.write(POST, {"text": "A robot wrote this", **created})["uri"]
    control.catch_up()

    control.label(uri, "bot")

    (post,) = bluesky_lab.appview.query("app.bsky.feed.getPosts", uris=[uri])["posts"]
    assert [(bluesky_lab.info.labeler, "bot")] == [
        (one["src"], one["val"]) for one in post["labels"]
    ]


def test_chat_needs_an_app_password_with_access_to_messages(apps: Apps, marcel: Account) -> None:
    status, name = refusal(apps.chat(marcel, messages=False).list_convos)

    assert (status, name) == (400, "InvalidToken")
    assert apps.chat(marcel, messages=True).list_convos() is not None


def test_a_token_can_be_past_its_time(bluesky_lab: Lab, marcel: Account) -> None:
    late = Xrpc(bluesky_lab.info.pds, expired_access_token(marcel.did))

    with pytest.raises(XrpcError) as caught:
        late.query("com.atproto.server.getSession")

    assert (caught.value.status, caught.value.name) == (400, "ExpiredToken")


def test_a_message_arrives(apps: Apps, line: Line, sophie: Account) -> None:
    sent = line.say("Shall we compare seeds?")

    theirs = apps.chat(sophie)
    (request,) = theirs.list_convos({"status": "request"}).convos
    messages = theirs.get_messages({"convo_id": request.id}).messages
    events = [event.py_type.rpartition("#")[2] for event in theirs.get_log().logs]

    assert [sent] == [message.id for message in messages]
    assert events == ["logBeginConvo", "logCreateMessage"]


def test_a_message_is_read_and_deleted(apps: Apps, line: Line, sophie: Account) -> None:
    sent = line.say("Forget what I said")
    theirs = apps.chat(sophie)

    theirs.accept_convo({"convo_id": line.convo})
    theirs.update_read({"convo_id": line.convo})
    theirs.delete_message_for_self({"convo_id": line.convo, "message_id": sent})

    convo = theirs.get_convo({"convo_id": line.convo}).convo
    kept = {view.id: view.py_type for view in line.chat.get_messages(params(line)).messages}
    left = {view.id: view.py_type for view in theirs.get_messages(params(line)).messages}
    assert (convo.status, convo.unread_count) == ("accepted", 0)
    assert kept[sent] == "chat.bsky.convo.defs#messageView"
    assert left[sent] == "chat.bsky.convo.defs#deletedMessageView"


def params(line: Line) -> dict[str, str]:
    return {"convo_id": line.convo}


@dataclass(frozen=True)
class Door:
    """Somebody to whom Marcel may not write, and why."""

    name: str
    error: str
    declared: str = "all"
    blocks: bool = False
    blocked: bool = False


@pytest.mark.parametrize(
    "door",
    [
        Door("reserved", "NotFollowedBySender", declared="following"),
        Door("silent", "MessagesDisabled", declared="none"),
        Door("offended", "BlockedActor", blocks=True),
        Door("offending", "BlockedSubject", blocked=True),
    ],
    ids=lambda door: door.name,
)
def test_the_chat_honours_who_may_write(
    bluesky_lab: Lab, line: Line, marcel: Account, door: Door
) -> None:
    other = bluesky_lab.sign_up(door.name)
    other.write(DECLARATION, {"allowIncoming": door.declared}, "self")
    if door.blocks:
        other.write("app.bsky.graph.block", {"subject": marcel.did, **created})
    if door.blocked:
        marcel.write("app.bsky.graph.block", {"subject": other.did, **created})
    bluesky_lab.control.catch_up()

    refused = refusal(lambda: line.chat.get_convo_for_members({"members": [other.did]}))
    available = line.chat.get_convo_availability({"members": [other.did]})

    assert (400, door.error) == refused
    assert not available.can_chat


def test_a_follow_opens_the_chat(bluesky_lab: Lab, line: Line, marcel: Account) -> None:
    other = bluesky_lab.sign_up("follower")
    other.write("app.bsky.graph.follow", {"subject": marcel.did, **created})
    bluesky_lab.control.catch_up()

    assert line.chat.get_convo_availability({"members": [other.did]}).can_chat
    assert line.chat.get_convo_for_members({"members": [other.did]}).convo.id


def test_the_chat_has_the_real_limits(marcel: Account, line: Line) -> None:
    def say(text: str) -> JsonObject:  # past the SDK, which measures texts itself
        return marcel.pds.through(CHAT).call(SEND_MESSAGE, body(line, text))

    assert say("é" * 1_000)["id"]
    with pytest.raises(XrpcError, match="1000 graphemes"):
        say("é" * 1_001)
    with pytest.raises(XrpcError, match="10000 characters"):
        say(FAMILY * 401)


# The PDS passes refusals on; of a 500, or no answer, from behind it, it makes a 502.
@pytest.mark.parametrize(
    ("mood", "status", "kept"),
    [
        (Mood.LIMITED, 429, 0),
        (Mood.BROKEN, 502, 0),
        (Mood.LOST, 502, 1),
        (Mood.SUSPENDED, 400, 0),
        (Mood.HTML, 502, 0),
        (Mood.HANGUP, 502, 1),
    ],
)
def test_the_chat_misbehaves_as_told(
    control: Control, line: Line, mood: Mood, status: int, kept: int
) -> None:
    text = f"The mood is {mood}"
    control.set_mood(mood, times=1)

    refused, _ = refusal(lambda: line.say(text))

    assert status == refused
    assert kept == times_kept(control, text)
    assert line.say("and is over")


@pytest.mark.parametrize(("mood", "kept"), [(Mood.HALF_OPEN, 0), (Mood.SWALLOWED, 1)])
def test_the_chat_can_leave_a_question_hanging(
    control: Control, impatient: Line, mood: Mood, kept: int
) -> None:
    text = f"The mood is {mood}"
    control.set_mood(mood, times=1)

    with pytest.raises(InvokeTimeoutError):
        impatient.say(text)

    assert kept == times_kept(control, text)


def test_the_chat_can_break_off_its_answer(control: Control, line: Line, marcel: Account) -> None:
    text = f"The mood is {Mood.CUT}"
    control.set_mood(Mood.CUT, times=1)

    with pytest.raises(JSONDecodeError):
        marcel.pds.through(CHAT).call(SEND_MESSAGE, body(line, text))

    assert times_kept(control, text) == 1


def test_a_message_may_land_late(control: Control, line: Line) -> None:
    text = "Sorry, I was held up"
    control.set_mood(Mood.LATE, times=1, seconds=1)

    status, _ = refusal(lambda: line.say(text))
    at_first = times_kept(control, text)
    deadline = time.monotonic() + 10
    while times_kept(control, text) == 0 and time.monotonic() < deadline:
        time.sleep(0.1)

    assert (status, at_first, times_kept(control, text)) == (504, 0, 1)


def body(line: Line, text: str) -> JsonObject:
    return {"convoId": line.convo, "message": {"text": text}}


def times_kept(control: Control, text: str) -> int:
    return [message["text"] for message in control.kept_messages()].count(text)


def test_a_seed_always_makes_the_same_community() -> None:
    until = datetime(2026, 1, 2, tzinfo=UTC)

    one, same, other = (plan(people=9, acts=90, until=until, seed=seed) for seed in (7, 7, 8))

    assert repr(one) == repr(same)
    assert repr(one) != repr(other)


def test_the_walk_finds_what_the_seed_did(bluesky_lab: Lab, bluesky_community: Seeded) -> None:
    community, accounts = bluesky_community.community, bluesky_community.accounts
    owner = bluesky_community.owner.did
    signals: set[Expected] = set()
    for act in community.acts:
        if act in community.taken_back:
            continue
        actor = accounts[act.author].did
        if isinstance(act, Follow):
            signals.add(Expected("follow", actor, accounts[act.whom].did, ""))
        elif isinstance(act, Like | Repost):
            kind = "like" if isinstance(act, Like) else "boost"
            uri = bluesky_community.refs[act.post].uri
            signals.add(Expected(kind, actor, accounts[act.post.author].did, uri))
    concerned = {one for one in signals if owner in one[1:3] and one.actor != one.target}

    found = walk(bluesky_lab.info.pds, owner)

    assert concerned == {one for one in found if one.kind in {"like", "boost", "follow"}}
    assert {"reply", "quote", "mention", "copied"} <= {one.kind for one in found}
    assert any(about.is_dangling for about in found.values())
