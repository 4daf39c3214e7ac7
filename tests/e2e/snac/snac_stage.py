"""The snac lab, as contract tests act on it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from adapters.clock import SystemClock
from adapters.http.requests_adapter import open_session
from adapters.mastodon import MastodonNetwork
from bot.domain.people.identity import AccountKey, NetworkName, OwnerId
from bot.domain.talk.interaction import Visibility
from tests.contract.network.stage import Ability
from tests.e2e.labs.snac.api import Api, ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapters.http import Client
    from bot.ports import RemoteId
    from tests.e2e.labs.snac import Lab

PEOPLE: Final = 120
DELIVERY_S: Final = 150
"""A delivery that fails is tried again after two minutes; as a rule it takes three seconds."""


def everybody() -> list[str]:
    """The accounts of a lab, enough for a stage for each test."""
    return [f"p{number}" for number in range(PEOPLE)]


def host_of(lab: Lab) -> str:
    """What the lab's accounts' keys end in."""
    return lab.info.url.partition("://")[2]


def network_of(lab: Lab, client: Client, name: str, **options: Any) -> MastodonNetwork:  # noqa: ANN401 (as the network takes them)
    """An account's network, signed in."""
    token = lab.sign_in(name).token or ""
    given: dict[str, Any] = {"secret": lambda: token, "clock": SystemClock(), **options}
    return MastodonNetwork(
        client,
        lambda: open_session([lab.info.url]),
        f"{name}@{host_of(lab)}",
        OwnerId("camille"),
        url=lab.info.url,
        **given,
    )


