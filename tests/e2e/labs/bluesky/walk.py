"""What is to be found: a walk over all repositories that decides it from the records alone.

It shares no code with the adapters, nor with the seed: it reads what is in the repositories
and applies the rules of the product once more, so that each can show the other wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.e2e.labs.xrpc import Xrpc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.e2e.labs.xrpc import JsonObject

POST = "app.bsky.feed.post"
FOLLOW = "app.bsky.graph.follow"
_SIGNALS = {"app.bsky.feed.like": "like", "app.bsky.feed.repost": "boost"}

_PAGE = 100
_NAMES_THAT_ARE_TALK = 3
_BY_STRENGTH = ("copied", "mention", "quote", "reply")


class Expected(NamedTuple):
    """One interaction between the owner and somebody, by its natural key.

    `uri` is the post of talk, what a signal was given to, and empty for a follow.
    """

    kind: str
    actor: str
    target: str
    uri: str


class Found(NamedTuple):
    """Where an expected interaction comes from.

    `record` is the URI of the act itself. `is_dangling`: the post that it answers, quotes or
    likes is deleted, so that the AppView may no longer tell of it.
    """

    record: str
    is_dangling: bool


def walk(pds: str, owner: str) -> Mapping[Expected, Found]:
    """All interactions between the owner (a DID) and others that the repositories hold."""
    server = Xrpc(pds)
    repositories = {
        did: {
            collection: dict(_records(server, did, collection))
            for collection in (POST, FOLLOW, *_SIGNALS)
        }
        for did in _repositories(server)
    }
    posts = {uri for kept in repositories.values() for uri in kept[POST]}
    found: dict[Expected, Found] = {}
    for did, kept in repositories.items():
        for collection, records in kept.items():
            for uri, record in records.items():
                for expected, about in _interactions(did, collection, uri, record):
                    if expected.actor != expected.target and owner in expected[1:3]:
                        is_dangling = about != "" and about not in posts
                        found[expected] = Found(uri, is_dangling)
    return found


def _repositories(server: Xrpc) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = server.query("com.atproto.sync.listRepos", cursor=cursor, limit=_PAGE)
        yield from (repo["did"] for repo in page["repos"] if repo.get("active", True))
        if (cursor := page.get("cursor")) is None:
            return


def _records(server: Xrpc, did: str, collection: str) -> Iterator[tuple[str, JsonObject]]:
    cursor: str | None = None
    while True:
        page = server.query(
            "com.atproto.repo.listRecords",
            repo=did,
            collection=collection,
            cursor=cursor,
            limit=_PAGE,
        )
        yield from ((record["uri"], record["value"]) for record in page["records"])
        if (cursor := page.get("cursor")) is None:
            return


def _interactions(
    did: str, collection: str, uri: str, record: JsonObject
) -> Iterator[tuple[Expected, str]]:
    """What one record does to others, and the post that each of it depends on."""
    if collection == FOLLOW:
        yield Expected("follow", did, record["subject"], ""), ""
    elif collection in _SIGNALS:
        subject = record["subject"]["uri"]
        yield Expected(_SIGNALS[collection], did, _author(subject), subject), subject
    else:
        for target, (kind, about) in _talk(record).items():
            yield Expected(kind, did, target, uri), about


def _talk(post: JsonObject) -> dict[str, tuple[str, str]]:
    """Whom a post concerns: how, the strongest way alone, and because of which other post."""
    ways: list[tuple[str, str, str]] = []
    named = list(dict.fromkeys(_named(post)))
    if reply := post.get("reply"):
        parent = reply["parent"]["uri"]
        ways.append((_author(parent), "reply", parent))
    is_aside = reply is not None or len(named) > _NAMES_THAT_ARE_TALK
    ways.extend((did, "copied" if is_aside else "mention", "") for did in named)
    if quoted := _quoted(post):
        ways.append((_author(quoted), "quote", quoted))
    ways.sort(key=lambda way: _BY_STRENGTH.index(way[1]))
    return {did: (kind, about) for did, kind, about in ways}


def _named(post: JsonObject) -> Iterator[str]:
    for facet in post.get("facets", ()):
        for feature in facet["features"]:
            if feature["$type"] == "app.bsky.richtext.facet#mention":
                yield feature["did"]


def _quoted(post: JsonObject) -> str | None:
    embed = post.get("embed", {})
    record = embed.get("record", {})
    # With pictures beside the quote, its reference lies one level deeper.
    uri: str | None = record.get("uri") or record.get("record", {}).get("uri")
    return uri if uri is not None and f"/{POST}/" in uri else None


def _author(uri: str) -> str:
    """The DID in at://DID/collection/key."""
    return uri.split("/")[2]
