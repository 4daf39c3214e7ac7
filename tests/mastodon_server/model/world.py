"""Everything that the server knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from tests.mastodon_server.model.account import Directory
from tests.mastodon_server.model.conversation import Conversations
from tests.mastodon_server.model.idempotency import Keys
from tests.mastodon_server.model.markup import Markup
from tests.mastodon_server.model.notification import Inbox
from tests.mastodon_server.model.relations import Relations
from tests.mastodon_server.model.snowflake import Snowflakes
from tests.mastodon_server.model.statuses import Statuses
from tests.mastodon_server.model.tokens import Keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tests.mastodon_server.model.account import Account
    from tests.mastodon_server.model.clock import Clock


@dataclass(slots=True, kw_only=True)
class World:
    """One server: its pages are at `base`, its people at `domain`, which may differ."""

    clock: Clock
    base: str
    domain: str
    locale: str = "en"
    accounts: Directory = field(default_factory=Directory)
    statuses: Statuses = field(default_factory=Statuses)
    relations: Relations = field(default_factory=Relations)
    inbox: Inbox = field(default_factory=Inbox)
    conversations: Conversations = field(default_factory=lambda: Conversations(count(1)))
    keyring: Keyring = field(default_factory=Keyring)
    keys: Keys = field(default_factory=Keys)
    snowflakes: Snowflakes = field(default_factory=Snowflakes)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    landings: list[tuple[datetime, Callable[[datetime], object]]] = field(default_factory=list)

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    @property
    def host(self) -> str:
        """Where its pages are, without the scheme."""
        return self.base.partition("://")[2]

    @property
    def markup(self) -> Markup:
        """How text becomes HTML here."""
        return Markup(self.base, self.find, self.profile)

    def find(self, acct: str) -> Account | None:
        """Who has this address."""
        return self.accounts.find(acct, frozenset({self.domain, self.host}))

    def profile(self, account: Account) -> str:
        """The address of somebody's page."""
        base = self.base if account.is_local else f"https://{account.domain}"
        return f"{base}/@{account.username}"

    def uri(self, account: Account) -> str:
        """Somebody's id in ActivityPub."""
        if account.is_local:
            return f"{self.base}/ap/users/{account.id}"
        return f"https://{account.domain}/users/{account.username}"

    def land_later(self, seconds: float, act: Callable[[datetime], object]) -> None:
        """Do something only so many seconds from now."""
        self.landings.append((self.now() + timedelta(seconds=seconds), act))

    def settle(self) -> None:
        """Do what was asked earlier and lands late, as far as its time has come."""
        now = self.now()
        due = [landing for landing in self.landings if landing[0] <= now]
        self.landings = [landing for landing in self.landings if landing[0] > now]
        for moment, act in sorted(due, key=lambda landing: landing[0]):
            act(moment)
