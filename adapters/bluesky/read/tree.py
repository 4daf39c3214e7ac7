"""A repository's records by their keys: the Merkle search tree in a CAR file.

A CAR file of the changes since a revision (a diff) holds changed nodes and records only. Nodes
that it omits are unchanged. See https://atproto.com/specs/repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from adapters.bluesky.read.car import CarError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.bluesky.read.car import Car

_T = TypeVar("_T")

_AFTER_ALL: Final = "~"
"""Sorts after the name of any collection."""
_DEEPEST: Final = 128
"""Levels; a tree of a million records has ten."""


class Commit(msgspec.Struct):
    """The root block: the account, the revision, and the CID of the root node."""

    did: str
    rev: str
    data: bytes


class _Entry(msgspec.Struct):
    p: int
    k: bytes
    v: bytes
    t: bytes | None = None


class _Node(msgspec.Struct):
    l: bytes | None = None  # noqa: E741 (the format's name)
    e: list[_Entry] = []


Leaf = tuple[str, bytes]
"""A record's key, collection/rkey, and its CID."""


class Tree:
    """The tree of a repository, as far as a CAR file holds it.

    Raises:
        CarError: this is not the CAR file of a repository.
    """

    def __init__(self, car: Car) -> None:
        self._car = car
        self.commit = _typed(car, car.root, Commit)

    @property
    def omits_root(self) -> bool:
        """True if the diff omits the root node."""
        return self.commit.data not in self._car.blocks

    def leaves(self) -> Iterator[Leaf]:
        """The keys of the records in this file, in ascending order.

        Raises:
            CarError: a node is damaged.
        """
        return filter(None, self._walk())

    def holds(self, key: str) -> bool | None:
        """Whether there is a record with this key; `None` if a diff does not show it.

        A diff does not show parts without changes, nor about one in five deletions: those fall
        inside an unchanged node. A whole repository shows everything.

        Raises:
            CarError: a node is damaged.
        """
        wanted, cid = key.encode(), self.commit.data
        for _ in range(_DEEPEST):
            if cid not in self._car.blocks:
                return None
            node = _typed(self._car, cid, _Node)
            below, before = node.l, b""
            for entry in node.e:
                before = before[: entry.p] + entry.k
                if before == wanted:
                    return True
                if before > wanted:
                    break
                below = entry.t
            if below is None:
                return False
            cid = below
        message = "a tree without an end"
        raise CarError(message)

    def spans(self) -> list[tuple[str, str]]:
        """The ranges of the repository that this file shows, as first and last URI.

        Records outside these ranges are unchanged.

        Raises:
            CarError: a node is damaged.
        """
        spans: list[tuple[str, str]] = []
        first: str | None = ""
        last = ""
        for leaf in self._walk():
            if leaf is None:
                if first is not None and first != last:
                    spans.append((self._uri(first), self._uri(last)))
                first = None
            else:
                last, _ = leaf
                first = last if first is None else first
        if first is not None:
            spans.append((self._uri(first), self._uri(_AFTER_ALL)))
        return spans

    def _uri(self, key: str) -> str:
        return f"at://{self.commit.did}/{key}"

    def _walk(self) -> Iterator[Leaf | None]:
        """The records in the order of their keys, and `None` for each omitted node."""
        blocks, nodes = self._car.blocks, 0
        waiting: list[Leaf | bytes] = [self.commit.data]
        while waiting:
            part = waiting.pop()
            if isinstance(part, tuple):
                yield part
            elif part not in blocks:
                yield None
            elif nodes == len(blocks):
                message = "a tree without an end"
                raise CarError(message)
            else:
                nodes += 1
                waiting += reversed(_parts(_typed(self._car, part, _Node)))


def _parts(node: _Node) -> list[Leaf | bytes]:
    """The records of a node and the CIDs of the nodes between them, in order."""
    parts: list[Leaf | bytes] = [] if node.l is None else [node.l]
    key = b""
    for entry in node.e:
        key = key[: entry.p] + entry.k
        parts.append((key.decode("ascii", "replace"), entry.v))
        if entry.t is not None:
            parts.append(entry.t)
    return parts


def _typed(car: Car, cid: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(car.decoded(cid), kind)
    except KeyError as error:
        message = "the CAR file lacks its root"
        raise CarError(message) from error
    except msgspec.ValidationError as error:
        raise CarError(str(error)) from error
