"""The people of the village, from `villagers.toml`: their profiles, and how often they talk."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

import msgspec
from msgspec import Struct

from bot.domain.people.identity import Flag, NetworkName

ARRIVALS: Final = 4
"""Weeks between two newcomers."""


class Way(StrEnum):
    """Who talks with whom."""

    BOTH = "both"
    UNANSWERED = "unanswered"
    """They write to the owner, who never answers."""
    UNANSWERING = "unanswering"
    """The owner writes to them, and they never answer."""
    GAME = "game"
    """They play a long game on one evening a year, and talk at no other time."""


class Ties(StrEnum):
    """Who follows whom."""

    MUTUAL = "mutual"
    FOLLOWER = "follower"
    NONE = "none"


class Rhythm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often somebody and the owner talk.

    `chance` is the probability of a conversation in a week, `most` the largest number of
    conversations in a week, `likes` the probability that they like a given post of the owner.
    They talk in the first `active` weeks of each `period` of weeks; `phase` shifts the period.
    """

    chance: float
    most: int = 1
    likes: float = 0.1
    way: Way = Way.BOTH
    active: int = 1
    period: int = 1
    phase: int = 0

    def is_active(self, week: int) -> bool:
        """Whether they may talk in this week."""
        return (week + self.phase) % self.period < self.active


class Villager(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person on one network. `languages` are those they use with the owner."""

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
    flags: frozenset[Flag] = frozenset()
    blocks_owner: bool = False
    muted_by_owner: bool = False


class Newcomer(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who stays for two weeks."""

    name: str
    display_name: str


class Villagers(Struct, frozen=True, forbid_unknown_fields=True):
    """Everybody, by what they are in the demo for; `villagers.toml` describes the groups."""

    talking: tuple[Villager, ...]
    hostile: tuple[Villager, ...]
    barred: tuple[Villager, ...]
    one_sided: tuple[Villager, ...]
    newcomers: tuple[Newcomer, ...]

    @property
    def residents(self) -> tuple[Villager, ...]:
        """Everybody but the newcomers."""
        return self.talking + self.hostile + self.barred + self.one_sided


@cache
def villagers() -> Villagers:
    """The people of the village."""
    source = resources.files("adapters.memory") / "villagers.toml"
    return msgspec.toml.decode(source.read_bytes(), type=Villagers)


def newcomer(week: int) -> Villager:
    """The latest newcomer in this week; nobody comes twice within a year."""
    arrival = week // ARRIVALS
    newcomers = villagers().newcomers
    described = newcomers[arrival % len(newcomers)]
    on_bluesky = arrival % 2 == 1
    return Villager(
        name=described.name,
        display_name=described.display_name,
        bio="New around here." if on_bluesky else "De passage, ou peut-être pas.",
        network=NetworkName.BLUESKY if on_bluesky else NetworkName.MASTODON,
        languages=("en",) if on_bluesky else ("fr",),
        ties=Ties.FOLLOWER,
        rhythm=Rhythm(chance=1.0, active=2, period=ARRIVALS, likes=0.0),
    )
