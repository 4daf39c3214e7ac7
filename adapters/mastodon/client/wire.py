"""What servers send: the fields that are read.

Lists of what strangers wrote are decoded item by item: see `adapters.mastodon.client.items`.
Servers leave fields out, or fill them with null, as they like.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Id = str | int
"""Opaque, and valid on one server only; a few servers send numbers."""


class Wire(Struct, kw_only=True):
    """Fields are named as in Mastodon's entities; unknown ones are passed over."""


class Field(Wire):
    """A line of a profile; the value is HTML."""

    name: str | None = None
    value: str | None = None


class Account(Wire):
    """Account, https://docs.joinmastodon.org/entities/Account/."""

    id: Id
    acct: str
    username: str | None = None
    display_name: str | None = None
    url: str | None = None
    note: str | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    noindex: bool | None = None
    suspended: bool | None = None
    memorial: bool | None = None
    moved: Any = None
    fields: list[Field] | None = None


class Mention(Wire):
    """Somebody mentioned; whether `id` can be trusted: see `Dialect.mention_ids`."""

    acct: str
    id: Id = ""
    url: str | None = None


class Quoted(Wire):
    """A status within a quote."""

    id: Id | None = None
    uri: str | None = None
    account: Account | None = None


class Quote(Quoted):
    """Mastodon wraps the quoted status; other servers send it in place of the quote."""

    state: str | None = None
    quoted_status: Quoted | None = None


class Status(Wire):
    """Status, https://docs.joinmastodon.org/entities/Status/."""

    id: Id
    account: Account
    created_at: str
    uri: str | None = None
    url: str | None = None
    content: str | None = None
    edited_at: str | None = None
    in_reply_to_id: Id | None = None
    in_reply_to_account_id: Id | None = None
    visibility: str | None = None
    language: str | None = None
    mentions: list[Mention] | None = None
    favourited: bool | None = None
    replies_count: int | None = None
    reblog: Status | None = None
    quote: Quote | None = None

    @property
    def proper(self) -> Status:
        """The status itself; of a boost, the boosted status."""
        return self.reblog or self

    @property
    def is_reply(self) -> bool:
        """Whether it is a reply; its parent may be gone."""
        return self.in_reply_to_id is not None or self.in_reply_to_account_id is not None

    @property
    def known_as(self) -> str:
        """Its URI, which is the same on all servers."""
        return self.uri or self.url or str(self.id)


class Notification(Wire):
    """Notification, https://docs.joinmastodon.org/entities/Notification/."""

    id: Id
    type: str
    created_at: str
    account: Account | None = None
    status: Status | None = None


class Context(Wire):
    """Context: what is above a status, and below."""

    ancestors: list[Any] = []
    descendants: list[Any] = []


class Relationship(Wire):
    """Relationship, https://docs.joinmastodon.org/entities/Relationship/."""

    id: Id
    following: bool | None = None
    followed_by: bool | None = None
    blocking: bool | None = None
    blocked_by: bool | None = None
    muting: bool | None = None
    domain_blocking: bool | None = None


class NotificationPolicy(Wire):
    """NotificationPolicy, https://docs.joinmastodon.org/entities/NotificationPolicy/."""

    for_not_following: str | None = None
    for_private_mentions: str | None = None


class StatusLimits(Wire):
    """How long a status may be."""

    max_characters: int | None = None
    characters_reserved_per_url: int | None = None


class Configuration(Wire):
    """What a server allows."""

    statuses: StatusLimits | None = None


class Instance(Wire):
    """Instance in both its versions, and V1::Instance's `uri`."""

    version: str = ""
    domain: str | None = None
    uri: str | None = None
    account_domain: str | None = None
    max_toot_chars: int | None = None
    configuration: Configuration | None = None


class Link(Wire):
    """A link of a JSON resource descriptor (RFC 7033)."""

    rel: str = ""
    type: str | None = None
    href: str | None = None


class Descriptor(Wire):
    """What WebFinger answers."""

    subject: str = ""
    links: list[Link] = []


class Failure(Wire):
    """Error."""

    error: str = ""
    error_description: str | None = None


class SearchResult(Wire):
    """Search, as far as it is used."""

    accounts: list[Any] = []
    statuses: list[Any] = []


class OAuthServer(Wire):
    """Metadata of an authorization server (RFC 8414)."""

    code_challenge_methods_supported: list[str] | None = None


class Token(Wire):
    """What a code is exchanged for."""

    access_token: str
    scope: str = ""


class App(Wire):
    """What a token was made with. Servers before Mastodon 4.3 do not list the scopes."""

    scopes: tuple[str, ...] = ()


class NodeLinks(Wire):
    """/.well-known/nodeinfo."""

    links: list[Link] = []


class Software(Wire):
    """What runs there."""

    name: str = ""
    version: str = ""


class NodeInfo(Wire):
    """https://nodeinfo.diaspora.software/schema.html."""

    software: Software
