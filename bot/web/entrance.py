"""Who may come in: by a link that is good once, and then by a cookie; and who may read the feed.

Links and cookies are kept as hashes, in a file beside the store that every process on it reads: so
`terrasse web --new-link` also ends the sessions of a daemon that is running. They are no part of a
backup, which would bring ended ones back.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked, reason
from bot.errors import StoreUnavailableError
from bot.regular_file import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK_FOR: Final = timedelta(minutes=10)
SESSION_FOR: Final = timedelta(days=30)
MOST: Final = 20
"""Sessions at a time; a new one ends the oldest."""
_LARGEST: Final = 64 * 1024
_BYTES: Final = 32
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class _Pass:
    """The hash of a link or a cookie, and until when it is good (seconds since 1970)."""

    hash: str
    until: float


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of planned meetings: the hash of its token, and whether it names people in full."""

    hash: str
    full_names: bool


@dataclass(slots=True)
class _Book:
    """The one link that is good, the sessions, oldest first, and the feed if it is on."""

    links: list[_Pass] = field(default_factory=list)
    sessions: list[_Pass] = field(default_factory=list)
    feed: Feed | None = None


class Entrance:
    """Hands out links and cookies, and knows them again.

    Without a path all is kept in memory, and ends with the process. With one, each method raises
    `StoreUnavailableError` where the file cannot be read or written. `now` is in UTC.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._book = _Book()

    def new_link(self, now: datetime, *, ends_others: bool = False) -> str:
        """A new token for a link. It ends the link before it, and all sessions if `ends_others`."""
        token = secrets.token_urlsafe(_BYTES)
        with self._opened(now) as book:
            book.links = [_pass(token, now + LINK_FOR)]
            book.sessions = [] if ends_others else book.sessions
        return token

    def enter(self, token: str, now: datetime) -> str | None:
        """Use up a link; returns the value of the cookie, or `None` if the link is not good."""
        with self._opened(now) as book:
            if not _holds(book.links, token):
                return None
            cookie = secrets.token_urlsafe(_BYTES)
            book.links = []
            book.sessions = [*book.sessions, _pass(cookie, now + SESSION_FOR)][-MOST:]
        return cookie

    def knows(self, cookie: str, now: datetime) -> bool:
        """Whether a cookie is that of a session."""
        with self._opened(now) as book:
            return _holds(book.sessions, cookie)

    def leave(self, cookie: str, now: datetime) -> None:
        """End a session."""
        with self._opened(now) as book:
            book.sessions = [entry for entry in book.sessions if entry.hash != _hash(cookie)]

    def feed(self, now: datetime) -> Feed | None:
        """The feed, if it is on."""
        with self._opened(now) as book:
            return book.feed

    def new_feed(self, now: datetime, *, full_names: bool) -> str:
        """Turn the feed on; returns its token. The one before it is no longer good."""
        token = secrets.token_urlsafe(_BYTES)
        with self._opened(now) as book:
            book.feed = Feed(_hash(token), full_names)
        return token

    def end_feed(self, now: datetime) -> None:
        """Turn the feed off: its token is no longer good."""
        with self._opened(now) as book:
            book.feed = None

    def feed_of(self, token: str, now: datetime) -> Feed | None:
        """The feed, if this is its token."""
        feed = self.feed(now)
        wanted = _hash(token).encode()
        return feed if feed is not None and compare_digest(feed.hash.encode(), wanted) else None

    @contextmanager
    def _opened(self, now: datetime) -> Iterator[_Book]:
        """The book without what is over, for this process alone; what is changed is written."""
        if self._path is None:
            self._book = _current(self._book, now)
            yield self._book
            return
        try:
            with os.fdopen(opened(self._path, _FLAGS), "r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                content = file.read(_LARGEST)
                book = _current(_read(content), now)
                before = _written(book)
                yield book
                if (after := _written(book)) != before:
                    # The room first, and then all in one piece: neither a full disk nor an end of
                    # the process in between takes away what was there. Spaces say nothing.
                    file.write(b" " * (len(after) - len(content)))
                    file.seek(0)
                    file.write(after.ljust(len(content)))
                    file.truncate()
                    os.fsync(file.fileno())
        except OSError as error:
            raise StoreUnavailableError(
                marked("The sessions of the web page ({path}) cannot be read: {why}."),
                path=self._path,
                why=reason(error),
            ) from error


def _read(content: bytes) -> _Book:
    """The book; empty where the file is new or damaged, so that a new link is needed."""
    try:
        kept = json.loads(content)
        links, sessions = ([_Pass(**entry) for entry in kept[key]] for key in ("links", "sessions"))
        entries = [*links, *sessions]
        feed = None if kept.get("feed") is None else Feed(**kept["feed"])
    except (ValueError, TypeError, KeyError):
        return _Book()
    sound = all(type(entry.until) is float and type(entry.hash) is str for entry in entries)
    if feed is not None:
        sound = sound and type(feed.hash) is str and type(feed.full_names) is bool
    return _Book(links, sessions, feed) if sound else _Book()


def _written(book: _Book) -> bytes:
    return json.dumps(asdict(book)).encode()


def _current(book: _Book, now: datetime) -> _Book:
    """The book without what is over."""
    links, sessions = (
        [entry for entry in entries if now < _until(entry)]
        for entries in (book.links, book.sessions)
    )
    return _Book(links, sessions, book.feed)


def _until(entry: _Pass) -> datetime:
    try:
        return datetime.fromtimestamp(entry.until, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.min.replace(tzinfo=UTC)


def _pass(token: str, until: datetime) -> _Pass:
    return _Pass(_hash(token), until.timestamp())


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _holds(entries: list[_Pass], token: str) -> bool:
    wanted = _hash(token)
    return any(compare_digest(entry.hash.encode(), wanted.encode()) for entry in entries)
