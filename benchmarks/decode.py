"""A page of notifications to interactions, beside what others make of the same bytes.

`keys`: to natural keys and tallies, as for the older part of a back-fill, whose text is never
kept. `text`: to interactions with plain text, and to descriptions of the people in them.
Mastodon.py and the SDK cast to their types, granary converts to ActivityStreams, and
`json.loads` is the floor: none of them translates into interactions.
"""

# ruff: noqa: PLC0415 (each side loads what is its own)

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from benchmarks.figure import Figure
from benchmarks.recorded import bluesky_page, mastodon_page
from benchmarks.timing import in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from functools import _lru_cache_wrapper

    from bot.domain.talk.interaction import Interaction

    Work = Callable[[], int]
    Peers = dict[str, Work]

ROUNDS: Final = 11
NOTES: Final = 80
ACTS: Final = 100
ZONE: Final = ZoneInfo("Europe/Paris")
ME: Final = "did:plc:meeeeeeeeeeeeeeeeeeeeeee"
GOALS: Final = {
    ("mastodon keys", "Mastodon.py"): 100,
    ("mastodon keys", "granary"): 10,
    ("mastodon text", "Mastodon.py"): 80,
    ("mastodon text", "json.loads"): 0.25,
    ("bluesky keys", "atproto"): 3,
    ("bluesky keys", "granary"): 10,
    ("bluesky text", "json.loads"): 0.25,
}
"""The least ratio to each peer."""


def measure() -> list[Figure]:
    """CPU seconds for a page of each network."""
    # One loop for all pages, as in use: starting one took 4 % of the time of a page with text.
    with asyncio.Runner() as loop:
        return _measured(loop)


def _measured(loop: asyncio.Runner) -> list[Figure]:
    notes, acts = mastodon_page(NOTES), bluesky_page(ACTS)
    floor = "json.loads"
    return [
        *_beside(
            "mastodon",
            f"a page of {NOTES} notifications, {len(notes) // 1024} KiB",
            NOTES,
            [_mastodon(notes, loop, with_text=text) for text in (False, True)],
            {
                "Mastodon.py": _mastodon_py(notes),
                "granary": _granary_of_mastodon(notes),
                floor: lambda: len(json.loads(notes)),
            },
        ),
        *_beside(
            "bluesky",
            f"a page of {ACTS} notifications, {len(acts) // 1024} KiB",
            ACTS,
            [_bluesky(acts, with_text=False), _bluesky(acts, with_text=True)],
            {
                "atproto": _sdk(acts),
                "granary": _granary_of_bluesky(acts),
                floor: lambda: len(json.loads(acts)["notifications"]),
            },
        ),
    ]


def _beside(
    network: str, work: str, items: int, ours: Sequence[Work], peers: Peers
) -> list[Figure]:
    for run in (*ours, *peers.values()):
        if run() != items:
            message = f"{network}: {run()} of {items}"
            raise AssertionError(message)
    keys, text, *others = in_turn(ROUNDS, *ours, *peers.values())
    return [
        Figure(
            name=f"decode {network} {what}",
            work=work,
            ours=seconds,
            peer=peer,
            peer_name=name,
            goal=GOALS.get((f"{network} {what}", name)),
        )
        for what, seconds in (("keys", keys), ("text", text))
        for name, peer in zip(peers, others, strict=True)
    ]


# --- ours -----------------------------------------------------------------------------------


