"""What others did toward the watched account: its notifications, downwards.

The list has its pitfalls: the cursor walks backwards only; it is a bare time, so that of
several acts of one instant some are lost between two pages; pages may be short or empty
before the end; the time of an act is its own word, if that is earlier than the server's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Raw

from adapters.bluesky import at_uri
from adapters.bluesky.items import Decoded, each, rejected, whole
from adapters.bluesky.moment import instant, written
from adapters.bluesky.translate import RECORD_IN, Act
from adapters.bluesky.wire.posts import Notification, Notifications
from adapters.bluesky.wire.records import Record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from adapters.bluesky.api import Api
    from adapters.bluesky.wire.accounts import Profile
    from adapters.http import Response
    from bot.ports import Rejected

PAGE: Final = 100
MOST_PAGES: Final = 5_000
"""In one go. What is left comes with the next."""

_NOTHING_OF_OURS: Final = frozenset(
    {"starterpack-joined", "verified", "unverified", "contact-match"}
)
"""Reasons whose record is not an act of anybody's toward us; the list of reasons is open."""
_TICK: Final = timedelta(milliseconds=1)
_Notification = Notification[Record] | Notification[Raw]

_USUAL: Final = msgspec.json.Decoder(Notifications[Notification[Record]])
_DECODERS: Final = {kind: msgspec.json.Decoder(kind) for kind in RECORD_IN.values()}


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of notifications, read.

    `cursor` goes on below, `None` at the end; `bottom` is the time down to which all was read.
    """

    acts: list[Act]
    authors: dict[str, Profile]
    rejected: list[Rejected]
    cursor: str | None
    bottom: datetime | None


NOTHING: Final = Notes(acts=[], authors={}, rejected=[], cursor=None, bottom=None)
"""No notifications, and no more to come."""


async def read_notes(
    api: Api, cursor: str | None, floor: datetime, now: datetime
) -> AsyncIterator[Notes]:
    """Read notifications from a cursor, or the newest, down to `floor`.

    Raises:
        NetworkError: a page could not be read.
    """
    seen: set[str] = set()
    cursors = {cursor}
    for _ in range(MOST_PAGES):
        parameters: dict[str, str | int | list[str]] = {"limit": PAGE}
        if cursor is not None:
            parameters["cursor"] = cursor
        answer = await api.answer("app.bsky.notification.listNotifications", parameters)
        notes = read_page(answer, seen, cursor, now)
        is_over = notes.bottom is not None and notes.bottom < floor
        if notes.cursor in cursors or is_over:
            notes = Notes(notes.acts, notes.authors, notes.rejected, None, notes.bottom)
        yield notes
        if notes.cursor is None:
            return
        cursor = notes.cursor
        cursors.add(cursor)


def read_page(answer: Response, seen: set[str], used: str | None, now: datetime) -> Notes:
    """One answer of the server's; `used` is the cursor that it came for.

    Items whose URI is in `seen` are passed over, and the others' are added to it.

    Raises:
        UnreachableError: it is no page of notifications.
    """
    cursor, decoded = _decoded(answer)
    acts: list[Act] = []
    odd = decoded.rejected
    authors: dict[str, Profile] = {}
    times: list[datetime] = []
    for note in decoded.items:
        seen_at = instant(note.indexed_at)
        if seen_at is not None:
            times.append(seen_at)
        # A post that names and quotes may come twice; what it is, its record says.
        if note.uri in seen:
            continue
        act = _act(note, min(seen_at or now, now), odd)
        if act is not None:
            seen.add(note.uri)
            acts.append(act)
            authors[note.author.did] = note.author
    lowest = min(times, default=None)
    bottom = _time_of(cursor) or lowest
    return Notes(acts, authors, odd, _below(cursor, used), bottom)


def _decoded(answer: Response) -> tuple[str | None, Decoded[_Notification]]:
    """The cursor and the items: in one go, unless one is odd, which is to cost only itself."""
    try:
        page = _USUAL.decode(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        odd_page = whole(answer, Notifications[Raw])
        return odd_page.cursor, each(odd_page.notifications, Notification[Raw])
    return page.cursor, Decoded([*page.notifications], [])


def _act(note: _Notification, seen_at: datetime, odd: list[Rejected]) -> Act | None:
    uri, record = at_uri.parse(note.uri), note.record
    kind = RECORD_IN.get(uri.collection) if uri else None
    if uri is None or kind is None:
        if note.reason not in _NOTHING_OF_OURS:
            why = f"a notification of a kind that is not known: {note.reason}"
            odd.append(rejected(_raw(record), why))
        return None
    if not isinstance(record, kind):
        raw = _raw(record)
        try:
            record = _DECODERS[kind].decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            odd.append(rejected(raw, f"{note.uri}: {error}"))
            return None
    return Act.of(uri, record, seen_at, note.author.handle if note.author.did == uri.did else "")


def _raw(record: Record | Raw) -> bytes:
    return bytes(record) if isinstance(record, Raw) else msgspec.json.encode(record)


def _below(cursor: str | None, used: str | None) -> str | None:
    """The cursor to go on with: a tick above what the server says, so that no tie is lost.

    Unless that is where this page began: then more than a page is of one instant.
    """
    at = _time_of(cursor)
    if at is None:
        return cursor
    above = written(at + _TICK)
    return cursor if above == used else above


def _time_of(cursor: str | None) -> datetime | None:
    """The time that a cursor is; `None` for one of another kind, which is left as it is."""
    at = instant(cursor) if cursor else None
    return at if at is not None and written(at) == cursor else None