class SnacStage:
    """Accounts of its own on a server that all tests share.

    It delivers to itself, as to any other server, in its own time: `settle` waits for all that
    was done to have arrived.
    """

    abilities = frozenset({Ability.EDIT, Ability.TELL_ROOTS})

    def __init__(self, lab: Lab, client: Client, free: Iterator[str]) -> None:
        self._lab = lab
        self._client = client
        self._free = free
        self._networks: dict[AccountKey, MastodonNetwork] = {}
        self._posts: dict[str, dict[str, Any]] = {}
        self._awaited: list[Callable[[], bool]] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def settle(self) -> None:
        deadline = time.monotonic() + DELIVERY_S
        while self._awaited:
            if await asyncio.to_thread(self._awaited[0]):
                self._awaited.pop(0)
            else:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.3)

    async def network(self, account: AccountKey) -> MastodonNetwork:
        if account not in self._networks:
            self._networks[account] = network_of(
                self._lab, self._client, self._name(account), page_size=5
            )
            await self._networks[account].whoami()  # so that it knows the server's limits
        return self._networks[account]

    async def account(self, name: str) -> AccountKey:  # noqa: ARG002 (the lab has names of its own)
        address = f"{next(self._free)}@{host_of(self._lab)}"
        return AccountKey(NetworkName.MASTODON, address)

    def stranger(self) -> AccountKey:
        return AccountKey(NetworkName.MASTODON, "nobody@nowhere.example")

    def address(self, account: AccountKey) -> str:
        return account.id

    async def post(  # noqa: PLR0913 (what a post can carry)
        self,
        author: AccountKey,
        text: str,
        *,
        reply_to: str | None = None,
        quotes: str | None = None,
        mentions: tuple[AccountKey, ...] = (),
        visibility: Visibility = Visibility.PUBLIC,
        created_at: datetime | None = None,
    ) -> str:
        assert quotes is None
        assert created_at is None
        form = {"visibility": visibility.value}
        told = list(mentions)
        if reply_to:
            above = self._posts[reply_to]
            form["in_reply_to_id"] = above["id"]
            told.append(above["author"])
        handles = [f"@{self._name(one)}" for one in mentions]
        status = self._api(author).post(
            "/api/v1/statuses", status=" ".join([*handles, text]), **form
        )
        uri = str(status["uri"])
        self._posts[uri] = {**status, "author": author}
        for one in {one for one in told if one != author}:
            self._await(one, lambda note: _is_about(note, uri, "mention"))
        return uri

    async def edit(self, uri: str, text: str) -> None:
        status = self._posts[uri]
        handles = [word for word in status["text"].split() if word.startswith("@")]
        form = {"status": " ".join([*handles, text])}
        api = self._api(status["author"])
        api.page("PUT", f"/api/v1/statuses/{status['id']}", form)
        for mention in status["mentions"]:
            host = host_of(self._lab)
            reader = mention["acct"].partition("@")[0]
            self.expect_message(AccountKey(NetworkName.MASTODON, f"{reader}@{host}"), text)

    async def delete(self, uri: str) -> None:
        raise NotImplementedError

    async def like(self, actor: AccountKey, uri: str) -> None:
        await self._react(actor, uri, "favourite", "favourite")

    async def unlike(self, actor: AccountKey, uri: str) -> None:
        raise NotImplementedError

    async def boost(self, actor: AccountKey, uri: str) -> None:
        await self._react(actor, uri, "reblog", "reblog")

    async def follow(self, actor: AccountKey, target: AccountKey) -> None:
        self._api(actor).post(f"/api/v1/accounts/{self._id(actor, target)}/follow")
        name = self._name(actor)
        self._await(
            target, lambda note: note["type"] == "follow" and note["account"]["username"] == name
        )

    async def block(self, actor: AccountKey, target: AccountKey) -> None:
        self._api(actor).post(f"/api/v1/accounts/{self._id(actor, target)}/block")

    async def mute(self, actor: AccountKey, target: AccountKey) -> None:
        raise NotImplementedError

    async def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> None:
        await self.post(sender, text, mentions=(recipient,), visibility=Visibility.DIRECT)
        await self.settle()

    def expect_message(self, reader: AccountKey, ref: str) -> None:
        """Have `settle` wait for a message that was sent through the port."""
        self._await(reader, lambda note: ref in ((note.get("status") or {}).get("content") or ""))

    async def answer(self, sender: AccountKey, sent: RemoteId, text: str) -> None:
        api = self._api(sender)
        self._await(sender, lambda note: _is_about(note, sent, "mention"))
        await self.settle()
        notes = api.get("/api/v1/notifications", limit=80)
        ours = next(one["status"] for one in notes if _is_about(one, sent, "mention"))
        name = ours["account"]["acct"].partition("@")[0]
        api.post(
            "/api/v1/statuses",
            status=f"@{name} {text}",
            in_reply_to_id=ours["id"],
            visibility=ours["visibility"],
        )
        host = host_of(self._lab)
        self.expect_message(AccountKey(NetworkName.MASTODON, f"{name}@{host}"), text)

    async def choose(self, account: AccountKey) -> None:
        raise NotImplementedError

    async def misprint(self, reader: AccountKey) -> None:
        raise NotImplementedError

    async def lose_next_answer(self) -> None:
        raise NotImplementedError

    async def hide_sent_once(self) -> None:
        raise NotImplementedError

    async def _react(self, actor: AccountKey, uri: str, act: str, told: str) -> None:
        api, status = self._api(actor), self._posts[uri]
        try:
            api.post(f"/api/v1/statuses/{status['id']}/{act}")
        except ApiError:
            # Nobody likes what has not arrived, nor what was not sent to them: it is looked up.
            await self.settle()
            api.get("/api/v2/search", q=uri, resolve="true", type="statuses")
            api.post(f"/api/v1/statuses/{status['id']}/{act}")
        self._await(status["author"], lambda note: _is_about(note, uri, told))

    def _await(self, reader: AccountKey, is_it: Callable[[dict[str, Any]], bool]) -> None:
        api = self._api(reader)
        self._awaited.append(
            lambda: any(is_it(one) for one in api.get("/api/v1/notifications", limit=80))
        )

    def _api(self, account: AccountKey) -> Api:
        return self._lab.sign_in(self._name(account))

    def _id(self, asking: AccountKey, whom: AccountKey) -> str:
        found = self._api(asking).get("/api/v1/accounts/lookup", acct=self._name(whom))
        return str(found["id"])

    @staticmethod
    def _name(account: AccountKey) -> str:
        return account.id.partition("@")[0]


def _is_about(note: dict[str, Any], uri: str, kind: str) -> bool:
    status = note.get("status") or {}
    proper = status.get("reblog") or status
    return note["type"] == kind and proper.get("uri") == uri
