"""What servers send, typed as far as it is read.

Lists of what strangers wrote are kept as `Raw` items, each decoded by itself: see
`adapters.bluesky.items`.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct, field

from adapters.bluesky import at_uri

_T = TypeVar("_T")


# Trees without cycles, and a hundred thousand of them in a back-fill: nothing for the collector.
class Wire(Struct, rename="camel", kw_only=True, gc=False):
    """Fields are named as in the lexicons; unknown ones are passed over."""


# --- records --------------------------------------------------------------------------------


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


# --- accounts -------------------------------------------------------------------------------


class Label(Wire):
    """A label; one whose source is the account itself is a self-label."""

    src: str = ""
    val: str = ""
    neg: bool = False


class ViewerState(Wire):
    """How the signed-in account stands with another. Follows and blocks are record URIs."""

    muted: bool = False
    muted_by_list: Any = None
    blocked_by: bool = False
    blocking: str | None = None
    blocking_by_list: Any = None
    following: str | None = None
    followed_by: str | None = None


class Profile(Wire):
    """Any of `app.bsky.actor.defs#profileView…`, and a member of a conversation."""

    did: str
    handle: str
    display_name: str | None = None
    description: str | None = None
    labels: list[Label] | None = None
    viewer: ViewerState | None = None


class Profiles(Wire):
    """`app.bsky.actor.getProfiles`."""

    profiles: list[Raw]


# --- posts and notifications ----------------------------------------------------------------


class PostViewer(Wire):
    """What the signed-in account may do with a post."""

    reply_disabled: bool = False


class PostView(Wire):
    """`app.bsky.feed.defs#postView`."""

    uri: str
    author: Profile
    record: Raw
    indexed_at: str
    cid: str = ""
    viewer: PostViewer | None = None
    reply_count: int | None = None


class Posts(Wire):
    """`app.bsky.feed.getPosts`."""

    posts: list[Raw]


class ThreadView(Wire):
    """`app.bsky.feed.defs#threadViewPost`; a post that is not shown has no `post`."""

    post: Raw = Raw()
    parent: Raw = Raw()
    replies: list[Raw] | None = None


class Thread(Wire):
    """`app.bsky.feed.getPostThread`."""

    thread: Raw


class Notification(Wire, Generic[_T]):
    """`app.bsky.notification.listNotifications#notification`, with a record of some type."""

    uri: str
    author: Profile
    reason: str
    record: _T
    indexed_at: str


class Notifications(Wire, Generic[_T]):
    """`app.bsky.notification.listNotifications`, with items of some type."""

    notifications: list[_T]
    cursor: str | None = None


# --- identity and session -------------------------------------------------------------------


class Resolved(Wire):
    """`com.atproto.identity.resolveHandle`."""

    did: str


class Service(Wire):
    """A service of a DID document; its endpoint may be anything but a string elsewhere."""

    id: str = ""
    service_endpoint: Any = None


class DidDocument(Wire):
    """https://www.w3.org/TR/did-core/, as far as atproto needs it."""

    id: str
    also_known_as: list[str] = msgspec.field(default_factory=list)
    service: list[Service] = msgspec.field(default_factory=list)


class Tokens(Wire):
    """`com.atproto.server.createSession` and `refreshSession`."""

    did: str
    handle: str
    access_jwt: str
    refresh_jwt: str


class Refusal(Wire):
    """An error of XRPC."""

    error: str = ""
    message: str = ""


class LatestCommit(Wire):
    """`com.atproto.sync.getLatestCommit`."""

    rev: str


class Created(Wire):
    """`com.atproto.repo.putRecord`."""

    uri: str
    cid: str


class Fetched(Wire):
    """`com.atproto.repo.getRecord`."""

    uri: str


class Listed(Wire):
    """`com.atproto.repo.listRecords#record`."""

    uri: str
    value: Raw


class Records(Wire):
    """`com.atproto.repo.listRecords`."""

    records: list[Raw]
    cursor: str | None = None


class ByteSlice(Wire):
    """Where a facet is, in bytes of UTF-8."""

    byte_start: int
    byte_end: int


class LinkFeature(Wire):
    """A link, whatever the text shows of it."""

    uri: str = ""


class LinkFacet(Wire):
    """A facet, read for the link that it may hold."""

    index: ByteSlice
    features: list[LinkFeature]


class OwnPost(Wire):
    """A post of the account's own, as it is read back."""

    text: str
    facets: list[Raw] | None = None
    reply: ReplyRef | None = None


# --- chat -----------------------------------------------------------------------------------


class Sender(Wire):
    """Who wrote a message."""

    did: str


class ConvoKind(Wire):
    """What kind of conversation it is; two people's is `#directConvo`."""

    type: str = field(name="$type", default="")


class LastMessage(Wire):
    """The last thing in a conversation, of whatever kind."""

    id: str = ""


class Convo(Wire):
    """`chat.bsky.convo.defs#convoView`."""

    id: str
    members: list[Profile]
    last_message: LastMessage | None = None
    kind: ConvoKind | None = None


class ConvoOf(Wire):
    """`chat.bsky.convo.getConvoForMembers`."""

    convo: Convo


class Availability(Wire):
    """`chat.bsky.convo.getConvoAvailability`."""

    can_chat: bool
    convo: Convo | None = None


class Convos(Wire):
    """`chat.bsky.convo.listConvos`."""

    convos: list[Raw]
    cursor: str | None = None


class ChatMessage(Wire):
    """`chat.bsky.convo.defs#messageView`, or what stands where one was."""

    type: str = field(name="$type", default="")
    id: str = ""
    text: str = ""
    sender: Sender | None = None
    sent_at: str = ""
    facets: list[Raw] | None = None


class ChatMessages(Wire):
    """`chat.bsky.convo.getMessages`."""

    messages: list[Raw]
    cursor: str | None = None


class SentMessage(Wire):
    """`chat.bsky.convo.sendMessage`."""

    id: str
