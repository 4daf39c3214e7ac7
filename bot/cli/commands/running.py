"""`run` and `collect`."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.bootstrap.renewal import Renewal
    from bot.cli.session import Session
    from bot.errors import TerrasseError
    from bot.services.collect.collecting import Collected
    from bot.services.context import Context
    from bot.text.language.catalogue import Catalogue


@click.command()
@click.option("--once", is_flag=True, help="One full round, then exit: good for cron.")
@click.option(
    "--or-demo", is_flag=True, help="Without a config file, show the invented village instead."
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="What to log on standard error: info, or with --once warning.",
)
@command
async def run(session: Session, *, once: bool, or_demo: bool, log_level: str | None) -> None:
    """Keep collecting, and send the digest when it is due."""
    if or_demo and session.config_path() is None:
        from bot.cli.commands.demo import show_demo

        await show_demo(session.language)
        return
    import asyncio
    import signal

    from bot.bootstrap.health import open_health
    from bot.bootstrap.renewal import Renewal
    from bot.cli.journal import keep_journal
    from bot.cli.progress import shown
    from bot.errors import TerrasseError
    from bot.services.rounds.cycle import go_round
    from bot.services.rounds.daemon import keep_going, tell
    from bot.services.rounds.sign_ins import verify

    keep_journal(log_level or ("warning" if once else "info"))
    async with (
        session.context() as context,
        context.store.running(),
        open_health(session.settings(), context.clock) as health,
    ):
        try:
            await verify(context)
            if not once:
                current = Renewal(context, session.existing_path())
                async with _page(current, session):
                    await keep_going(current, health)
            with shown(context.clock, context.wishes.words) as report:
                done = await go_round(context, report)
        except asyncio.CancelledError:
            if once or signal.SIGTERM not in session.received:
                raise
            return
        except TerrasseError:
            await health(fine=False)
            raise
        await health(fine=not done.errors)
    tell(done)
    _raise_first(done.errors, context.wishes.words)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="What was read, as JSON.")
@command
async def collect(session: Session, *, as_json: bool) -> None:
    """Read the watched accounts now; what was interrupted goes on."""
    from bot.cli.progress import shown
    from bot.services.collect.collecting import collect as collect_now
    from bot.services.rounds.sign_ins import verify

    async with session.context() as context:
        await verify(context)
        with shown(context.clock, context.wishes.words) as report:
            outcomes = await collect_now(context, report)
    words = context.wishes.words
    if as_json:
        echo_json([_as_json(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            echo(_line(outcome, context))
    for outcome in outcomes:
        if outcome.unread is not None:
            echo(f"terrasse: {words.tell(outcome.unread)}", err=True)
    _raise_first([outcome.error for outcome in outcomes if outcome.error is not None], words)


@asynccontextmanager
async def _page(current: Renewal, session: Session) -> AsyncIterator[None]:
    """The web page beside the daemon, if the config has one; a daemon goes on without it too."""
    settings = session.settings()
    if settings.web is None:
        yield
        return
    import structlog

    from bot.web import server

    log = structlog.get_logger("terrasse")
    found = server.listening(settings)
    if found is None:
        log.error("page", problem=str(server.in_use(settings)))
        yield
        return
    site = server.site(current, current.renew, settings, session.existing_path())
    async with server.serving(site, found):
        # Not a link that opens it: whoever may read the journal could use it first.
        log.info("page", address=site.address.base, link="terrasse web --new-link")
        yield


def _raise_first(errors: Sequence[TerrasseError], words: Catalogue) -> None:
    """Raise the first of these errors, after the others were said."""
    for problem in errors[1:]:
        echo(f"terrasse: {words.tell(problem)}", err=True)
    if errors:
        sys.stdout.flush()
        raise errors[0]


def _line(outcome: Collected, context: Context) -> str:
    say, account = context.wishes.words.say, outcome.account
    if outcome.stopped:
        return say(
            "{account}: not read, as it has stopped. It begins again with: start", account=account
        )
    if outcome.waits:
        return say(
            "{account}: not read, as it has no secret. Add one; or let the digests of a [bot] go "
            "to it, and write start to the bot from it.",
            account=account,
        )
    if not outcome.was_read:
        return say("{account}: could not be read.", account=account)
    line = say(
        "{account}: {added} new, {changed} changed, {odd} unreadable",
        account=account,
        added=outcome.added,
        changed=outcome.changed,
        odd=outcome.rejected,
    )
    return line if outcome.error is None else say("{line}; the rest could not be read", line=line)


def _as_json(outcome: Collected) -> dict[str, object]:
    return {
        "account": outcome.account,
        "added": outcome.added,
        "changed": outcome.changed,
        "unreadable": outcome.rejected,
        "waits": outcome.waits,
        "stopped": outcome.stopped,
        "error": None if outcome.error is None else str(outcome.error),
        "relationships": None if outcome.unread is None else str(outcome.unread),
    }
