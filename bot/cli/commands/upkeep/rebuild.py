"""`rebuild`: recomputes tallies and exchanges, and compares."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import echo
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.talk.rebuild import Comparison
    from bot.text.language.catalogue import Catalogue

_TITLES: Final = {"tallies": marked("Tallies"), "exchanges": marked("Exchanges")}


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Compare, and change nothing.")
@command
async def rebuild(session: Session, *, only_check: bool) -> None:
    """Count everything again from the log, and say whether that makes a difference.

    What differs is put right. It should not: the exit code is 1 then.
    """
    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            compared = await unit.log.rebuild(mend=not only_check)
        say = context.wishes.words.say
        for comparison in compared:
            echo(_line(comparison, context.wishes.words))
    if all(comparison.is_equal for comparison in compared):
        echo(say("Everything matches."))
        return
    if only_check:
        echo(say("Nothing was changed. To put it right: terrasse rebuild"))
    else:
        echo(say("It has been put right."))
    sys.exit(1)


def _line(comparison: Comparison, words: Catalogue) -> str:
    table = words.say(_TITLES[comparison.table])
    if comparison.is_equal:
        return words.say("{table}: {rows}, as the log has it.", table=table, rows=comparison.rows)
    return words.say(
        "{table}: {missing} missing, {wrong} wrong, {needless} too many, of {rows}.",
        table=table,
        missing=comparison.missing,
        wrong=comparison.wrong,
        needless=comparison.needless,
        rows=comparison.rows,
    )
