"""How far the first reading of each account is: on a page, and as it moves (server-sent events).

It is read from the store, as another process may be the one that reads.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response, StreamingResponse

from bot.errors import TerrasseError
from bot.services.collect.collecting import BACKFILL_DAYS
from bot.services.owner.addressee import stopped
from bot.text.language import dates
from bot.web.page import cookie_name, fragment
from bot.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from starlette.requests import Request

    from bot.services.context import Context

PATH: Final = "/progress"
MOST: Final = 4
"""Followers at a time: a browser has six connections to a host, and pages need some."""
EVERY: Final = 1.0
"""Seconds between two looks."""
LOOKS: Final = 900
"""After so many, the browser is to ask anew."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One account's first reading. `reaches` is the day that it is back to."""

    account: str
    days: int
    reaches: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The first readings of accounts, and how much the log holds."""

    readings: tuple[Reading, ...]
    interactions: int
    days: int = BACKFILL_DAYS

    @property
    def is_over(self) -> bool:
        """Whether all of them have ended."""
        return all(reading.is_over for reading in self.readings)


async def read_progress(context: Context, shown: Collection[str] = ()) -> Progress:
    """The first readings that go on, and those of the accounts `shown` that have ended since."""
    now, zone, words = context.clock.now(), context.owner.zone, context.wishes.words
    async with context.store.unit(context.owner) as unit:
        watches = {watch.account: watch for watch in await unit.watches.all()}
        complete = {account for account in watches if watches[account].complete_at is not None}
        left = [
            account
            for account in context.networks
            if account not in complete and (account in watches or account not in context.public)
        ]
        if left:
            ended = await stopped(context, unit)
            left = [account for account in left if account not in ended]
        told = [
            account
            for account in context.networks
            if account in left or (account in shown and account in complete)
        ]
        interactions = await unit.log.count() if told else 0
    readings = []
    for account in told:
        if account not in left:
            readings.append(Reading(account, BACKFILL_DAYS, "", is_over=True))
            continue
        watch = watches.get(account)
        reached = watch.reaches_back_to if watch else None
        today = now.astimezone(zone).date()
        readings.append(
            Reading(
                account,
                min((now - reached).days, BACKFILL_DAYS) if reached else 0,
                dates.date_of(reached.astimezone(zone).date(), today, words) if reached else "",
            )
        )
    return Progress(tuple(readings), interactions)


async def follow(request: Request, context: Context) -> Response:
    """The progress as events, until it is complete, the reader goes, or the session ends."""
    followers = site_of(request).followers
    if len(followers) >= MOST:
        return Response(status_code=204)  # which has the browser not ask again
    return StreamingResponse(_events(request, context), media_type="text/event-stream")


async def _events(request: Request, context: Context) -> AsyncIterator[str]:
    site, me, shown = site_of(request), object(), ""
    accounts: set[str] = set()
    cookie = request.cookies[cookie_name(request)]
    if len(site.followers) >= MOST:
        return  # others came between the question and here
    site.followers.add(me)
    try:
        for _ in range(LOOKS):
            if not site.entrance.knows(cookie, context.clock.now()):
                return
            progress = await read_progress(context, accounts)
            accounts |= {reading.account for reading in progress.readings}
            text = fragment(request, "progress.html", progress=progress)
            if text != shown:
                yield "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
                shown = text
            else:
                yield ":\n\n"  # so that a reader who has gone is noticed
            if progress.is_over:
                yield "event: end\ndata:\n\n"
                return
            await asyncio.sleep(EVERY)
    except TerrasseError:
        return  # the browser asks again
    finally:
        site.followers.discard(me)
