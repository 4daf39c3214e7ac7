"""From a record to the interactions in it between the watched account and others.

Kinds come from the record, never from a notification's reason: a post that answers, names and
quotes gives one notification, `mention`; and `reply` is said of answers to others, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from adapters.bluesky import at_uri
from adapters.bluesky.moment import instant, tid_instant
from adapters.bluesky.wire.records import Follow, Like, Post, Record, Repost
from bot.domain.identity import AccountKey, NetworkName
from bot.domain.interaction import Interaction, Kind, happened_at
from bot.domain.post import Post as DomainPost
from bot.domain.post import toward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Self

    from adapters.bluesky.at_uri import AtUri
    from adapters.bluesky.wire.records import Embed, Facet
    from bot.domain.identity import OwnerId

RECORD_IN: Final[dict[str, type[Record]]] = {
    at_uri.POST: Post,
    at_uri.LIKE: Like,
    at_uri.REPOST: Repost,
    at_uri.FOLLOW: Follow,
}
"""What the records of a collection are."""

_SIGNALS: Final = {Like: Kind.LIKE, Repost: Kind.BOOST, Follow: Kind.FOLLOW}
_MENTION: Final = "app.bsky.richtext.facet#mention"


class Act(Struct, frozen=True, gc=False):
    """A record of somebody's.

    `at` is when it happened, `seen_at` when a server saw it, as far as it tells; `handle` is
    its author's, empty where it is not known.
    """

    uri: AtUri
    record: Record
    at: datetime
    seen_at: datetime
    handle: str = ""

    @classmethod
    def of(cls, uri: AtUri, record: Record, seen_at: datetime, handle: str = "") -> Self:
        """The act that a record is; where it has no readable date, its key may have one."""
        said = instant(record.created_at) or tid_instant(uri.rkey)
        at = seen_at if said is None else happened_at(said, seen_at)
        return cls(uri, record, at, seen_at, handle)

    @property
    def place(self) -> str:
        """Where it stands among others in time: greater is newer, and no two are equal."""
        return f"{self.at.isoformat(timespec='microseconds')} {self.uri}"


@lru_cache(maxsize=4_096)
def key_of(did: str) -> AccountKey:
    """The key of an account."""
    return AccountKey(NetworkName.BLUESKY, did)


def interactions(act: Act, watched: AccountKey, owner: OwnerId) -> list[Interaction]:
    """What the act is between the watched account and others: nothing, most often one."""
    if isinstance(act.record, Post):
        return _of_post(act, act.record, watched, owner)
    return _of_signal(act, act.record, watched, owner)


def _of_post(act: Act, post: Post, watched: AccountKey, owner: OwnerId) -> list[Interaction]:
    reply, author = post.reply, key_of(act.uri.did)
    parent = at_uri.parse(reply.parent.uri) if reply else None
    quoted = _quoted(post.embed) if post.embed else None
    said = DomainPost(
        author,
        reply is not None,
        key_of(parent.did) if parent else None,
        key_of(quoted.did) if quoted else None,
        tuple(_mentioned(post.facets)) if post.facets else (),
    )
    towards = [one for one in toward(said) if watched in (author, one.target)]
    if not towards:
        return []
    uri = str(act.uri)
    subject_uri = str(quoted) if quoted else ""
    root_uri, parent_uri = (reply.root.uri, reply.parent.uri) if reply else (uri, "")
    languages = tuple(post.langs) if post.langs else ()
    url = at_uri.post_url(act.uri, act.handle)
    return [
        # By their places, here and below: names take as long as all else in making one.
        Interaction(
            owner,
            watched,
            kind,
            author,
            target,
            uri,
            act.at,
            act.seen_at,
            subject_uri,
            root_uri,
            parent_uri,
            post.text,
            languages,
            url=url,
        )
        for kind, target in towards
    ]


def _of_signal(
    act: Act, record: Like | Repost | Follow, watched: AccountKey, owner: OwnerId
) -> list[Interaction]:
    if isinstance(record, Follow):
        target = record.subject if at_uri.is_did(record.subject) else None
        subject_uri = ""
    else:
        subject_uri = record.subject.uri
        liked = at_uri.parse(subject_uri)
        target = liked.did if liked else None
    author = act.uri.did
    if target is None or author == target or watched.id not in (author, target):
        return []
    return [
        Interaction(
            owner,
            watched,
            _SIGNALS[type(record)],
            key_of(author),
            key_of(target),
            str(act.uri),
            act.at,
            act.seen_at,
            subject_uri,
        )
    ]


def _mentioned(facets: list[Facet]) -> Iterator[AccountKey]:
    for facet in facets:
        for feature in facet.features:
            if feature.type == _MENTION and feature.did and at_uri.is_did(feature.did):
                yield key_of(feature.did)


def _quoted(embed: Embed) -> AtUri | None:
    """The post that is quoted; lists, feeds and starter packs are embedded alike."""
    record = embed.record
    if record is None:
        return None
    uri = at_uri.parse(record.uri or (record.record.uri if record.record else ""))
    return uri if uri and uri.collection == at_uri.POST else None
