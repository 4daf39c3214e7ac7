"""`init`: from nothing to a config file, signed-in accounts and a first list of people."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command, message_of
from bot.cli.setup.answers import NONE, Answers
from bot.cli.setup.guide import Guide
from bot.cli.setup.questions import NO_ACCOUNT, read_account
from bot.cli.terminal import echo
from bot.domain.sentence import marked
from bot.text.language.catalogue import LANGUAGES

if TYPE_CHECKING:
    from bot.cli.session import Session

KEPT: Final = marked("Your answers are kept. To go on from there: terrasse init")


@click.command()
@click.option(
    "--account",
    "accounts",
    metavar="ACCOUNT",
    multiple=True,
    help="An account of yours; once for each.",
)
@click.option("--bot", metavar="ACCOUNT", help="The account that sends the digests; - for none.")
@click.option(
    "--to", metavar="ACCOUNT", help="Where digests go: one of your accounts, or file:PATH."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of digests.")
@click.option("--timezone", metavar="ZONE", help="Your time zone, as Europe/Paris.")
@click.option("--at", metavar="WHEN", help="When digests come, as “sunday 18:00”.")
@click.option("--home", metavar="TOWN", help="Where you live; - for not saying.")
@click.option(
    "--slot",
    "slots",
    metavar="SLOT",
    multiple=True,
    help="A time for meetings, as in the config file.",
)
@click.option(
    "--goal", metavar="COUNT", type=click.IntRange(1, 99), help="Meetings in two weeks, 1 to 99."
)
@click.option("--url", "urls", multiple=True, metavar="ACCOUNT=URL", help="An account's server.")
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="ACCOUNT=PLACE",
    help="Where an account's secret is, as in the config file (never the secret itself).",
)
@click.option("--replace", is_flag=True, help="Write a new config file; the old one is kept.")
@click.option("--no-browser", is_flag=True, help="Sign in with a code to paste, as login does.")
@click.option("--non-interactive", is_flag=True, help="Ask nothing: what is missing has a default.")
@command
async def init(  # noqa: PLR0913 (what there is to say)
    session: Session,
    *,
    accounts: tuple[str, ...],
    bot: str | None,
    to: str | None,
    language: str | None,
    timezone: str | None,
    at: str | None,
    home: str | None,
    slots: tuple[str, ...],
    goal: int | None,
    urls: tuple[str, ...],
    secrets: tuple[str, ...],
    replace: bool,
    no_browser: bool,
    non_interactive: bool,
) -> None:
    """Set Terrasse up, question by question, up to the first list of people."""
    from bot.errors import TerrasseError

    given = Answers(
        language=language,
        accounts=[_account(text) for text in accounts],
        bot=bot if bot in {None, NONE} else _account(str(bot)),
        to=to if to is None or to.startswith("file:") else _account(to),
        timezone=timezone,
        at=at,
        home=home,
        slots=None if not slots else [slot for slot in slots if slot != NONE],
        goal=goal,
        urls=_by_account(urls),
        secrets=_by_account(secrets),
        is_complete=bool(accounts),
    )
    guide = Guide(session, session.new_path(), given)
    if non_interactive:
        await guide.obey(replace=replace)
        return
    try:
        await guide.ask(replace=replace, browser=not no_browser)
    except (SystemExit, asyncio.CancelledError):
        if guide.is_kept:
            echo(guide.say(KEPT), err=True)
        raise
    except TerrasseError as problem:
        echo(f"terrasse: {message_of(problem, guide.words.language)}", err=True)
        if guide.is_kept:
            echo(guide.say(KEPT), err=True)
        sys.exit(problem.exit_code)


def _account(text: str) -> str:
    """The account in an option.

    Raises:
        ImpossibleError: it is none.
    """
    from bot.errors import ImpossibleError

    account = read_account(text)
    if account is None:
        raise ImpossibleError(NO_ACCOUNT, text=text)
    return account


def _by_account(pairs: tuple[str, ...]) -> dict[str, str]:
    from bot.errors import ImpossibleError

    named = {}
    for pair in pairs:
        account, equals, value = pair.partition("=")
        if not equals:
            raise ImpossibleError(marked("“{text}” must have the form ACCOUNT=…"), text=pair)
        named[_account(account)] = value
    return named
