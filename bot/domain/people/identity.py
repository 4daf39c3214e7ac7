"""Accounts on networks, and the people behind them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

from bot.domain.safety.outside import is_kept, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

OwnerId = NewType("OwnerId", str)
PersonId = NewType("PersonId", str)


class NetworkName(StrEnum):
    """The supported networks."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class AccountKey(NamedTuple):
    """The permanent identifier of an account.

    `id` is the DID on Bluesky, and `user@host` in lower case on Mastodon, where the host
    may hold a port. Handles and server-local ids change; this does not.

    A tuple for speed: it is compared and looked up for every interaction.
    """

    network: NetworkName
    id: str

    def __str__(self) -> str:
        return f"{self.network}:{self.id}"


class Flag(StrEnum):
    """A setting or state of an account that matters for consent."""

    UNDISCOVERABLE = "undiscoverable"
    """`discoverable: false`, set explicitly."""
    NOINDEX = "noindex"
    """Search engines are to leave the profile out."""
    NO_UNAUTHENTICATED = "no-unauthenticated"
    """`!no-unauthenticated`: the profile is to be shown to people who are signed in only."""
    SUSPENDED = "suspended"
    """Closed or taken down."""
    MEMORIAL = "memorial"
    """Kept in memory of somebody who died."""
    MOVED = "moved"
    UNDESCRIBED = "undescribed"
    """The server gave no profile, so the account's settings are unknown."""
    BLOCKS_OWNER = "blocks-owner"
    """The server showed only what it shows of an account that blocks the owner's."""
    MINOR = "under-18"
    """A label says that they are under 18."""


@dataclass(frozen=True, slots=True)
class Move:
    """The account that an account says it has moved to.

    `shown`: confirmed by a server on which the owner is signed in, which checks that the target
    names this account in `alsoKnownAs`. Otherwise it is only a claim.
    """

    to: AccountKey
    shown: bool


