"""Somebody in the village: how they describe themselves, and how often they talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.identity import Flag, NetworkName


class Way(StrEnum):
    """Who talks with whom."""

    BOTH = "both"
    UNANSWERED = "unanswered"
    """They write to the owner, who never answers."""
    UNANSWERING = "unanswering"
    """The owner writes to them, and they never answer."""
    GAME = "game"
    """One long evening, and nothing else."""


class Ties(StrEnum):
    """Who follows whom."""

    MUTUAL = "mutual"
    FOLLOWER = "follower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often somebody and the owner talk.

    `chance` is that of a conversation in a week, `most` how many a week may hold, `likes` the
    chance that they like a given post of the owner. Of `period` weeks only the first `active`
    count, the whole shifted by `phase`.
    """

    chance: float
    most: int = 1
    likes: float = 0.1
    way: Way = Way.BOTH
    active: int = 1
    period: int = 1
    phase: int = 0

    def is_active(self, week: int) -> bool:
        """Whether there may be talk in this week."""
        return (week + self.phase) % self.period < self.active


@dataclass(frozen=True, slots=True, kw_only=True)
class Villager:
    """One person on one network. `languages` are those in which they talk with the owner."""

    name: str
    display_name: str
    bio: str
    rhythm: Rhythm
    network: NetworkName = NetworkName.MASTODON
    host: str = "village.example"
    languages: tuple[str, ...] = ("fr",)
    fields: tuple[tuple[str, str], ...] = ()
    ties: Ties = Ties.MUTUAL
    is_bot: bool = False
    flags: frozenset[Flag] = field(default_factory=frozenset)
    blocks_owner: bool = False
    muted_by_owner: bool = False
