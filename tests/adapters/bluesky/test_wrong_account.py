"""A session of another account than the config names is used for nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest

from adapters.bluesky.client.session import Session, SessionFile
from bot.domain.people.identity import AccountKey, NetworkName
from bot.errors import RefusedError, SignInError, WrongAccountError
from bot.ports import Found, Message, Recipient, RemoteId, Watch
from tests.adapters.bluesky.server import HANDLE, ME, Answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.bluesky import BlueskyNetwork
    from adapters.memory.clock import StoppedClock
    from bot.ports import Known
    from tests.adapters.bluesky.server import Asked, Place

CREATE: Final = "com.atproto.server.createSession"
REFRESH: Final = "com.atproto.server.refreshSession"
RESOLVE: Final = "com.atproto.identity.resolveHandle"
OTHER: Final = "did:plc:oooooooooooooooooooooooo"
ALICE: Final = AccountKey(NetworkName.BLUESKY, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
POST: Final = f"at://{ALICE.id}/app.bsky.feed.post/3l7nq2nklsk2a"
TOKENS: Final = {"did": OTHER, "handle": "other.example", "accessJwt": "a", "refreshJwt": "b"}
MESSAGE: Final = Message("direct", "alice.example", "Three people. k3f9q2", "one", "k3f9q2")


async def history(network: BlueskyNetwork) -> None:
    async for _ in network.history(None):
        pass


async def direct_messages(network: BlueskyNetwork) -> None:
    async for _ in network.direct_messages(None):
        pass


async def answers(network: BlueskyNetwork, sent: str) -> None:
    await network.answers(RemoteId(sent), ALICE)


def operations(clock: StoppedClock) -> dict[str, Callable[[BlueskyNetwork], Awaitable[object]]]:
    """All that asks the network; a compose link is made without, and an app password tells all."""
    return {
        "whoami": lambda network: network.whoami(),
        "history": history,
        "thread": lambda network: network.thread(POST),
        "describe": lambda network: network.describe([ALICE]),
        "relationships": lambda network: network.relationships([ALICE]),
        "exists": lambda network: network.exists([POST]),
        "direct_messages": direct_messages,
        "obstacle": lambda network: network.obstacle("alice.example"),
        "send": lambda network: network.send(MESSAGE),
        "find_sent": lambda network: network.find_sent(MESSAGE, clock.now()),
        "written_to": lambda network: network.written_to(ALICE, clock.now()),
        "answers": lambda network: answers(network, "3l7nq2nklsk2a"),
        "answers in public": lambda network: answers(network, POST),
    }


def kept(place: Place, name: str = HANDLE) -> SessionFile:
    return SessionFile(place.folder / "sessions", name)


def change(place: Place, **changes: Any) -> None:  # noqa: ANN401 (a session's fields)
    file = kept(place)
    file.write(msgspec.structs.replace(file.read(), **changes))


def asked(place: Place) -> set[str]:
    return {one.method for one in place.world.asked}


def remembering(*watches: Watch) -> Known:
    async def known() -> Sequence[Watch]:
        return watches

    return known


def token_of(did: str) -> str:
    payload = urlsafe_b64encode(json.dumps({"sub": did}).encode()).decode().rstrip("=")
    return f"header.{payload}.signature"


# --- a session of somebody else's -----------------------------------------------------------


async def test_every_operation_refuses_when_the_server_signs_in_somebody_else(
    place: Place, clock: StoppedClock
) -> None:
    for operation in operations(clock).values():
        place.world.next[CREATE] = [Answer(TOKENS)]

        with pytest.raises(WrongAccountError) as wrong:
            await operation(place.network(clock))

        assert (HANDLE, "other.example") == (wrong.value.configured, wrong.value.signed_in)
    assert {RESOLVE, CREATE} == asked(place)


@pytest.mark.parametrize(
    "changes",
    [
        {"did": OTHER, "handle": "other.example"},
        {"did": OTHER, "handle": "other.example", "named": {}},
        {"did": OTHER, "handle": HANDLE, "named": {}},
        {"did": OTHER},
        {"access": token_of(OTHER)},
    ],
)
async def test_a_kept_session_of_another_account_is_not_used(
    place: Place, clock: StoppedClock, changes: dict[str, Any]
) -> None:
    await place.network(clock).whoami()
    change(place, **changes)
    place.world.asked.clear()

    for operation in operations(clock).values():
        with pytest.raises(WrongAccountError, match=HANDLE):
            await operation(place.network(clock))

    assert asked(place) <= {RESOLVE}


async def test_a_session_that_was_copied_from_another_accounts_is_not_used(
    place: Place, clock: StoppedClock
) -> None:
    await place.network(clock).whoami()
    kept(place, OTHER).write(kept(place).read())

    with pytest.raises(WrongAccountError) as wrong:
        await place.network(clock, name=OTHER).whoami()

    assert (OTHER, HANDLE) == (wrong.value.configured, wrong.value.signed_in)


async def test_a_session_swapped_while_running_is_not_used(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    place.world.expire()
    change(place, did=OTHER, handle="other.example", access="other", refresh="other")

    with pytest.raises(WrongAccountError):
        await network.whoami()

    assert "other" not in {one.token for one in place.world.asked}


async def test_a_refresh_that_gives_somebody_elses_tokens_is_not_used(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    place.world.expire()
    place.world.next[REFRESH] = [Answer(TOKENS)]

    with pytest.raises(WrongAccountError):
        await network.whoami()

    assert "a" not in {one.token for one in place.world.asked}
    assert ME == kept(place).read().did


async def test_the_store_and_not_the_file_says_whose_a_name_is(
    place: Place, clock: StoppedClock
) -> None:
    await place.network(clock).whoami()
    known = remembering(Watch(HANDLE, AccountKey(NetworkName.BLUESKY, OTHER)))

    with pytest.raises(WrongAccountError):
        await place.network(clock, known=known).whoami()


# --- a handle that was given up -------------------------------------------------------------


def nobody(_: Asked) -> Answer:
    return Answer.error(400, "InvalidRequest", "Unable to resolve handle")


def somebody_else(_: Asked) -> Answer:
    return Answer({"did": OTHER})


@pytest.mark.parametrize("leads_to", [nobody, somebody_else])
@pytest.mark.parametrize("by", ["session", "store", "store, without a secret"])
async def test_an_account_that_is_remembered_is_the_same_whatever_its_handle_leads_to(
    place: Place, clock: StoppedClock, leads_to: Callable[[Asked], Answer], by: str
) -> None:
    await place.network(clock).whoami()
    me = AccountKey(NetworkName.BLUESKY, ME)
    options: dict[str, Any] = {}
    if by != "session":
        kept(place).write(Session())
        options["known"] = remembering(Watch(HANDLE, me))
    if by == "store, without a secret":
        options["secret"] = None
        place.world.access = ""  # the AppView answers anybody
    place.world.handle = "renamed.example"
    place.world.more[RESOLVE] = leads_to
    clock.advance(timedelta(days=2))

    network = place.network(clock, **options)

    assert me == (await network.whoami()).key
    assert "renamed.example" == (await network.whoami()).handle


async def test_a_handle_that_leads_to_somebody_else_is_not_followed_when_nothing_is_remembered(
    place: Place, clock: StoppedClock
) -> None:
    place.world.handle = "renamed.example"

    with pytest.raises(SignInError, match="calls itself renamed"):
        await place.network(clock).whoami()


async def test_what_is_remembered_of_another_name_is_no_excuse(
    place: Place, clock: StoppedClock
) -> None:
    known = remembering(Watch("other.example", AccountKey(NetworkName.BLUESKY, OTHER)))

    account = await place.network(clock, known=known).whoami()

    assert ME == account.key.id


@pytest.mark.parametrize(
    "also_known_as",
    [
        ["https://me.example/", "at://me.example"],
        ["at://", "at://no handle", "at://localhost", "AT://other.example", "at://ME.example"],
        [None, 7, {"at": "x"}, "at://me.example", "at://other.example"],
        [f"at://{'a.' * 200}example", "at://me.example"],
    ],
)
async def test_the_first_sound_at_uri_is_the_handle(
    place: Place, clock: StoppedClock, also_known_as: list[object]
) -> None:
    place.world.also_known_as = also_known_as

    assert HANDLE == (await place.network(clock).whoami()).handle


@pytest.mark.parametrize("also_known_as", [None, [], ["https://me.example"]])
async def test_a_document_without_a_handle_has_none(
    place: Place, clock: StoppedClock, also_known_as: list[str] | None
) -> None:
    place.world.also_known_as = also_known_as

    assert ME == (await place.network(clock, name=ME).whoami()).key.id
    with pytest.raises(SignInError, match="calls itself nothing"):
        await place.network(clock).whoami()


# --- a pinned recipient ---------------------------------------------------------------------


def chatting(place: Place) -> list[str]:
    """Let the chat take messages; whom they went to, by DID."""
    members: list[str] = []
    convo = {"id": "convo", "members": []}

    def available(asked: Asked) -> Answer:
        members.append(asked.first("members"))
        return Answer({"canChat": True, "convo": convo})

    said = {"id": "3l7nq2nklsk2b", "text": MESSAGE.text, "sender": {"did": ME}}
    sent = {**said, "sentAt": "2026-11-20T12:00:00Z"}
    place.world.more |= {
        RESOLVE: somebody_else,
        "chat.bsky.convo.getConvoAvailability": available,
        "chat.bsky.convo.sendMessage": lambda _: Answer(sent),
        "chat.bsky.convo.getMessages": lambda _: Answer({"messages": [sent]}),
    }
    return members


async def test_a_pinned_message_goes_to_the_did_and_not_to_the_handle(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    members = chatting(place)
    message = replace(MESSAGE, recipient=Recipient(ALICE))

    sent = await network.send(message)
    found = await place.network(clock).find_sent(message, clock.now())

    assert Found(sent) == found
    assert {ALICE.id} == set(members)


async def test_a_pinned_answer_goes_below_a_post_of_that_account_only(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    chatting(place)
    author = {"did": ALICE.id, "handle": "alice.example"}
    record = {"$type": "app.bsky.feed.post", "text": "Who?", "createdAt": ""}
    shown = {"uri": POST, "cid": "c", "author": author, "record": record, "indexedAt": ""}
    place.world.posts[POST] = shown
    answer = replace(MESSAGE, kind="reply", reply_to=POST, recipient=Recipient(ALICE))
    stranger = Recipient(AccountKey(NetworkName.BLUESKY, OTHER))
    place.world.more["com.atproto.repo.putRecord"] = lambda _: Answer({"uri": "x", "cid": "c"})

    await network.send(answer)
    with pytest.raises(RefusedError, match="not by"):
        await network.send(replace(answer, recipient=stranger))


@pytest.mark.parametrize(
    ("key", "did"),
    [(AccountKey(NetworkName.MASTODON, "alice@mastodon.example"), ME), (ALICE, OTHER)],
)
async def test_a_pin_that_does_not_hold_here_refuses(
    place: Place, clock: StoppedClock, key: AccountKey, did: str
) -> None:
    network = place.network(clock)
    await network.whoami()
    members = chatting(place)
    pin = Recipient(key, {place.world.pds.partition("://")[2].rstrip("/"): did})

    with pytest.raises(RefusedError, match="another account by now"):
        await network.send(replace(MESSAGE, recipient=pin))

    assert [] == members
