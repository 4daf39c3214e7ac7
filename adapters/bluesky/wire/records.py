"""Records of repositories, with the fields that are used."""

from __future__ import annotations

from msgspec import field

from adapters.bluesky.client import at_uri
from adapters.bluesky.wire.base import Wire


class Ref(Wire):
    """`com.atproto.repo.strongRef`."""

    uri: str


class Feature(Wire):
    """What a facet marks its text as; a mention has a DID."""

    type: str = field(name="$type", default="")
    did: str | None = None


class Facet(Wire):
    """A marked part of a text: a mention, link or hashtag."""

    features: list[Feature] | None = None


class QuotedRecord(Wire):
    """`embed.record`: a reference, or an object with a reference if there is media as well."""

    uri: str | None = None
    record: Ref | None = None


class Embed(Wire):
    """The embed of a post; only quotes are used. It is an open union: any other type may come."""

    type: str = field(name="$type", default="")
    record: QuotedRecord | None = None


class ReplyRef(Wire):
    """The parent and the root of a reply. Without a valid root, the parent stands for it."""

    parent: Ref
    root: Ref | None = None

    @property
    def top(self) -> str:
        """The URI of the thread's first post."""
        return self.root.uri if self.root is not None else self.parent.uri


class InCollection(Wire, tag_field="$type"):
    """A record whose type is the name of its collection."""


class PostRecord(InCollection, tag=at_uri.POST):
    """A post."""

    text: str
    created_at: str = ""
    facets: list[Facet] | None = None
    embed: Embed | None = None
    reply: ReplyRef | None = None
    langs: tuple[str, ...] | None = None


class LikeRecord(InCollection, tag=at_uri.LIKE):
    """A like."""

    subject: Ref
    created_at: str = ""


class RepostRecord(InCollection, tag=at_uri.REPOST):
    """A repost."""

    subject: Ref
    created_at: str = ""


class FollowRecord(InCollection, tag=at_uri.FOLLOW):
    """A follow; its subject is a DID."""

    subject: str
    created_at: str = ""


Record = PostRecord | LikeRecord | RepostRecord | FollowRecord
