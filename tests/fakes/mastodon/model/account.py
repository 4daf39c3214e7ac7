"""Somebody with an account, here or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a profile; `verified_at` is set when the page linked to links back."""

    name: str
    value: str
    verified_at: datetime | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Account:
    """An account; those of this server have no `domain`.

    `note` and field values are what was typed, rendered when shown; a remote account's are the
    HTML its server sent, and `uri` is its id where that server is none of Mastodon's.
    `is_limited` and `is_suspended` are moderators' doing, `is_disabled` and `is_pending` concern
    the login.
    """

    id: int
    username: str
    domain: str | None = None
    uri: str = ""
    created_at: datetime
    display_name: str = ""
    note: str = ""
    fields: tuple[Field, ...] = ()
    password: str = "correct horse"  # noqa: S105 (invented)
    locale: str = "en"
    posting_language: str = "en"
    default_visibility: str = "public"
    is_locked: bool = False
    is_bot: bool = False
    is_group: bool = False
    is_discoverable: bool | None = None
    is_indexable: bool = False
    is_noindex: bool = False
    hides_collections: bool | None = None
    is_limited: bool = False
    is_suspended: bool = False
    is_memorial: bool = False
    is_disabled: bool = False
    is_pending: bool = False
    moved_to: Account | None = None

    @property
    def acct(self) -> str:
        """The address as this server writes it: without a host for its own people."""
        return self.username if self.domain is None else f"{self.username}@{self.domain}"

    @property
    def is_local(self) -> bool:
        """Whether it is an account of this server."""
        return self.domain is None


@dataclass(slots=True)
class Directory:
    """All accounts that the server knows."""

    by_id: dict[int, Account] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Account]:
        return iter(self.by_id.values())

    def find(self, acct: str, own_domains: frozenset[str]) -> Account | None:
        """Who has this address, in whatever letter case; a host of ours may be left out."""
        username, _, domain = acct.removeprefix("@").lower().partition("@")
        wanted = None if not domain or domain in own_domains else domain
        return next(
            (
                account
                for account in self
                if account.username.lower() == username
                and (account.domain and account.domain.lower()) == wanted
            ),
            None,
        )
