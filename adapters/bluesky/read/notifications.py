"""The notifications of the watched account, newest first: what others did toward it.

The cursor goes backwards only. It is a time without an id, so that between two pages some of
several notifications of the same time would be lost. Pages may be short or empty before the end.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_answer, decode_items
from adapters.bluesky.client.moment import instant, told, written
from adapters.bluesky.client.refusal import NamedRefusalError
from adapters.bluesky.read.translate import RECORD_IN, Act
from adapters.bluesky.wire.posts import FittingNotifications, Notification, Notifications
from adapters.decoding import ODD, decoded, fitting, reject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.wire.accounts import Profile
    from adapters.bluesky.wire.base import Page
    from adapters.http import Response
    from bot.ports import Rejected

PAGE: Final = 100
MOST_PAGES: Final = 5_000
"""Per reading; what is below is told as unreadable."""

_METHOD: Final = "app.bsky.notification.listNotifications"

_NO_INTERACTION: Final = frozenset(
    {"starterpack-joined", "verified", "unverified", "contact-match"}
)
"""Reasons that are no interaction with us; the lexicon leaves the list of reasons open."""
_TICK: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """A decoded page of notifications.

    `cursor` is that of the next page, `None` at the end; everything after `bottom` was read.
    `is_cut`: the list goes on, and nobody can tell how.
    """

    acts: list[Act]
    authors: dict[str, Profile]
    rejected: list[Rejected]
    cursor: str | None
    bottom: datetime | None
    is_cut: bool = False


EMPTY_PAGE: Final = NotificationPage(acts=[], authors={}, rejected=[], cursor=None, bottom=None)
"""No notifications, and no further page."""


async def read_notifications(
    api: Api, cursor: str | None, floor: datetime, now: datetime
) -> AsyncIterator[NotificationPage]:
    """Read notifications down to `floor`, from a cursor or from the newest one.

    The list ends where no cursor follows or one comes again, not at an empty page.

    Raises:
        NetworkError: a page could not be read.
    """
    seen: set[str] = set()
    cursors = {cursor}
    for number in range(1, MOST_PAGES + 1):
        try:
            answer = await api.listed(_METHOD, {"cursor": cursor} if cursor else {}, PAGE)
        except NamedRefusalError:
            if cursor is None or number > 1:
                raise
            # The server does not know the stored cursor (any more): begin at the newest.
            cursor = None
            answer = await api.listed(_METHOD, {}, PAGE)
        page = read_page(answer, seen, cursor, now)
        is_over = page.bottom is not None and page.bottom < floor
        if page.cursor in cursors or is_over:
            page = replace(page, cursor=None)
        elif number == MOST_PAGES:
            rest = reject(b"", f"the list of notifications has more than {MOST_PAGES} pages")
            page = replace(page, cursor=None, rejected=[*page.rejected, rest], is_cut=True)
        yield page
        if page.cursor is None:
            return
        cursor = page.cursor
        cursors.add(cursor)


def read_page(
    answer: Response, seen: set[str], used: str | None, now: datetime
) -> NotificationPage:
    """Decode a page; `used` is the cursor that it was asked for with.

    Notifications whose record is in `seen` are skipped; the URIs of the others are added to it.

    Raises:
        UnreachableError: this is not a page of notifications.
    """
    cursor, notifications, rejected, cut = _decoded(answer)
    acts: list[Act] = []
    authors: dict[str, Profile] = {}
    times: list[datetime] = []
    for notification in notifications:
        seen_at = instant(notification.indexed_at)
        if seen_at is not None:
            times.append(seen_at)
        # A post that mentions and quotes gives two notifications of one record.
        if notification.uri in seen:
            continue
        act = _act(notification, seen_at, now, rejected)
        if act is not None:
            seen.add(notification.uri)
            acts.append(act)
            if notification.author is not None:
                authors[notification.author.did] = notification.author
    # A time in the cursor is the lowest of the page. Without it, an odd date could pass for that.
    bottom = _time_of(cursor) or max(times, default=None)
    return NotificationPage(
        acts=acts,
        authors=authors,
        rejected=[*rejected, *cut],
        cursor=_below(cursor, used),
        bottom=bottom,
        is_cut=bool(cut),
    )


def _decoded(
    answer: Response,
) -> tuple[str | None, list[Notification], list[Rejected], list[Rejected]]:
    """The server's cursor, the notifications of a page, those that cannot be read, and `_cut`.

    Where all of them fit, in one go: one by one, a page takes a twelfth longer.

    Raises:
        UnreachableError: this is not a page of notifications.
    """
    with suppress(*ODD):
        fit = fitting(answer.body, FittingNotifications)
        return fit.next, fit.notifications or [], [], _cut(fit)
    page = decode_answer(answer, Notifications)
    decoded_items = decode_items(page.notifications, Notification)
    return page.next, decoded_items.items, decoded_items.rejected, _cut(page)


def _cut(page: Page) -> list[Rejected]:
    """What is told where the list goes on, but nobody can tell how."""
    if not page.is_cut:
        return []
    raw = repr(page.cursor).encode(errors="replace")
    return [reject(raw, "the list of notifications has a cursor that cannot be used")]


def _act(
    notification: Notification, seen_at: datetime | None, now: datetime, rejected: list[Rejected]
) -> Act | None:
    uri = at_uri.parse(notification.uri)
    kind = RECORD_IN.get(uri.collection) if uri else None
    if uri is None or kind is None:
        if notification.reason not in _NO_INTERACTION:
            why = f"a notification of a kind that is not known: {notification.reason or 'none'}"
            rejected.append(reject(bytes(notification.record), why))
        return None
    try:
        record = decoded(notification.record, kind)
    except ODD as error:
        rejected.append(reject(bytes(notification.record), f"{notification.uri}: {error}"))
        return None
    author = notification.author
    handle = author.handle if author is not None and author.did == uri.did else ""
    return Act.of(uri, record, told(seen_at, uri.rkey, now), handle)


def _below(cursor: str | None, used: str | None) -> str | None:
    """The cursor for the next page: a tick above the server's, so that no tie is lost.

    If this page began there, more than a page has the same time: then the server's own cursor.
    """
    at = _time_of(cursor)
    if at is None:
        return cursor
    raised = written(at + _TICK)
    return cursor if raised == used else raised


def _time_of(cursor: str | None) -> datetime | None:
    """The time in a cursor; `None` if the cursor has another form."""
    at = instant(cursor) if cursor else None
    return at if at is not None and written(at) == cursor else None
