"""Who is who: accounts on networks, and the people behind them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

OwnerId = NewType("OwnerId", str)
PersonId = NewType("PersonId", str)


class NetworkName(StrEnum):
    """The networks that Terrasse speaks."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"

    # An enumeration hashes its members by name, in Python; keys of accounts are hashed all the
    # time, and a member equals its text.
    __hash__ = str.__hash__


class AccountKey(NamedTuple):
    """What identifies an account for good.

    `id` is the DID on Bluesky, and `user@host` in lower case on Mastodon, where the host
    may hold a port. Handles and server-local ids change; this does not.

    A tuple, as it is compared and looked up for every interaction.
    """

    network: NetworkName
    id: str

    def __str__(self) -> str:
        return f"{self.network}:{self.id}"


class Flag(StrEnum):
    """What an account says of itself that bears on consent."""

    UNDISCOVERABLE = "undiscoverable"
    """`discoverable: false`, said explicitly."""
    NOINDEX = "noindex"
    NO_UNAUTHENTICATED = "no-unauthenticated"
    SUSPENDED = "suspended"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on one network, as the server last described them.

    `local_ids` maps a server to the id that it gives this account: it serves calls and the
    authentication of commands, never identity. `bio` and the values of `fields` are plain
    text, as adapters turn HTML into text. `language` is a BCP 47 tag.
    """

    key: AccountKey
    handle: str
    display_name: str = ""
    url: str | None = None
    bio: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    is_bot: bool = False
    flags: frozenset[Flag] = frozenset()
    language: str | None = None
    local_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a person would call this account."""
        return self.display_name.strip() or self.handle


class Standing(StrEnum):
    """What the owner has said of a person."""

    NEW = "new"
    KNOWN = "known"
    SNOOZED = "snoozed"
    NEVER = "never"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Person:
    """One human: one or more accounts, and where the owner stands with them.

    `snoozed_until` is set if, and only if, the standing is `SNOOZED`.
    """

    id: PersonId
    accounts: tuple[Account, ...]
    standing: Standing = Standing.NEW
    snoozed_until: datetime | None = None

    @property
    def name(self) -> str:
        """The name of the first account."""
        return self.accounts[0].name

    @property
    def keys(self) -> frozenset[AccountKey]:
        """The keys of all accounts."""
        return frozenset(account.key for account in self.accounts)


@dataclass(frozen=True, slots=True)
class Owner:
    """The person who runs the bot. `zone` decides when their days begin."""

    id: OwnerId
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Relationship:
    """How a watched account and somebody stand, as far as the server tells.

    `None` is "the server does not say", which is not the same as no.
    """

    following: bool | None = None
    followed_by: bool | None = None
    blocking: bool | None = None
    blocked_by: bool | None = None
    muting: bool | None = None

    @property
    def mutual(self) -> bool:
        """Whether the two are known to follow each other."""
        return self.following is True and self.followed_by is True

    @property
    def apart(self) -> bool:
        """Whether one is known to keep the other away."""
        return bool(self.blocking or self.blocked_by or self.muting)


def person_id(first: AccountKey) -> PersonId:
    """The id of the person whose first known account this is: the same in every store."""
    digest = hashlib.blake2b(str(first).encode()).digest()
    return PersonId("p" + b32encode(digest).decode().lower()[:12])


def described_again(stored: Account, seen: Account) -> Account:
    """The account as last described; a server speaks of its own local id only, so all stay."""
    return replace(seen, local_ids={**stored.local_ids, **seen.local_ids})
