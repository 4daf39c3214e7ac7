"""Conversations and messages of the chat service."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, field

from adapters.bluesky.wire.accounts import Profile
from adapters.bluesky.wire.base import Page, Wire


class Sender(Wire):
    """The author of a message."""

    did: str


class ConvoKind(Wire):
    """The kind of a conversation; `#directConvo` for two people."""

    type: str = field(name="$type", default="")


class LastMessage(Wire):
    """The last message of a conversation, of any kind."""

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


class ChatStatus(Wire):
    """`chat.bsky.actor.getStatus`; disabled: the account may not chat at present."""

    chat_disabled: Any = None


class Convos(Page, kw_only=True):
    """`chat.bsky.convo.listConvos`."""

    convos: list[Raw] | None


class ChatMessage(Wire):
    """`chat.bsky.convo.defs#messageView`, or the placeholder of a deleted message."""

    type: str = field(name="$type", default="")
    id: str = ""
    text: str = ""
    sender: Sender | None = None
    sent_at: str = ""
    facets: list[Raw] | None = None


class ChatMessages(Page, kw_only=True):
    """`chat.bsky.convo.getMessages`."""

    messages: list[Raw] | None


class SentMessage(Wire):
    """`chat.bsky.convo.sendMessage`."""

    id: str
