"""Translate records to the interactions between the watched account and others.

Kinds come from the record, never from a notification's reason: a post that replies, mentions and
quotes gives one notification, `mention`; and replies to others are notified as `reply`, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.moment import instant, tid_instant
from adapters.bluesky.wire.records import FollowRecord, LikeRecord, PostRecord, Record, RepostRecord
from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.talk.interaction import Interaction, Kind, happened_at
from bot.domain.talk.post import toward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Self

    from adapters.bluesky.client.at_uri import AtUri
    from adapters.bluesky.wire.records import Embed, Facet
    from bot.domain.people.identity import OwnerId

RECORD_IN: Final[dict[str, type[Record]]] = {
    at_uri.POST: PostRecord,
    at_uri.LIKE: LikeRecord,
    at_uri.REPOST: RepostRecord,
    at_uri.FOLLOW: FollowRecord,
}
"""The type of a collection's records."""

_SIGNALS: Final = {LikeRecord: Kind.LIKE, RepostRecord: Kind.BOOST, FollowRecord: Kind.FOLLOW}
_MENTION: Final = "app.bsky.richtext.facet#mention"
_QUOTES: Final = {"app.bsky.embed.record", "app.bsky.embed.recordWithMedia"}


class Act(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody's record, with its times.

    `at` is when it was made, `seen_at` when a server first saw it, as far as the server says.
    `handle` is its author's, empty if unknown.
    """

    uri: AtUri
    record: Record
    at: datetime
    seen_at: datetime
    handle: str = ""

    @classmethod
    def of(cls, uri: AtUri, record: Record, seen_at: datetime, handle: str = "") -> Self:
        """Make an act; a record without a readable date is dated by its key."""
        created_at = instant(record.created_at) or tid_instant(uri.rkey)
        at = seen_at if created_at is None else happened_at(created_at, seen_at)
        return cls(uri=uri, record=record, at=at, seen_at=seen_at, handle=handle)

    @property
    def order_key(self) -> str:
        """A string that sorts by time; greater is newer, and no two acts have the same."""
        return f"{self.at.isoformat(timespec='microseconds')} {self.uri}"


@lru_cache(maxsize=4_096)
def key_of(did: str) -> AccountKey:
    """The key of an account."""
    return AccountKey(NetworkName.BLUESKY, did)


def interactions(act: Act, watched: AccountKey, owner: OwnerId) -> list[Interaction]:
    """The interactions between the watched account and others in an act, often just one."""
    if isinstance(act.record, PostRecord):
        return _of_post(act, act.record, watched, owner)
    return _of_signal(act, act.record, watched, owner)


def _of_post(act: Act, post: PostRecord, watched: AccountKey, owner: OwnerId) -> list[Interaction]:
    reply, author = post.reply, key_of(act.uri.did)
    parent = at_uri.author(reply.parent.uri) if reply else None
    quoted = _quoted(post.embed) if post.embed else None
    towards = toward(
        author,
        is_reply=reply is not None,
        parent_author=key_of(parent) if parent else None,
        quoted_author=key_of(quoted.did) if quoted else None,
        mentioned=tuple(_mentioned(post.facets)) if post.facets else (),
    )
    if author != watched:
        towards = {watched: towards[watched]} if watched in towards else {}
    if not towards:
        return []
    uri = str(act.uri)
    subject_uri = str(quoted) if quoted else ""
    root_uri, parent_uri = (reply.top, reply.parent.uri) if reply else (uri, "")
    url = at_uri.post_url(act.uri, act.handle)
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=kind,
            actor=author,
            target=target,
            object_uri=uri,
            at=act.at,
            seen_at=act.seen_at,
            subject_uri=subject_uri,
            root_uri=root_uri,
            parent_uri=parent_uri,
            text=post.text,
            languages=post.langs or (),
            url=url,
        )
        for target, kind in towards.items()
    ]


def _of_signal(
    act: Act, record: LikeRecord | RepostRecord | FollowRecord, watched: AccountKey, owner: OwnerId
) -> list[Interaction]:
    if isinstance(record, FollowRecord):
        target = record.subject if at_uri.is_did(record.subject) else None
        subject_uri = ""
    else:
        subject_uri = record.subject.uri
        target = at_uri.author(subject_uri)
    author = act.uri.did
    if target is None or author == target or watched.id not in (author, target):
        return []
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=_SIGNALS[type(record)],
            actor=key_of(author),
            target=key_of(target),
            object_uri=str(act.uri),
            at=act.at,
            seen_at=act.seen_at,
            subject_uri=subject_uri,
        )
    ]


def _mentioned(facets: list[Facet]) -> Iterator[AccountKey]:
    for facet in facets:
        for feature in facet.features or ():
            if feature.type == _MENTION and feature.did and at_uri.is_did(feature.did):
                yield key_of(feature.did)


def _quoted(embed: Embed) -> AtUri | None:
    """The quoted post, if any; lists, feeds and starter packs are embedded in the same way."""
    record = embed.record
    if record is None or embed.type not in _QUOTES:
        return None
    uri = at_uri.parse(record.uri or (record.record.uri if record.record else ""))
    return uri if uri and uri.collection == at_uri.POST else None
