"""The owner, and two people with whom they talk alike: Alice is well, Bruno is sent oddly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from adapters.bluesky.client.moment import tid, written
from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import HANDLE, ME, Answer, Atproto
from tests.builders import at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.adapters.bluesky.server import Asked

NOW: Final = at("2026-11-27 12:00")
ALICE: Final = "did:plc:alice2222222222222222222"
BRUNO: Final = "did:plc:bruno2222222222222222222"
NAMES: Final = {ME: HANDLE, ALICE: "alice.example", BRUNO: "bruno.example"}
WEEKS: Final = 4

NOTES: Final = "app.bsky.notification.listNotifications"
PROFILES: Final = "app.bsky.actor.getProfiles"
POSTS: Final = "app.bsky.feed.getPosts"
THREAD: Final = "app.bsky.feed.getPostThread"
LATEST: Final = "com.atproto.sync.getLatestCommit"

Json = dict[str, Any]


def refusal(status: int, name: str = "InternalServerError", message: str = "") -> Answer:
    return Answer.error(status, name, message)


@dataclass
class Street:
    """What the server is going to say; a test changes it, and opens the server with `atproto`.

    `pages` are pages of notifications by cursor, each with the next cursor; without any, `notes`
    are one page. There are as many people as there are in `names`, by DID; `odd` is the one whom
    a test is about.
    """

    records: dict[str, Json] = field(default_factory=dict)
    notes: list[Json] = field(default_factory=list)
    profiles: dict[str, Json] = field(default_factory=dict)
    posts: dict[str, Json] = field(default_factory=dict)
    pages: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    more: dict[str, Callable[[Asked], Answer]] = field(default_factory=dict)
    also_known_as: Any = ...
    names: dict[str, str] = field(default_factory=NAMES.copy)
    odd: str = BRUNO

    def __post_init__(self) -> None:
        for did, name in self.names.items():
            shown = name.partition(".")[0].title()
            self.profiles[did] = {"did": did, "handle": name, "displayName": shown, "viewer": {}}
        for week in range(WEEKS):
            for place, person in enumerate(did for did in self.names if did != ME):
                self._exchange(person, NOW - timedelta(weeks=week, days=2, minutes=20 * place))
        self.notes.sort(key=lambda note: note["indexedAt"], reverse=True)

    def of(self, person: str) -> list[Json]:
        """The notifications of a person's acts, the latest first."""
        return [note for note in self.notes if note["uri"].startswith(f"at://{person}/")]

    def server(self) -> Atproto:
        world = Atproto(Repository(ME, self.records), self.notes, self.profiles, self.posts)
        world.also_known_as = self.also_known_as
        world.more = {NOTES: self._notifications, THREAD: self._thread, **self.more}
        return world

    def usual(self, method: str) -> Callable[[Asked], Answer]:
        """How a method answers where nothing is odd."""
        return {
            NOTES: self._notifications,
            THREAD: self._thread,
            PROFILES: lambda asked: Answer(
                {"profiles": _known(self.profiles, asked.parameters["actors"])}
            ),
            POSTS: lambda asked: Answer({"posts": _known(self.posts, asked.parameters["uris"])}),
        }[method]

    def _exchange(self, person: str, when: datetime) -> None:
        """A post of the owner's, an answer of the person's, and one to that."""
        root = self._post(ME, when, "Which of the parks do you like best in the rain?")
        theirs = self._post(person, when + timedelta(minutes=5), "The one by the river.", root)
        self._post(ME, when + timedelta(minutes=9), "I shall go and look at it.", root, theirs)
        self.notes.append({**self.posts[theirs], "reason": "reply", "isRead": False})

    def _post(self, by: str, when: datetime, text: str, root: str = "", to: str = "") -> str:
        key = f"app.bsky.feed.post/{tid(when)}"
        uri = f"at://{by}/{key}"
        record: Json = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": written(when),
            "langs": ["en"],
        }
        if root:
            refs = {"root": root, "parent": to or root}
            record["reply"] = {name: {"uri": ref, "cid": "b"} for name, ref in refs.items()}
        if by == ME:
            self.records[key] = record
        self.posts[uri] = {
            "uri": uri,
            "cid": "b",
            "author": dict(self.profiles[by]),
            "record": record,
            "indexedAt": written(when),
        }
        return uri

    def _notifications(self, asked: Asked) -> Answer:
        items, cursor = self.pages.get(asked.first("cursor"), (self.notes, None))
        return Answer({"notifications": items} | ({} if cursor is None else {"cursor": cursor}))

    def _thread(self, asked: Asked) -> Answer:
        root = asked.first("uri")
        if root not in self.posts:
            return refusal(400, "NotFound", f"Post not found: {root}")
        below = [
            {"$type": "app.bsky.feed.defs#threadViewPost", "post": post}
            for post in self.posts.values()
            if isinstance(post["record"], dict)
            and post["record"].get("reply", {}).get("root", {}).get("uri") == root
        ]
        return Answer({"thread": {"post": self.posts[root], "replies": below}})


def _known(kept: dict[str, Json], wanted: list[str]) -> list[Json]:
    return [kept[name] for name in wanted if name in kept]
