"""Has an invented community live on a lab's PDS: a year of it, within a minute."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from tests.e2e.labs.bluesky.account import Account
from tests.e2e.labs.bluesky.community import OWNER, Act, Community, Follow, Post, plan
from tests.e2e.labs.bluesky.control import Control
from tests.e2e.labs.bluesky.tid import CLOCKS, tid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.e2e.labs.bluesky.info import Info
    from tests.e2e.labs.xrpc import JsonObject

PROFILE = "app.bsky.actor.profile"
_COLLECTIONS = {
    "Post": "app.bsky.feed.post",
    "Like": "app.bsky.feed.like",
    "Repost": "app.bsky.feed.repost",
    "Follow": "app.bsky.graph.follow",
}

_AT_ONCE = 4
_BATCH = 200
"""The most that com.atproto.repo.applyWrites takes."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A record as others point to it."""

    uri: str
    cid: str

    @property
    def strong(self) -> JsonObject:
        """As com.atproto.repo.strongRef."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written, by whom, and where it is. `community` says what was taken back."""

    accounts: Sequence[Account]
    community: Community
    refs: dict[Act, Ref] = field(default_factory=dict)

    @property
    def owner(self) -> Account:
        """The account with which the others talk."""
        return self.accounts[OWNER]

    @property
    def counts(self) -> Counter[str]:
        """How many acts of each kind there were, and how many were taken back."""
        counts = Counter(type(act).__name__ for act in self.community.acts)
        counts["taken back"] = len(self.community.taken_back)
        return counts


def seed(
    info: Info,
    *,
    people: int = 50,
    acts: int = 2_000,
    until: datetime | None = None,
    random_seed: int = 7,
) -> Seeded:
    """Sign people up and write what they did in the year before `until` (default: now).

    The same arguments make the same community; only DIDs and CIDs differ. All has been seen
    by the AppView when this returns.
    """
    control = Control(info.control)
    community = plan(people=people, acts=acts, until=until or datetime.now(UTC), seed=random_seed)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        accounts = list(pool.map(lambda one: _sign_up(info, one.name), community.people))
        seeded = Seeded(accounts, community)
        writer = _Writer(seeded, pool, Random(random_seed))  # noqa: S311 (a seed is the point)
        writer.introduce()
        posts = [act for act in community.acts if isinstance(act, Post)]
        # A post names those it refers to by their content: they must be written before.
        for wave in range(1 + max((post.wave for post in posts), default=0)):
            writer.write(post for post in posts if post.wave == wave)
        writer.write(act for act in community.acts if not isinstance(act, Post))
        control.catch_up()
        writer.take_back(community.taken_back)
    control.catch_up()
    return seeded


def _sign_up(info: Info, name: str) -> Account:
    return Account.create(info.pds, f"{name}.test")


class _Writer:
    """Writes acts, many at once: to a repository in batches, to several side by side."""

    def __init__(self, seeded: Seeded, pool: ThreadPoolExecutor, random: Random) -> None:
        self._seeded = seeded
        self._pool = pool
        self._random = random

    def introduce(self) -> None:
        """Give everybody a profile."""
        for account, person in zip(
            self._seeded.accounts, self._seeded.community.people, strict=True
        ):
            profile = {"displayName": person.display_name, "description": person.bio}
            account.write(PROFILE, profile, "self")

    def write(self, acts: Iterable[Act]) -> None:
        """Write acts whose references are written."""
        batches = list(_batches(acts))
        creations = [[self._creation(act) for act in batch] for batch in batches]
        for batch, answers in zip(
            batches, self._pool.map(self._apply, batches, creations), strict=True
        ):
            for act, answer in zip(batch, answers, strict=True):
                self._seeded.refs[act] = Ref(answer["uri"], answer["cid"])

    def take_back(self, acts: Iterable[Act]) -> None:
        """Delete what was written."""
        batches = list(_batches(acts))
        deletions = [[self._deletion(act) for act in batch] for batch in batches]
        list(self._pool.map(self._apply, batches, deletions))

    def _apply(self, batch: Sequence[Act], writes: Sequence[JsonObject]) -> list[JsonObject]:
        account = self._seeded.accounts[batch[0].author]
        answer = account.pds.call(
            "com.atproto.repo.applyWrites", {"repo": account.did, "writes": writes}
        )
        results: list[JsonObject] = answer["results"]
        return results

    def _creation(self, act: Act) -> JsonObject:
        collection = _COLLECTIONS[type(act).__name__]
        created_at = act.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "$type": "com.atproto.repo.applyWrites#create",
            "collection": collection,
            "rkey": tid(act.at, self._random.randrange(CLOCKS)),
            "value": {"$type": collection, "createdAt": created_at, **self._content(act)},
        }

    def _deletion(self, act: Act) -> JsonObject:
        *_, collection, rkey = self._seeded.refs[act].uri.split("/")
        kind = "com.atproto.repo.applyWrites#delete"
        return {"$type": kind, "collection": collection, "rkey": rkey}

    def _content(self, act: Act) -> JsonObject:
        if isinstance(act, Follow):
            return {"subject": self._seeded.accounts[act.whom].did}
        if not isinstance(act, Post):
            return {"subject": self._seeded.refs[act.post].strong}
        content: JsonObject = {**self._text(act), "langs": ["en"]}
        if act.parent is not None:
            root, parent = (self._seeded.refs[post].strong for post in (act.root, act.parent))
            content["reply"] = {"root": root, "parent": parent}
        if act.quoted is not None:
            quoted = self._seeded.refs[act.quoted].strong
            content["embed"] = {"$type": "app.bsky.embed.record", "record": quoted}
        return content

    def _text(self, post: Post) -> JsonObject:
        """The text with the handles of those it names before it, and where these stand."""
        facets: list[JsonObject] = []
        handles = ""
        for place in post.mentions:
            account = self._seeded.accounts[place]
            start = len(handles)
            handles += f"@{account.handle}"
            mention = {"$type": "app.bsky.richtext.facet#mention", "did": account.did}
            index = {"byteStart": start, "byteEnd": len(handles)}  # handles are ASCII
            facets.append({"index": index, "features": [mention]})
            handles += " "
        return {"text": handles + post.text, **({"facets": facets} if facets else {})}


def _batches(acts: Iterable[Act]) -> Iterable[list[Act]]:
    """Group acts by who did them, at most so many at a time."""
    by_author: dict[int, list[Act]] = defaultdict(list)
    for act in acts:
        by_author[act.author].append(act)
    for done in by_author.values():
        for start in range(0, len(done), _BATCH):
            yield done[start : start + _BATCH]