def _mastodon(body: bytes, loop: asyncio.Runner, *, with_text: bool) -> Work:
    from datetime import UTC, datetime

    from adapters.http import Response
    from adapters.mastodon.client.address import key_of
    from adapters.mastodon.client.api import Api
    from adapters.mastodon.client.items import listed
    from adapters.mastodon.client.server import USUAL_LIMITS, Server
    from adapters.mastodon.client.wire import Account as Entity
    from adapters.mastodon.client.wire import Notification
    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.listing import batch_of
    from adapters.mastodon.read.lists import Lists
    from adapters.mastodon.read.people import People
    from adapters.mastodon.read.posts import Posts
    from adapters.mastodon.read.translate import Watched, interactions
    from adapters.memory.clock import StoppedClock
    from bot.domain.people.identity import Account, AccountKey, NetworkName, OwnerId

    key = AccountKey(NetworkName.MASTODON, "camille@mastodon.example")
    me = Account(key, key.id, url="https://mastodon.example/@camille")
    watched = Watched(me, OwnerId("owner"), "109000000000000001")
    now = datetime.now(UTC)
    nobody: Any = None
    api = Api(nobody, StoppedClock(now), key.id, None, lambda: "")
    api.verify("")
    server = Server("https://mastodon.example", "mastodon.example", "mastodon", USUAL_LIMITS)
    text_from = None if with_text else now

    def work() -> int:
        _forget(key_of)
        people, posts = People(api, server), Posts(api, server)
        connection = Connection(api=api, people=people, posts=posts, watched=watched)
        people.learn(Entity(id=watched.local_id, acct="camille"))
        answer = Response(200, {}, body, f"{server.base}/api/v1/notifications")
        batch = batch_of(listed(answer, Notification), None)
        findings = Lists(connection, NOTES).read_notes(batch)
        found = [
            interaction
            for talk in findings.talk
            for interaction in interactions(talk, posts, watched, {}, text_from=text_from)
        ]
        found += findings.signals
        if with_text:
            loop.run(people.described({interaction.other for interaction in found}))
        return _kept(found, with_text=with_text)

    return work


def _bluesky(body: bytes, *, with_text: bool) -> Work:
    from datetime import UTC, datetime

    from adapters.bluesky.read import profiles
    from adapters.bluesky.read.notifications import read_page
    from adapters.bluesky.read.translate import interactions, key_of
    from adapters.http import Response
    from bot.domain.people.identity import OwnerId

    now, owner, me = datetime.now(UTC), OwnerId("owner"), key_of(ME)
    pds = "https://pds.example"

    def work() -> int:
        _forget(key_of)
        answer = Response(200, {}, body, f"{pds}/xrpc/app.bsky.notification.listNotifications")
        page = read_page(answer, set(), None, now)
        found = [interaction for act in page.acts for interaction in interactions(act, me, owner)]
        if with_text:
            _ = [profiles.account(profile, pds, now) for profile in page.authors.values()]
        return _kept(found, with_text=with_text)

    return work


def _forget(*memories: _lru_cache_wrapper[Any]) -> None:
    # In use each page is new, so nothing may be cached from the run before.
    for memory in memories:
        memory.cache_clear()


def _kept(found: list[Interaction], *, with_text: bool) -> int:
    from bot.domain.talk.tally import tally

    if with_text:
        return len(found)
    counted = tally({interaction.key: interaction for interaction in found}.values(), ZONE)
    return sum(day.in_talk + day.in_signal for day in counted)


# --- the others -----------------------------------------------------------------------------


def _mastodon_py(body: bytes) -> Work:
    from mastodon.return_types import Notification
    from mastodon.types_base import NonPaginatableList, try_cast_recurse

    def work() -> int:
        cast = try_cast_recurse(NonPaginatableList[Notification], json.loads(body))  # type: ignore[no-untyped-call]
        return len(cast)

    return work


def _sdk(body: bytes) -> Work:
    from atproto import models

    kind = models.AppBskyNotificationListNotifications.Response

    def work() -> int:
        return len(models.get_or_create(json.loads(body), kind).notifications)

    return work


def _granary_of_mastodon(body: bytes) -> Work:
    from granary.mastodon import Mastodon

    granary = Mastodon("https://mastodon.example", access_token="-", user_id="1")  # noqa: S106 (none)

    def convert(note: dict[str, Any]) -> object:
        if "status" not in note:
            return granary.to_as1_actor(note["account"])
        if note["type"] == "favourite":
            return granary._make_like(note["status"], note["account"])  # noqa: SLF001 (its way)
        if note["type"] == "reblog":
            return granary._make_share(note["status"], note["account"])  # noqa: SLF001 (its way)
        return granary.status_to_as1_activity(note["status"])

    return lambda: len([convert(note) for note in json.loads(body)])


def _granary_of_bluesky(body: bytes) -> Work:
    from granary.bluesky import to_as1

    def convert(note: dict[str, Any]) -> object:
        author = note["author"]
        return (
            to_as1(author, type="app.bsky.actor.defs#profileView"),
            to_as1(
                note["record"],
                uri=note["uri"],
                repo_did=author["did"],
                repo_handle=author["handle"],
            ),
        )

    return lambda: len([convert(note) for note in json.loads(body)["notifications"]])
