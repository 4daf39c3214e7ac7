"""What a reader is asked, and what it answers: JSON both ways, between two processes of ours."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (msgspec reads the annotations)

import msgspec


class Request(msgspec.Struct, frozen=True):
    """iCalendar texts, and the time that is asked about.

    `zone` is the owner's: floating times and whole days are theirs. `address` is the owner's
    e-mail address in this calendar, if it was told; their answers to invitations stand under it.
    """

    texts: tuple[str, ...]
    start: datetime
    end: datetime
    zone: str
    address: str | None = None


class Time(msgspec.Struct, frozen=True, array_like=True):
    """A busy time, UTC."""

    start: datetime
    end: datetime
    tentative: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What was read; `fault` says why nothing could be."""

    times: tuple[Time, ...] = ()
    events: int = 0
    skipped: tuple[str, ...] = ()
    fault: str | None = None
