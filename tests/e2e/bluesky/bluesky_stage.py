"""The Bluesky lab, as contract tests act on it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from adapters.bluesky import BlueskyNetwork, Servers
from adapters.bluesky.network import REACH
from adapters.clock import SystemClock
from adapters.http import open_client
from bot.domain.people.identity import AccountKey, NetworkName, OwnerId
from bot.domain.talk.interaction import Visibility
from tests.contract.network.stage import Ability
from tests.e2e.labs.bluesky.control import Mood
from tests.e2e.labs.bluesky.seed import Ref

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from pathlib import Path

    from adapters.http import Client
    from bot.ports import Clock, Remembered, RemoteId
    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.account import Account
    from tests.e2e.labs.xrpc import JsonObject

POST: Final = "app.bsky.feed.post"
_names = itertools.count()


def lab_servers(lab: Lab) -> Servers:
    """Where to ask in the lab; the PDS is found from the account."""
    return Servers(plc=lab.info.plc, appview=lab.info.appview)


def lab_client(lab: Lab) -> Client:
    """A client that may reach the lab."""
    return open_client([lab.info.plc, lab.info.pds, lab.info.appview])


def network_of(  # noqa: PLR0913 (what a network is made of)
    lab: Lab,
    client: Client,
    account: Account,
    sessions: Path,
    *,
    messages: bool = True,
    clock: Clock | None = None,
    password: str | None = None,
    remembered: Remembered | None = None,
    reach: timedelta = REACH,
) -> BlueskyNetwork:
    """An account's network, signed in with an app password of its own."""
    secret: Callable[[], str] = lambda: (  # noqa: E731 (asked for only when it is needed)
        password or account.app_password(f"terrasse {next(_names)}", messages=messages)
    )
    return BlueskyNetwork(
        client,
        account.handle,
        OwnerId("camille"),
        secret=secret,
        sessions=sessions,
        clock=clock or SystemClock(),
        servers=lab_servers(lab),
        remembered=remembered,
        reach=reach,
    )


