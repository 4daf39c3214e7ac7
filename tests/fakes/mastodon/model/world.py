"""Everything that the server knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.account import Directory
from tests.fakes.mastodon.model.conversation import Conversations
from tests.fakes.mastodon.model.markup import Markup
from tests.fakes.mastodon.model.notification import Inbox
from tests.fakes.mastodon.model.relations import Relations
from tests.fakes.mastodon.model.statuses import Statuses
from tests.fakes.mastodon.model.tokens import Keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.clock import Clock


_KEPT = timedelta(hours=1)
_SEQUENCE_BITS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Keys:
    """Idempotency keys: kept for an hour, written after the status is."""

    _known: dict[tuple[Account, str], tuple[int, datetime]] = field(default_factory=dict)

    def find(self, account: Account, key: str, now: datetime) -> int | None:
        """The id of the status made under this key within the hour; it may be deleted."""
        status, until = self._known.get((account, key), (None, now))
        return status if now < until else None

    def remember(self, account: Account, key: str, status: int, now: datetime) -> None:
        """Write a key down."""
        self._known[account, key] = (status, now + _KEPT)

    def forget(self) -> None:
        """Lose all keys, as a server does whose cache is flushed."""
        self._known.clear()


class Snowflakes:
    """Ids that tell the time: 48 bits of milliseconds, 16 bits of sequence; each is given once.

    See lib/mastodon/snowflake.rb. They order by time, within a millisecond by creation, and a
    back-dated record gets an id of its date.
    """

    def __init__(self) -> None:
        self._given: Counter[int] = Counter()

    def at(self, moment: datetime) -> int:
        """An id for something made at that moment."""
        milliseconds = round((moment - _EPOCH).total_seconds() * 1000)
        while self._given[milliseconds] >= 1 << _SEQUENCE_BITS:
            milliseconds += 1
        self._given[milliseconds] += 1
        return (milliseconds << _SEQUENCE_BITS) | (self._given[milliseconds] - 1)


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
        return account.uri or f"https://{account.domain}/users/{account.username}"

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
