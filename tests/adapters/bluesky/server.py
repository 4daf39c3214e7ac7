"""A small server that is PLC directory, PDS and AppView at once, on loopback."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.bluesky import BlueskyNetwork, Servers
from adapters.bluesky.client import session
from adapters.http import open_client
from bot.domain.people.identity import OwnerId
from tests.adapters.bluesky.repository import Repository
from tests.adapters.http.server import answer, serving

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from adapters.http import Client
    from bot.ports import Clock, Known, Remembered
    from tests.adapters.http.server import Seen, Server

ME: Final = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
HANDLE: Final = "me.example"
PASSWORD: Final = "abcd-efgh-ijkl-mnop"  # noqa: S105 (invented)
NOWHERE: Final = "http://127.0.0.1:9"
"""Where nobody listens."""

MOST_OTHERS: Final = 30
"""That getRelationships takes in one request."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the server says to one request."""

    body: Any = None
    status: int = 200
    headers: tuple[str, ...] = ()

    @classmethod
    def error(cls, status: int, name: str, message: str = "", *headers: str) -> Answer:
        return cls({"error": name, "message": message}, status, headers)


@dataclass
class Asked:
    """A request: its method by NSID, parameters or body, and token."""

    method: str
    parameters: dict[str, list[str]]
    body: Json
    token: str
    proxy: str

    def first(self, name: str) -> str:
        return self.parameters.get(name, [""])[0]


@dataclass
class Atproto:
    """One account's world. `next` holds scripted answers, by method, that come first.

    `also_known_as` is what its document says, where that is not just the handle.
    `ties` is what ties the account to others, by DID: `following`, `blockedBy`, …
    """

    repository: Repository
    notifications: list[Json] = field(default_factory=list)
    profiles: dict[str, Json] = field(default_factory=dict)
    posts: dict[str, Json] = field(default_factory=dict)
    next: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    access: str = "access-0"
    refresh: str = "refresh-0"
    renewals: int = 0
    pds: str = ""
    handle: str = HANDLE
    also_known_as: Any = ...
    is_directory_away: bool = False
    since: dict[str, Repository] = field(default_factory=dict)
    more: dict[str, Callable[[Asked], Answer]] = field(default_factory=dict)
    ties: dict[str, Json] = field(default_factory=dict)

    def times(self, method: str) -> int:
        return sum(one.method == method for one in self.asked)

    def __post_init__(self) -> None:
        self._methods: dict[str, Callable[[Asked], Answer]] = {
            "com.atproto.identity.resolveHandle": lambda _: Answer({"did": ME}),
            "com.atproto.server.createSession": self._sign_in,
            "com.atproto.server.refreshSession": self._refresh,
            "com.atproto.sync.getLatestCommit": lambda _: Answer(
                {"cid": "bafy", "rev": self.repository.rev}
            ),
            "com.atproto.sync.getRepo": lambda asked: Answer(
                self.repository.car(self.since.get(asked.first("since")))
            ),
            "app.bsky.notification.listNotifications": lambda _: Answer(
                {"notifications": self.notifications}
            ),
            "app.bsky.actor.getProfiles": lambda asked: Answer(
                {"profiles": _known(self.profiles, asked.parameters["actors"])}
            ),
            "app.bsky.graph.getRelationships": self._relationships,
            "app.bsky.feed.getPosts": lambda asked: Answer(
                {"posts": _known(self.posts, asked.parameters["uris"])}
            ),
        }

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.next.get(asked.method):
            return self.next[asked.method].pop(0)
        if asked.method.startswith(("app.", "chat.")) and asked.token != self.access:
            return Answer.error(400, "ExpiredToken", "Token has expired")
        method = self.more.get(asked.method) or self._methods.get(asked.method)
        return method(asked) if method else Answer.error(501, "MethodNotImplemented")

    def _relationships(self, asked: Asked) -> Answer:
        others = asked.parameters["others"]
        if len(others) > MOST_OTHERS:
            return Answer.error(400, "InvalidRequest", "others must not have more than 30 elements")
        kind = "app.bsky.graph.defs"
        told = [
            {"$type": f"{kind}#relationship", "did": did, **self.ties[did]}
            if did in self.ties
            else {"$type": f"{kind}#notFoundActor", "actor": did, "notFound": True}
            for did in others
        ]
        return Answer({"actor": asked.first("actor"), "relationships": told})

    def _sign_in(self, asked: Asked) -> Answer:
        if asked.body["password"] != PASSWORD:
            return Answer.error(401, "AuthenticationRequired", "Invalid password")
        return self._renewed()

    def _refresh(self, asked: Asked) -> Answer:
        if asked.token != self.refresh:
            return Answer.error(400, "ExpiredToken", "Token has been revoked")
        return self._renewed()

    def expire(self) -> None:
        """Let the access token be past its time."""
        self.access = "past"

    def _renewed(self) -> Answer:
        self.renewals += 1
        self.access, self.refresh = f"access-{self.renewals}", f"refresh-{self.renewals}"
        return Answer(
            {"did": ME, "handle": HANDLE, "accessJwt": self.access, "refreshJwt": self.refresh}
        )

    async def script(self, seen: Seen, writer: StreamWriter) -> None:
        parts = urlsplit(seen.target)
        if parts.path.startswith("/did:"):
            said = Answer(self._document(), 503 if self.is_directory_away else 200)
        else:
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            said = self.answer(
                Asked(
                    parts.path.removeprefix("/xrpc/"),
                    parse_qs(parts.query),
                    json.loads(seen.body) if seen.body else {},
                    token,
                    seen.headers.get("atproto-proxy", ""),
                )
            )
        body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        writer.write(answer(body, *said.headers, status=f"{said.status} Said"))

    def _document(self) -> Json:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.pds,
        }
        names = [f"at://{self.handle}"] if self.also_known_as is ... else self.also_known_as
        return {"id": ME, "alsoKnownAs": names, "service": [service]}


def _known(kept: dict[str, Json], wanted: list[str]) -> list[Json]:
    return [kept[one] for one in wanted if one in kept]


@dataclass
class Place:
    """A running server, and a client that may reach it."""

    world: Atproto
    server: Server
    client: Client
    folder: Path

    def network(  # noqa: PLR0913 (what a test sets)
        self,
        clock: Clock,
        *,
        secret: Callable[[], str] | None = lambda: PASSWORD,
        remembered: Remembered | None = None,
        name: str = HANDLE,
        known: Known | None = None,
        tells_blocks: bool = True,
    ) -> BlueskyNetwork:
        url = self.server.url("")
        return BlueskyNetwork(
            self.client,
            name,
            OwnerId("camille"),
            secret=secret,
            sessions=self.folder / "sessions",
            clock=clock,
            servers=Servers(plc=url, appview=url, tells_blocks=tells_blocks),
            remembered=remembered,
            known=known,
        )


@asynccontextmanager
async def atproto(folder: Path, world: Atproto | None = None) -> AsyncIterator[Place]:
    """Run the server for a while. The hash of a password costs nothing meanwhile."""
    world = world or Atproto(Repository(ME, {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "_HASH_COST", 2)
        async with serving(world.script) as server:
            world.pds = server.url("")
            async with open_client([server.url(""), NOWHERE]) as client:
                yield Place(world, server, client, folder)
