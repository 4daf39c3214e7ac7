"""From a record to the interactions in it between the watched account and others.

Kinds come from the record, never from a notification's reason: a post that answers, names and
quotes gives one notification, `mention`; and `reply` is said of answers to others, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.moment import instant, tid_instant, written
from adapters.bluesky.wire import Follow, Post, Reaction, Record
from bot.domain.identity import AccountKey, NetworkName
from bot.domain.interaction import Interaction, Kind, happened_at
from bot.domain.post import Post as DomainPost
from bot.domain.post import toward

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from adapters.bluesky.at_uri import AtUri
    from bot.domain.identity import OwnerId

KIND_OF: Final[dict[str, type[Record]]] = {
    at_uri.POST: Post,
    at_uri.LIKE: Reaction,
    at_uri.REPOST: Reaction,
    at_uri.FOLLOW: Follow,
}
_SIGNALS: Final = {
    at_uri.LIKE: Kind.LIKE,
    at_uri.REPOST: Kind.BOOST,
    at_uri.FOLLOW: Kind.FOLLOW,
}
_MENTION: Final = "app.bsky.richtext.facet#mention"


@dataclass(frozen=True, slots=True)
class Act:
    """A record of somebody's.

    `seen_at` is when a server saw it, as far as it tells; `handle` is its author's, empty
    where it is not known.
    """

    uri: AtUri
    record: Record
    seen_at: datetime
    handle: str = ""

    @property
    def at(self) -> datetime:
        """When it happened; where the record has no readable date, its key may have one."""
        said = instant(self.record.created_at) or tid_instant(self.uri.rkey)
        return self.seen_at if said is None else happened_at(said, self.seen_at)

    @property
    def place(self) -> str:
        """Where it stands among others in time: greater is newer, and no two are equal."""
        return f"{written(self.at)} {self.uri}"


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
    author, quoted = key_of(act.uri.did), _quoted(post)
    parent = at_uri.parse(post.reply.parent.uri) if post.reply else None
    said = DomainPost(
        author=author,
        is_reply=post.reply is not None,
        parent_author=key_of(parent.did) if parent else None,
        quoted_author=key_of(quoted.did) if quoted else None,
        mentioned=tuple(_mentioned(post)),
    )
    towards = [one for one in toward(said) if watched in {author, one.target}]
    if not towards:
        return []
    uri, at = str(act.uri), act.at
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=kind,
            actor=author,
            target=target,
            object_uri=uri,
            at=at,
            seen_at=act.seen_at,
            subject_uri=str(quoted) if quoted else "",
            root_uri=post.reply.root.uri if post.reply else uri,
            parent_uri=post.reply.parent.uri if post.reply else "",
            text=post.text,
            languages=tuple(post.langs or ()),
            url=at_uri.post_url(act.uri, act.handle),
        )
        for kind, target in towards
    ]


def _of_signal(
    act: Act, record: Reaction | Follow, watched: AccountKey, owner: OwnerId
) -> list[Interaction]:
    if isinstance(record, Follow):
        target = record.subject if at_uri.is_did(record.subject) else None
        subject = ""
    else:
        liked = at_uri.parse(record.subject.uri)
        target, subject = (liked.did, str(liked)) if liked else (None, "")
    if target is None or act.uri.did == target or watched.id not in {act.uri.did, target}:
        return []
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=_SIGNALS[act.uri.collection],
            actor=key_of(act.uri.did),
            target=key_of(target),
            object_uri=str(act.uri),
            at=act.at,
            seen_at=act.seen_at,
            subject_uri=subject,
        )
    ]


def _mentioned(post: Post) -> Iterator[AccountKey]:
    for facet in post.facets or ():
        for feature in facet.features:
            if feature.type == _MENTION and feature.did and at_uri.is_did(feature.did):
                yield key_of(feature.did)


def _quoted(post: Post) -> AtUri | None:
    """The post that is quoted; lists, feeds and starter packs are embedded alike."""
    record = post.embed.record if post.embed else None
    if record is None:
        return None
    uri = at_uri.parse(record.uri or (record.record.uri if record.record else ""))
    return uri if uri and uri.collection == at_uri.POST else None
