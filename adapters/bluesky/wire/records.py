"""What repositories hold, typed as far as it is read."""

from __future__ import annotations

from msgspec import field

from adapters.bluesky import at_uri
from adapters.bluesky.wire.base import Wire


class Ref(Wire):
    """`com.atproto.repo.strongRef`."""

    uri: str


class Feature(Wire):
    """What a stretch of text is: a mention has a DID."""

    type: str = field(name="$type", default="")
    did: str | None = None


class Facet(Wire):
    """A stretch of text that is more than text."""

    features: list[Feature]


class QuotedRecord(Wire):
    """`embed.record`: a reference, which lies one level deeper where there is media beside it."""

    uri: str | None = None
    record: Ref | None = None


class Embed(Wire):
    """What a post carries; only quotes are read."""

    record: QuotedRecord | None = None


class ReplyRef(Wire):
    """What a post answers."""

    parent: Ref
    root: Ref


class InCollection(Wire, tag_field="$type"):
    """What repositories hold: records of the type that their collection is named after."""


class Post(InCollection, tag=at_uri.POST):
    """A post."""

    text: str
    created_at: str = ""
    facets: list[Facet] | None = None
    embed: Embed | None = None
    reply: ReplyRef | None = None
    langs: list[str] | None = None


class Like(InCollection, tag=at_uri.LIKE):
    """A like."""

    subject: Ref
    created_at: str = ""


class Repost(InCollection, tag=at_uri.REPOST):
    """A repost."""

    subject: Ref
    created_at: str = ""


class Follow(InCollection, tag=at_uri.FOLLOW):
    """A follow; its subject is a DID."""

    subject: str
    created_at: str = ""


Record = Post | Like | Repost | Follow
