"""Who is who: accounts on networks, and the people behind them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

from bot.domain.safety.outside import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

OwnerId = NewType("OwnerId", str)
PersonId = NewType("PersonId", str)


class NetworkName(StrEnum):
    """The networks that Terrasse speaks."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"


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
    """Closed, taken down, or in memory of somebody who died."""
    MOVED = "moved"
    UNDESCRIBED = "undescribed"
    """The server gave no profile: what the account says of itself is unknown."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an account says that it has gone.

    `shown`: a server on which the owner is signed in tells so; it has checked that the account
    there names this one (`alsoKnownAs`). Without that it is a claim that anybody can make.
    """

    to: AccountKey
    shown: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on one network, as the server last described them.

    `local_ids` maps a server to the id that it gives this account: it serves calls and the
    authentication of commands, never identity. `bio` and the values of `fields` are plain
    text, as adapters turn HTML into text. `language` is a BCP 47 tag. `move` is where
    it has gone, if it says so. All texts are cleaned, as they are a stranger's: see
    `bot.domain.safety.outside`.
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
    move: Move | None = None

    @property
    def has_moved(self) -> bool:
        """Whether it is not used any more, as its owner has another account."""
        return Flag.MOVED in self.flags

    def __post_init__(self) -> None:
        clean = {
            "handle": kept(self.handle),
            "display_name": kept(self.display_name),
            "url": self.url and kept(self.url),
            "bio": kept(self.bio, lines=True),
            "fields": tuple((kept(name), kept(value, lines=True)) for name, value in self.fields),
            "language": self.language and kept(self.language),
            "local_ids": {host: kept(name) for host, name in self.local_ids.items()},
        }
        for name, value in clean.items():
            object.__setattr__(self, name, value)

    @property
    def is_in_use(self) -> bool:
        """Whether somebody may be there to read a message: it has not moved, nor been closed."""
        return not self.flags & {Flag.MOVED, Flag.SUSPENDED}

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
    """One human: one or more accounts, those in use first, and where the owner stands with them.

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

    def now_at(self, key: AccountKey) -> Account | None:
        """The account that they use in place of one of theirs: itself, or where it moved to.

        `None` where that is closed, or no server on which the owner is signed in shows where to.
        """
        accounts = {account.key: account for account in self.accounts}
        found = accounts.pop(key, None)
        while found is not None and found.has_moved:
            # Each is followed once: moves may go in a circle.
            found = accounts.pop(found.move.to, None) if found.move and found.move.shown else None
        return found if found is not None and found.is_in_use else None


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
    def is_told(self) -> bool:
        """Whether the server said anything of it at all."""
        return self != Relationship()

    @property
    def apart(self) -> bool:
        """Whether one is known to keep the other away."""
        return bool(self.blocking or self.blocked_by or self.muting)


def in_use_first(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """A person's accounts in their order: those that moved or were closed last, each by key."""
    return tuple(sorted(accounts, key=lambda account: (not account.is_in_use, account.key)))


def stronger(first: Person, second: Person) -> Person:
    """The one of two whose standing holds for both, as they turn out to be one person.

    Never is stronger than known or met, and these than snoozed; of two snoozes the longer holds.
    """
    order = (Standing.NEW, Standing.SNOOZED, Standing.MET, Standing.KNOWN, Standing.NEVER)

    def strength(person: Person) -> tuple[int, float]:
        until = person.snoozed_until
        return order.index(person.standing), 0.0 if until is None else until.timestamp()

    return max(first, second, key=strength)


def person_id(first: AccountKey) -> PersonId:
    """The id of the person whose first known account this is: the same in every store."""
    digest = hashlib.blake2b(str(first).encode()).digest()
    return PersonId("p" + b32encode(digest).decode().lower()[:12])


def described_again(stored: Account, seen: Account) -> Account:
    """The account as last described; a server speaks of its own local id only, so all stay.

    A server that gives no profile takes nothing back of what the account said before. Where it has
    moved stays known as well: of an account that is closed since, servers say no more.
    """
    described = stored if Flag.UNDESCRIBED in seen.flags else seen
    return replace(
        described,
        local_ids={**stored.local_ids, **seen.local_ids},
        move=_told_again(stored.move, seen.move),
    )


def _told_again(stored: Move | None, seen: Move | None) -> Move | None:
    """Where an account has moved, by the latest word; what was shown once is not taken back."""
    if stored is None or seen is None:
        return seen or stored
    return replace(seen, shown=seen.shown or (stored.shown and stored.to == seen.to))
