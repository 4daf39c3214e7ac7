"""Who follows, blocks and mutes whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.fakes.mastodon.model.account import Account


@dataclass(frozen=True, slots=True)
class Follow:
    """One account's following of another, asked for or granted."""

    id: int
    at: datetime
    shows_reblogs: bool = True
    notifies: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One account's blocking of another."""

    id: int


@dataclass(frozen=True, slots=True)
class Mute:
    """One account's muting of another, with the notifications or not, for good or until."""

    id: int
    hides_notifications: bool = True
    until: datetime | None = None


Pair = tuple["Account", "Account"]


@dataclass(slots=True)
class Relations:
    """All of it; pairs are (who, whom)."""

    follows: dict[Pair, Follow] = field(default_factory=dict)
    requests: dict[Pair, Follow] = field(default_factory=dict)
    blocks: dict[Pair, Block] = field(default_factory=dict)
    mutes: dict[Pair, Mute] = field(default_factory=dict)
    blocked_domains: dict[Account, list[str]] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def is_following(self, who: Account | None, whom: Account) -> bool:
        """Whether one follows the other."""
        return who is not None and (who, whom) in self.follows

    def is_blocking(self, who: Account | None, whom: Account) -> bool:
        """Whether one blocks the other."""
        return who is not None and (who, whom) in self.blocks

    def is_blocking_domain(self, who: Account, whom: Account) -> bool:
        """Whether one blocks the other's server."""
        return whom.domain is not None and whom.domain in self.blocked_domains.get(who, [])

    def mute(self, who: Account, whom: Account, now: datetime) -> Mute | None:
        """How one mutes the other, if at all."""
        mute = self.mutes.get((who, whom))
        is_over = mute is not None and mute.until is not None and mute.until <= now
        return None if is_over else mute

    def hides(self, who: Account, whom: Account, now: datetime) -> bool:
        """Whether one wants to see nothing of the other."""
        return (
            self.is_blocking(who, whom)
            or self.is_blocking_domain(who, whom)
            or self.mute(who, whom, now) is not None
        )

    def followers(self, whom: Account) -> list[Account]:
        """Who follows somebody, first the oldest."""
        return [who for who, followed in self.follows if followed is whom]

    def following(self, who: Account) -> list[Account]:
        """Whom somebody follows, first the oldest."""
        return [whom for follower, whom in self.follows if follower is who]

    def sever(self, one: Account, other: Account) -> None:
        """End all following between two."""
        for pair in ((one, other), (other, one)):
            self.follows.pop(pair, None)
            self.requests.pop(pair, None)
