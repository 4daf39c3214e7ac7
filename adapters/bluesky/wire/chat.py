"""Conversations and messages, as the chat service shows them."""

from __future__ import annotations

from msgspec import Raw, field

from adapters.bluesky.wire.accounts import Profile
from adapters.bluesky.wire.base import Wire


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
