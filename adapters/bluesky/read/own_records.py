"""The watched account's own records, from its repository."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import msgspec

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_answer
from adapters.bluesky.client.refusal import FaultError, UnauthorizedError
from adapters.bluesky.read import car
from adapters.bluesky.read.translate import RECORD_IN, Act
from adapters.bluesky.read.tree import Tree
from adapters.bluesky.wire.repository import LatestCommit
from adapters.decoding import converted, reject
from bot.errors import RateLimitedError, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.client.identity import Identity
    from adapters.bluesky.read.car import Car
    from bot.ports import Rejected

_LATEST: Final = "com.atproto.sync.getLatestCommit"


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """The account's acts up to the revision `rev`, newest first, and the invalid records.

    `tree` shows which records are deleted; `None` if nothing has changed.
    """

    rev: str
    acts: list[Act]
    rejected: list[Rejected]
    tree: Tree | None = None


async def read_own_records(api: Api, watched: Identity, since: str, now: datetime) -> OwnRecords:
    """Read the records that changed after the revision `since`; all of them if that is empty.

    All records are read, too, if the server does not know the revision, because the account
    has moved or was restored, or if it cannot tell what changed.

    Raises:
        NetworkError: the repository could not be read.
    """
    if since:
        try:
            latest = await _latest(api, watched)
            if latest == since:
                return OwnRecords(rev=since, acts=[], rejected=[])
            if latest > since:
                own = await _read(api, watched, since, now)
                if own.tree is not None and not own.tree.omits_root:
                    return own
        except (RefusedError, FaultError, UnauthorizedError):
            pass  # the whole repository is asked for
        except RateLimitedError:
            return OwnRecords(rev=since, acts=[], rejected=[])  # the next reading goes on there
    return await _read(api, watched, None, now)


async def _latest(api: Api, watched: Identity) -> str:
    answer = await api.rpc.query(watched.pds, _LATEST, {"did": watched.did})
    return decode_answer(answer, LatestCommit).rev


async def _read(api: Api, watched: Identity, since: str | None, now: datetime) -> OwnRecords:
    try:
        async with api.repository(since) as stream:
            read = await car.read(stream.chunks)
        tree = Tree(read)
        acts, rejected = acts_of(read, tree, watched, now)
    except car.CarError as error:
        message = f"{watched.pds} answers with a damaged repository ({error}); try again later."
        raise FaultError(message) from error
    return OwnRecords(rev=tree.commit.rev, acts=acts, rejected=rejected, tree=tree)


def acts_of(
    read: Car, tree: Tree, watched: Identity, now: datetime
) -> tuple[list[Act], list[Rejected]]:
    """The acts in a CAR file, newest first, and its invalid records.

    Raises:
        CarError: the tree is damaged.
    """
    acts: list[Act] = []
    rejected: list[Rejected] = []
    for key, cid in tree.leaves():
        collection, _, rkey = key.partition("/")
        kind = RECORD_IN.get(collection)
        block = read.blocks.get(cid)
        if kind is None or block is None:
            continue
        try:
            record = converted(car.decoded(block), kind)
        except (car.CarError, msgspec.ValidationError, RecursionError) as error:
            rejected.append(_rejected(block, f"{key}: {error}"))
            continue
        acts.append(
            Act.of(at_uri.AtUri(watched.did, collection, rkey), record, now, watched.handle)
        )
    # Sorting is stable: acts of the same time stay in the descending order of their keys.
    acts.reverse()
    acts.sort(key=attrgetter("at"), reverse=True)
    return acts, rejected


def _rejected(block: bytes, why: str) -> Rejected:
    try:
        raw = json.dumps(car.decoded(block), default=repr, ensure_ascii=False).encode()
    except (car.CarError, ValueError, TypeError, RecursionError):
        raw = repr(block).encode()
    return reject(raw, why)
