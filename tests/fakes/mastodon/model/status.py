"""What somebody said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.tokens import App

Visibility = Literal["public", "unlisted", "private", "direct"]
QuotePolicy = Literal["public", "followers", "nobody"]
QuoteState = Literal["accepted", "revoked", "deleted"]

VISIBILITIES: tuple[Visibility, ...] = ("public", "unlisted", "private", "direct")
QUOTE_POLICIES: tuple[QuotePolicy, ...] = ("public", "followers", "nobody")


@dataclass(eq=False, slots=True)
class Mention:
    """Somebody addressed; `is_silent` once an edit has taken the handle out."""

    account: Account
    is_silent: bool = False


@dataclass(eq=False, slots=True)
class Quote:
    """What a status quotes; the quoted one is `None` when it was deleted."""

    state: QuoteState
    quoted: Status | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of a status."""

    text: str
    spoiler_text: str
    is_sensitive: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Favourite:
    """A like. Its id orders the list of one's likes."""

    id: int
    at: datetime


@dataclass(eq=False, slots=True, kw_only=True)
class Status:
    """A status, or a boost (`reblog_of`).

    `reply_account` outlives a deleted `reply_to`. A remote status holds HTML in `text`,
    and in `uri` its id where its server is none of Mastodon's.
    """

    id: int
    account: Account
    text: str
    visibility: Visibility
    created_at: datetime
    conversation: int
    uri: str = ""
    spoiler_text: str = ""
    is_sensitive: bool = False
    language: str | None = None
    app: App | None = None
    reply_to: Status | None = None
    reply_account: Account | None = None
    reblog_of: Status | None = None
    quote: Quote | None = None
    quote_policy: QuotePolicy = "public"
    mentions: list[Mention] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    favourites: dict[Account, Favourite] = field(default_factory=dict)

    @property
    def proper(self) -> Status:
        """The status itself: what was boosted, where this is a boost."""
        return self.reblog_of or self

    @property
    def is_reply(self) -> bool:
        """Whether it answers something, deleted or not."""
        return self.reply_account is not None

    @property
    def edited_at(self) -> datetime | None:
        """When it was last edited."""
        return self.edits[-1].at if self.edits else None

    @property
    def addressed(self) -> list[Account]:
        """Whom it mentions now."""
        return [mention.account for mention in self.mentions if not mention.is_silent]

    def mentions_ever(self, account: Account) -> bool:
        """Whether it was ever addressed to that account, which goes on seeing it."""
        return any(mention.account is account for mention in self.mentions)