@dataclass(frozen=True, slots=True)
class Account:
    """An account on one network, as the server last described it.

    `local_ids` maps a server to its id for this account. They are for API calls and for
    authenticating commands, never for identity. `bio` and the values of `fields` are plain text:
    adapters convert HTML. `language` is a BCP 47 tag. All texts are cleaned: see
    `bot.domain.safety.outside`. `described_at` is when the profile was last seen, UTC; `None` if
    that is unknown. `uri` is the account's id in its protocol, as the server gives it. `links` are
    the addresses that its bio and fields link to, `verified` those of them that the server has
    verified (rel=me).
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
    described_at: datetime | None = field(default=None, compare=False)
    uri: str | None = None
    links: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()

    @property
    def has_moved(self) -> bool:
        """Whether its owner has moved to another account."""
        return Flag.MOVED in self.flags

    def __post_init__(self) -> None:
        names, values = zip(*self.fields, strict=True) if self.fields else ((), ())
        said = (self.handle, self.display_name, self.url or "", self.language or "")
        linked = (self.uri or "", *self.local_ids.values(), *self.links, *self.verified)
        if is_kept((*said, *linked, *names)) and is_kept((self.bio, *values), lines=True):
            return
        clean = {
            "handle": kept(self.handle),
            "display_name": kept(self.display_name),
            "url": self.url and kept(self.url),
            "bio": kept(self.bio, lines=True),
            "fields": tuple([(kept(name), kept(value, lines=True)) for name, value in self.fields]),
            "language": self.language and kept(self.language),
            "local_ids": {host: kept(name) for host, name in self.local_ids.items()},
            "uri": self.uri and kept(self.uri),
            "links": tuple(map(kept, self.links)),
            "verified": tuple(map(kept, self.verified)),
        }
        for name, value in clean.items():
            object.__setattr__(self, name, value)

    @property
    def is_in_use(self) -> bool:
        """Whether it may be written to: it has neither moved nor been closed."""
        return not self.flags & {Flag.MOVED, Flag.SUSPENDED, Flag.MEMORIAL}

    @property
    def is_copy(self) -> bool:
        """Whether it is the copy that brid.gy makes of an account on another network, or of a site.

        Only its own hosts count (https://fed.brid.gy/docs).
        """
        if self.key.network is NetworkName.MASTODON:
            return self.key.id.rpartition("@")[2] in {"bsky.brid.gy", "web.brid.gy"}
        return self.handle.lower().endswith((".ap.brid.gy", ".web.brid.gy"))

    @property
    def name(self) -> str:
        """The display name, or the handle if that is empty."""
        return self.display_name.strip() or self.handle


class Standing(StrEnum):
    """What the owner has decided about a person."""

    NEW = "new"
    KNOWN = "known"
    SNOOZED = "snoozed"
    NEVER = "never"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Person:
    """One human: one or more accounts, those in use first, and their standing.

    `snoozed_until` is set if, and only if, the standing is `SNOOZED`. `halves` are the accounts of
    each of the people that were joined into this one; empty if none were. An account and the one
    that it has moved to are in the same half.
    """

    id: PersonId
    accounts: tuple[Account, ...]
    standing: Standing = Standing.NEW
    snoozed_until: datetime | None = None
    halves: tuple[frozenset[AccountKey], ...] = ()

    @property
    def name(self) -> str:
        """The name of the first account."""
        return self.accounts[0].name

    @property
    def keys(self) -> frozenset[AccountKey]:
        """The keys of all accounts."""
        return frozenset(account.key for account in self.accounts)

    def half_of(self, key: AccountKey) -> frozenset[AccountKey]:
        """The half with this account; all accounts if nobody was joined."""
        return next((half for half in self.halves if key in half), self.keys)

    def now_at(self, key: AccountKey) -> Account | None:
        """Follow confirmed moves from an account to the one in use now, which may be itself.

        `None` if that one is closed, or a move is not confirmed: see `Move.shown`.
        """
        accounts = {account.key: account for account in self.accounts}
        found = accounts.pop(key, None)
        while found is not None and found.has_moved:
            # Each account is visited once: moves may form a cycle.
            found = accounts.pop(found.move.to, None) if found.move and found.move.shown else None
        return found if found is not None and found.is_in_use else None


@dataclass(frozen=True, slots=True)
class Owner:
    """The person who runs the bot. `zone` decides when their days begin."""

    id: OwnerId
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Relationship:
    """The relationship of a watched account with another account, as far as the server tells.

    Missing fields (`None`) mean unknown, not False.
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
        """Whether any field is known."""
        return self != Relationship()

    @property
    def apart(self) -> bool:
        """Whether a block or a mute is known."""
        return bool(self.blocking or self.blocked_by or self.muting)


def in_use_first(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Sort a person's accounts: those in use first, then those that moved or were closed.

    Copies come after what they are copies of.
    """
    some = tuple(accounts)
    if len(some) < 2:  # noqa: PLR2004 (as nearly everybody has: the key takes time)
        return some
    return tuple(sorted(some, key=lambda account: (not account.is_in_use, *leading_first(account))))


def leading_first(account: Account) -> tuple[bool, bool, AccountKey]:
    """A sort key for the accounts of joined people: copies last, Mastodon before Bluesky."""
    return account.is_copy, account.key.network is NetworkName.BLUESKY, account.key


def stronger(first: Person, second: Person) -> Person:
    """The person whose standing is kept when two are joined.

    Never is stronger than known, known than met, and met than snoozed; of two snoozes the longer
    one is kept.
    """
    order = (Standing.NEW, Standing.SNOOZED, Standing.MET, Standing.KNOWN, Standing.NEVER)

    def strength(person: Person) -> tuple[int, float]:
        until = person.snoozed_until
        return order.index(person.standing), 0.0 if until is None else until.timestamp()

    return max(first, second, key=strength)


def person_id(first: AccountKey) -> PersonId:
    """The id of a person, derived from their first known account; the same in every store."""
    digest = hashlib.blake2b(str(first).encode()).digest()
    return PersonId("p" + b32encode(digest).decode().lower()[:12])


def described_again(stored: Account, seen: Account) -> Account:
    """Update a stored account with a new description; local ids of other servers are kept.

    A description without a profile changes nothing but the local ids and the move; so does one for
    somebody who is blocked, which adds that flag. A known move
    is kept, as servers no longer report it once the account is closed.
    """
    described = stored if Flag.UNDESCRIBED in seen.flags else seen
    if Flag.BLOCKS_OWNER in seen.flags:
        described = replace(stored, flags=stored.flags | {Flag.BLOCKS_OWNER})
    return replace(
        described,
        local_ids={**stored.local_ids, **seen.local_ids},
        move=_told_again(stored.move, seen.move),
    )


def _told_again(stored: Move | None, seen: Move | None) -> Move | None:
    """The latest known move; a confirmed move stays confirmed."""
    if stored is None or seen is None:
        return seen or stored
    return replace(seen, shown=seen.shown or (stored.shown and stored.to == seen.to))