class BlueskyStage:
    """Accounts of its own on the lab that all tests share."""

    abilities = frozenset(Ability) - {
        Ability.EDIT,
        Ability.FOLLOWERS_ONLY,
        Ability.MISPRINT,  # the PDS takes only what its lexicons allow: see tests/bluesky
        Ability.HIDE_SENT,
    }

    def __init__(self, lab: Lab, client: Client, sessions: Path) -> None:
        self._lab = lab
        self._client = client
        self._sessions = sessions
        self._stage = next(_names)
        self._accounts: dict[AccountKey, Account] = {}
        self._networks: dict[AccountKey, BlueskyNetwork] = {}
        self._records: dict[str, JsonObject] = {}
        self._refs: dict[str, Ref] = {}
        self._signals: dict[tuple[str, AccountKey, str], str] = {}

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def settle(self) -> None:
        self._lab.control.catch_up()

    async def network(self, account: AccountKey) -> BlueskyNetwork:
        if account not in self._networks:
            self._networks[account] = network_of(
                self._lab, self._client, self._accounts[account], self._sessions
            )
        return self._networks[account]

    async def account(self, name: str) -> AccountKey:
        account = self._lab.sign_up(f"{name}-{self._stage}")
        account.write("chat.bsky.actor.declaration", {"allowIncoming": "all"}, "self")
        account.write("app.bsky.actor.profile", {"displayName": name.title()}, "self")
        key = AccountKey(NetworkName.BLUESKY, account.did)
        self._accounts[key] = account
        await self.settle()
        return key

    def stranger(self) -> AccountKey:
        return AccountKey(NetworkName.BLUESKY, "did:plc:aaaabbbbccccddddeeee2222")

    def address(self, account: AccountKey) -> str:
        return self._accounts[account].handle

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
        assert visibility is Visibility.PUBLIC
        handles = ""
        facets: list[JsonObject] = []
        for one in mentions:
            start = len(handles)
            handles += f"@{self._accounts[one].handle}"
            mention = {"$type": "app.bsky.richtext.facet#mention", "did": one.id}
            index = {"byteStart": start, "byteEnd": len(handles)}
            facets.append({"index": index, "features": [mention]})
            handles += " "
        record: JsonObject = {"text": handles + text, "createdAt": _written(created_at)}
        if facets:
            record["facets"] = facets
        if reply_to is not None:
            above = self._refs[reply_to].strong
            root = self._records[reply_to].get("reply", {}).get("root", above)
            record["reply"] = {"root": root, "parent": above}
        if quotes is not None:
            quoted = self._refs[quotes].strong
            record["embed"] = {"$type": "app.bsky.embed.record", "record": quoted}
        written = self._accounts[author].write(POST, record)
        self._records[written["uri"]] = record
        self._refs[written["uri"]] = Ref(written["uri"], written["cid"])
        return str(written["uri"])

    async def edit(self, uri: str, text: str) -> None:
        raise NotImplementedError

    async def delete(self, uri: str) -> None:
        _, _, did, collection, rkey = uri.split("/")
        account = self._accounts[AccountKey(NetworkName.BLUESKY, did)]
        body = {"repo": did, "collection": collection, "rkey": rkey}
        account.pds.call("com.atproto.repo.deleteRecord", body)

    async def like(self, actor: AccountKey, uri: str) -> None:
        self._react("app.bsky.feed.like", actor, uri)

    async def unlike(self, actor: AccountKey, uri: str) -> None:
        await self.delete(self._signals["app.bsky.feed.like", actor, uri])

    async def boost(self, actor: AccountKey, uri: str) -> None:
        self._react("app.bsky.feed.repost", actor, uri)

    async def follow(self, actor: AccountKey, target: AccountKey) -> None:
        self._toward("app.bsky.graph.follow", actor, target)

    async def block(self, actor: AccountKey, target: AccountKey) -> None:
        self._toward("app.bsky.graph.block", actor, target)

    async def mute(self, actor: AccountKey, target: AccountKey) -> None:
        self._accounts[actor].pds.call("app.bsky.graph.muteActor", {"actor": target.id})

    async def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> None:
        chat = self._accounts[sender].pds.through("did:web:api.bsky.chat#bsky_chat")
        convo = chat.query("chat.bsky.convo.getConvoForMembers", members=[recipient.id])["convo"]
        body = {"convoId": convo["id"], "message": {"text": text}}
        chat.call("chat.bsky.convo.sendMessage", body)

    async def answer(self, sender: AccountKey, sent: RemoteId, text: str) -> None:
        account = self._accounts[sender]
        if not sent.startswith("at://"):
            (other,) = [one for one in self._accounts if one != sender]
            await self.write(sender, other, text)
            return
        _, _, repo, collection, rkey = sent.split("/")
        ours = account.pds.query(
            "com.atproto.repo.getRecord", repo=repo, collection=collection, rkey=rkey
        )
        above = {"uri": sent, "cid": ours["cid"]}
        reply = {"root": ours["value"]["reply"]["root"], "parent": above}
        account.write(POST, {"text": text, "createdAt": _written(None), "reply": reply})

    async def choose(self, account: AccountKey) -> None:
        collection = "chat.bsky.actor.declaration"
        body = {
            "repo": account.id,
            "collection": collection,
            "rkey": "self",
            "record": {"$type": collection, "allowIncoming": "following"},
        }
        self._accounts[account].pds.call("com.atproto.repo.putRecord", body)

    async def misprint(self, reader: AccountKey) -> None:
        raise NotImplementedError

    async def lose_next_answer(self) -> None:
        self._lab.control.set_mood(Mood.LOST, times=1)

    async def hide_sent_once(self) -> None:
        raise NotImplementedError

    def _react(self, collection: str, actor: AccountKey, uri: str) -> None:
        record = {"subject": self._refs[uri].strong, "createdAt": _written(None)}
        written = self._accounts[actor].write(collection, record)
        self._signals[collection, actor, uri] = written["uri"]

    def _toward(self, collection: str, actor: AccountKey, target: AccountKey) -> None:
        record = {"subject": target.id, "createdAt": _written(None)}
        self._accounts[actor].write(collection, record)


def _written(at: datetime | None) -> str:
    at = at or datetime.now(UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
