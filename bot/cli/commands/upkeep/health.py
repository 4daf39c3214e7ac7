"""`health`: is the daemon well?"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.health import Ended
    from bot.cli.session import Session
    from bot.text.language.catalogue import Catalogue

_CLOCKS_DIFFER: Final = timedelta(minutes=1)


@click.command()
@click.option(
    "--within",
    type=click.IntRange(min=1),
    default=15,
    metavar="MINUTES",
    help="How many minutes ago the last round may have ended: 15, if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@command
async def health(session: Session, *, within: int, as_json: bool) -> None:
    """Say when the last round of run ended, and whether all went well.

    The exit code is 1 if it did not, or is too long ago, or there was none: good for the health
    check of a container. What went wrong stands in the log.
    """
    from adapters.clock import SystemClock
    from bot.bootstrap.health import health_file
    from bot.text.language.catalogue import catalogue

    settings = session.settings(checks_secrets=False)
    words, now = catalogue(settings.language), SystemClock().now()
    ended = health_file(settings).read()
    is_recent = ended is not None and -_CLOCKS_DIFFER <= now - ended.at <= timedelta(minutes=within)
    is_healthy = ended is not None and ended.fine and is_recent
    if as_json:
        echo_json(
            {
                "healthy": is_healthy,
                "at": None if ended is None else ended.at.isoformat(),
                "fine": None if ended is None else ended.fine,
            }
        )
    else:
        echo(_line(ended, now, words, is_recent=is_recent))
    if not is_healthy:
        sys.exit(1)


def _line(ended: Ended | None, now: datetime, words: Catalogue, *, is_recent: bool) -> str:
    if ended is None:
        return words.say("No round has ended yet.")
    minutes = max(0, int((now - ended.at) / timedelta(minutes=1)))
    ago = words.count("{n} minute ago", "{n} minutes ago", minutes)
    if not is_recent:
        return words.say(
            "The last round ended {ago}, at {time}: is terrasse run still running?",
            ago=ago,
            time=f"{ended.at:%Y-%m-%d %H:%M} UTC",
        )
    if ended.fine:
        return words.say("The last round ended {ago}, and all went well.", ago=ago)
    return words.say("The last round ended {ago}. Not all went well: see the log.", ago=ago)
