"""Apps, and the tokens that people gave them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from secrets import token_urlsafe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"

_PARTS = ("accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists")
_READ = (*_PARTS, "mutes", "notifications", "search", "statuses")
_WRITE = (*_PARTS, "conversations", "media", "mutes", "notifications", "reports", "statuses")

SCOPES = (
    "read",
    "profile",
    "write",
    *(f"write:{part}" for part in _WRITE),
    *(f"read:{part}" for part in _READ),
    "follow",
    "push",
)
"""Those of an ordinary user."""


@dataclass(eq=False, slots=True, kw_only=True)
class App:
    """A program that may ask people for tokens."""

    id: int
    name: str
    redirect_uris: tuple[str, ...] = (OUT_OF_BAND,)
    scopes: tuple[str, ...] = ("read",)
    website: str | None = None
    client_id: str = field(default_factory=lambda: token_urlsafe(32))
    client_secret: str = field(default_factory=lambda: token_urlsafe(32))


@dataclass(eq=False, slots=True, kw_only=True)
class Token:
    """A key to an account, or, without an account, to what any app may see."""

    id: int
    text: str
    app: App
    account: Account | None
    scopes: tuple[str, ...]
    created_at: datetime
    is_revoked: bool = False

    def permits(self, scopes: tuple[str, ...]) -> bool:
        """Whether one of these scopes is granted."""
        return any(scope in self.scopes for scope in scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A code on its way to becoming a token: good once, for ten minutes."""

    app: App
    account: Account
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str | None
    until: datetime


@dataclass(slots=True)
class Keyring:
    """All apps, codes and tokens."""

    apps: dict[str, App] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def register(
        self,
        name: str,
        *,
        redirect_uris: tuple[str, ...] = (OUT_OF_BAND,),
        scopes: tuple[str, ...] = ("read",),
        website: str | None = None,
    ) -> App:
        """Make an app known."""
        app = App(
            id=next(self.ids),
            name=name,
            redirect_uris=redirect_uris,
            scopes=scopes,
            website=website,
        )
        self.apps[app.client_id] = app
        return app

    def issue(
        self, app: App, account: Account | None, scopes: tuple[str, ...], now: datetime
    ) -> Token:
        """Give a token; one that is good already, for the same, is given again."""
        for known in self.tokens.values():
            if (known.app, known.account, known.scopes) == (app, account, scopes):
                if known.is_revoked:
                    continue
                return known
        token = Token(
            id=next(self.ids),
            text=token_urlsafe(32),
            app=app,
            account=account,
            scopes=scopes,
            created_at=now,
        )
        self.tokens[token.text] = token
        return token
