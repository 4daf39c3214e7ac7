"""Joins: that accounts are one person's, or are not, with the proof."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime
    from typing import TypeVar

    from bot.domain.people.identity import AccountKey

    _Node = TypeVar("_Node", bound=Hashable)

Pair = tuple["AccountKey", "AccountKey"]
"""Two accounts, the smaller key first."""


class JoinState(StrEnum):
    """What is decided about two accounts."""

    JOINED = "joined"
    APART = "apart"
    """The owner said that they are not one person: they are not joined automatically."""
    ASKED = "asked"
    """The owner was asked, and has not answered."""


class Proof(StrEnum):
    """Why two accounts are joined, or asked about."""

    OWNER = "owner"
    """The owner said so."""
    BRIDGE = "bridge"
    """One is the copy of the other that brid.gy makes."""
    DOMAIN = "domain"
    """A verified link to the domain that is the other's handle."""
    LINKS = "links"
    """Each profile links to the other."""
    UNSURE_LINKS = "unsure-links"
    """A hint: each links to the other, but as to somebody else, or to several accounts."""
    ONE_WAY = "one-way"
    """A hint: the first links to the second."""
    SAME_PROFILE = "same-profile"
    """A hint: name and bio are the same."""

    @property
    def is_proof(self) -> bool:
        """Whether accounts are joined for it; otherwise it is a hint, and the owner is asked."""
        return self in {Proof.OWNER, Proof.BRIDGE, Proof.DOMAIN, Proof.LINKS}


@dataclass(frozen=True, slots=True)
class Join:
    """What is known of two accounts, `first` with the smaller key; `at` is UTC."""

    first: AccountKey
    second: AccountKey
    state: JoinState
    proof: Proof
    at: datetime

    @property
    def pair(self) -> Pair:
        """The two accounts."""
        return self.first, self.second


def pair_of(account: AccountKey, other: AccountKey) -> Pair:
    """The pair of two accounts."""
    return (account, other) if account < other else (other, account)


def groups(edges: Iterable[tuple[_Node, _Node]]) -> list[frozenset[_Node]]:
    """The connected components of a graph."""
    neighbours: defaultdict[_Node, set[_Node]] = defaultdict(set)
    for node, neighbour in edges:
        neighbours[node].add(neighbour)
        neighbours[neighbour].add(node)
    found: list[frozenset[_Node]] = []
    seen: set[_Node] = set()
    for start in neighbours:
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            new = neighbours[waiting.pop()] - group
            group |= new
            waiting += new
        seen |= group
        found.append(frozenset(group))
    return found
