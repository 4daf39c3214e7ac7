"""What the watched account did: its own records, read from its repository."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky import at_uri, car
from adapters.bluesky.items import rejected, whole
from adapters.bluesky.refusal import NamedRefusalError
from adapters.bluesky.translate import RECORD_IN, Act
from adapters.bluesky.tree import Tree
from adapters.bluesky.wire.repository import LatestCommit
from bot.errors import UnreachableError

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.api import Api, Whom
    from adapters.bluesky.car import Car
    from bot.ports import Rejected

_LATEST: Final = "com.atproto.sync.getLatestCommit"


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The account's acts up to a revision, newest first, and what could not be read.

    `tree` tells which records are gone; without one nothing has changed.
    """

    rev: str
    acts: list[Act]
    rejected: list[Rejected]
    tree: Tree | None = None


async def read_own_side(api: Api, whom: Whom, since: str, now: datetime) -> OwnSide:
    """Read the account's records that came after the revision `since`, or all (empty).

    A revision that the server does not know of, as the account has moved or was restored,
    makes it read all.

    Raises:
        NetworkError: it could not be read.
    """
    if since:
        try:
            latest = await _latest(api, whom)
            if latest == since:
                return OwnSide(since, [], [])
            if latest > since:
                own = await _read(api, whom, since, now)
                if own.tree is not None and not own.tree.tells_nothing:
                    return own
        except NamedRefusalError:
            pass
    return await _read(api, whom, None, now)


async def _latest(api: Api, whom: Whom) -> str:
    answer = await api.rpc.query(whom.pds, _LATEST, {"did": whom.did})
    return whole(answer, LatestCommit).rev


async def _read(api: Api, whom: Whom, since: str | None, now: datetime) -> OwnSide:
    try:
        async with api.repository(since) as stream:
            read = await car.read(stream.chunks)
        tree = Tree(read)
        acts, odd = acts_of(read, tree, whom, now)
    except car.CarError as error:
        message = f"{whom.pds} answers with a damaged repository ({error}); try again later."
        raise UnreachableError(message) from error
    return OwnSide(tree.commit.rev, acts, odd, tree)


def acts_of(read: Car, tree: Tree, whom: Whom, now: datetime) -> tuple[list[Act], list[Rejected]]:
    """The acts in a CAR file, newest first, and what in it could not be read.

    Raises:
        CarError: the tree is damaged.
    """
    acts: list[Act] = []
    odd: list[Rejected] = []
    for key, cid in tree.leaves():
        collection, _, rkey = key.partition("/")
        kind = RECORD_IN.get(collection)
        if kind is None or cid not in read.blocks:
            continue
        try:
            value = read.decoded(cid)
            record = msgspec.convert(value, kind)
        except (car.CarError, msgspec.ValidationError) as error:
            odd.append(_odd(read.blocks[cid], f"{key}: {error}"))
            continue
        acts.append(Act.of(at_uri.AtUri(whom.did, collection, rkey), record, now, whom.handle))
    # By place: sorting leaves acts of one instant in the keys' order, here from the last on.
    acts.reverse()
    acts.sort(key=attrgetter("at"), reverse=True)
    return acts, odd


def _odd(block: bytes, why: str) -> Rejected:
    try:
        raw = json.dumps(car.decoded(block), default=repr, ensure_ascii=False).encode()
    except (car.CarError, UnicodeEncodeError):
        raw = repr(block).encode()
    return rejected(raw, why)
