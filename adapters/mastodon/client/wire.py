"""What servers send: the fields that are read.

Lists of what strangers wrote are decoded item by item: see `adapters.mastodon.client.items`.
Servers leave fields out, or fill them with null, as they like.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from msgspec import Struct

Id = str | int
"""Opaque, and valid on one server only; a few servers send numbers."""


def is_set(value: object, *, unclear: bool) -> bool | None:
    """A truth value as servers write it: also as 0, 1 or a word; `unclear`: of anything else.

    `None` where it is missing.
    """
    if value is None or isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower(), unclear)


def words(value: object) -> str:
    """A text; of a value that should be one and is not, its JSON, so that no mark in it is lost."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


class Wire(Struct, kw_only=True):
    """Fields are named as in Mastodon's entities; unknown ones are passed over."""


class Account(Wire):
    """Account, https://docs.joinmastodon.org/entities/Account/.

    What says whether somebody may be suggested is read from values of any type: see `is_set` and
    `words`.
    """

    id: Id
    acct: str
    username: str | None = None
    display_name: Any = None
    url: str | None = None
    uri: Any = None
    created_at: Any = None
    note: Any = None
    bot: Any = None
    group: Any = None
    discoverable: Any = None
    noindex: Any = None
    suspended: Any = None
    memorial: Any = None
    limited: Any = None
    moved: Any = None
    fields: Any = None
    statuses_count: Any = None

    @property
    def verified(self) -> list[str]:
        """The values, HTML, of the lines whose link the server has verified."""
        lines = self.fields if isinstance(self.fields, list) else []
        return [
            words(line.get("value"))
            for line in lines
            if isinstance(line, dict) and isinstance(line.get("verified_at"), str)
            if line["verified_at"]
        ]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines of the profile, name and value; the value is HTML."""
        lines = self.fields if isinstance(self.fields, list) else [self.fields or []]
        return [
            (words(line.get("name")), words(line.get("value")))
            if isinstance(line, dict) and ("name" in line or "value" in line)
            else ("", words(line))
            for line in lines
            if line
        ]


class Mention(Wire):
    """Somebody mentioned; whether `id` can be trusted: see `Dialect.mention_ids`."""

    acct: str = ""
    id: Id = ""
    url: str | None = None


class Quoted(Wire):
    """A status within a quote."""

    id: Id | None = None
    uri: str | None = None
    account: Account | None = None


class Quote(Quoted):
    """Mastodon wraps the quoted status; other servers send it in place of the quote.

    `state` is `Any`: a value that is not known does not allow the quote.
    """

    state: Any = None
    quoted_status: Quoted | None = None


class Status(Wire):
    """Status, https://docs.joinmastodon.org/entities/Status/."""

    VITAL: ClassVar = frozenset({"reblog"})

    id: Id
    account: Account
    created_at: Any = None
    uri: str | None = None
    url: str | None = None
    content: str | None = None
    edited_at: Any = None
    in_reply_to_id: Id | None = None
    in_reply_to_account_id: Id | None = None
    visibility: str | None = None
    language: str | None = None
    mentions: list[Mention] | None = None
    favourited: bool | None = None
    replies_count: Any = None
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

    VITAL: ClassVar = frozenset({"status", "account"})

    id: Id
    type: str
    created_at: Any = None
    account: Account | None = None
    status: Status | None = None


class Context(Wire):
    """Context: what is above a status, and below."""

    ancestors: list[Any] | None = None
    descendants: list[Any] | None = None


class Relationship(Wire):
    """Relationship, https://docs.joinmastodon.org/entities/Relationship/."""

    id: Id
    following: Any = None
    followed_by: Any = None
    blocking: Any = None
    blocked_by: Any = None
    muting: Any = None
    domain_blocking: Any = None


class StatusLimits(Wire):
    """How long a status may be."""

    max_characters: int | None = None
    characters_reserved_per_url: int | None = None


class Configuration(Wire):
    """What a server allows."""

    statuses: StatusLimits | None = None


class Instance(Wire):
    """Instance in both its versions, and V1::Instance's `uri`."""

    version: str | None = None
    domain: str | None = None
    uri: str | None = None
    account_domain: str | None = None
    max_toot_chars: int | None = None
    configuration: Configuration | None = None


class Link(Wire):
    """A link of a JSON resource descriptor (RFC 7033)."""

    rel: str | None = None
    type: str | None = None
    href: str | None = None


class Descriptor(Wire):
    """What WebFinger answers."""

    subject: str = ""
    links: list[Link] | None = None


class Failure(Wire):
    """Error."""

    error: Any = None
    error_description: Any = None
    message: Any = None


class SearchResult(Wire):
    """Search, as far as it is used."""

    accounts: list[Any] | None = None
    statuses: list[Any] | None = None


class OAuthServer(Wire):
    """Metadata of an authorization server (RFC 8414), and whether it sends `iss` (RFC 9207)."""

    issuer: str | None = None
    authorization_endpoint: str | None = None
    token_endpoint: str | None = None
    revocation_endpoint: str | None = None
    code_challenge_methods_supported: list[str] | None = None
    authorization_response_iss_parameter_supported: bool | None = None


class Registered(Wire):
    """The program as a server has registered it."""

    client_id: str
    client_secret: str


class Token(Wire):
    """What a code is exchanged for."""

    access_token: str
    scope: str = ""


class App(Wire):
    """What a token was made with. Servers before Mastodon 4.3 do not list the scopes.

    All of them are known, or none: a set is not read in part.
    """

    scopes: frozenset[str] = frozenset()


class NodeLinks(Wire):
    """/.well-known/nodeinfo."""

    links: list[Link] | None = None


class Software(Wire):
    """What runs there."""

    name: str = ""
    version: str = ""


class NodeInfo(Wire):
    """https://nodeinfo.diaspora.software/schema.html."""

    software: Software | None = None
