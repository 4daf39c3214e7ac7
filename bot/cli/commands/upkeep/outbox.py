"""`outbox`: the messages on their way out, and what waits for the owner's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.delivery.outbox import OutboxRow
    from bot.text.language.catalogue import Catalogue


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def outbox(context: click.Context, *, as_json: bool) -> None:
    """List messages on their way out, newest last."""
    if context.invoked_subcommand is None:
        context.invoke(_listing, as_json=as_json)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@command
async def _listing(session: Session, *, as_json: bool) -> None:
    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            rows = await unit.outbox.all()
        if as_json:
            echo_json([_as_json(row) for row in rows])
            return
        words = context.wishes.words
        for row in rows:
            echo(_line(row, words))
        if not rows:
            echo(context.wishes.words.say("No message yet."))


@outbox.command()
@click.argument("number", type=int, metavar="ID")
@command
async def show(session: Session, *, number: int) -> None:
    """Show a message whole, and what was tried."""
    from bot.services.delivery.waiting import find_row

    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            row = await find_row(unit, number)
        echo(_line(row, context.wishes.words))
        echo(f"\n{row.draft.body}")


@outbox.command()
@click.argument("number", type=int, metavar="ID")
@command
async def resend(session: Session, *, number: int) -> None:
    """Send again, with the next round, what waits.

    That is what waits for your word, for its next try, or to be looked for. It may arrive a second
    time, unless it is pending: whether it did the first time is not known.
    """
    from bot.services.delivery.waiting import resend

    async with session.context() as context:
        echo(await resend(context, number))


@outbox.command()
@click.argument("number", type=int, metavar="ID")
@command
async def drop(session: Session, *, number: int) -> None:
    """Give up a message that is not out yet."""
    from bot.services.delivery.waiting import drop

    async with session.context() as context:
        echo(await drop(context, number))


def _line(row: OutboxRow, words: Catalogue) -> str:
    from bot.cli.output import instant
    from bot.domain.delivery.outbox import KINDS, STATES

    kind = words.say(KINDS.get(row.draft.kind, row.draft.kind))
    to = row.draft.recipient or "…"  # somebody forgotten
    said = words.say("{kind} to {to}", kind=kind, to=to)
    if row.attempts:
        said = words.say(
            "{said}, tried {times}× until {time}",
            said=said,
            times=row.attempts,
            time=instant(row.last_try_at),
        )
    if row.error:
        said = words.say("{state}: {said}", state=said, said=row.error)
    state = words.say(STATES[row.state])
    return f"{row.id}  {state}  {said}"


def _as_json(row: OutboxRow) -> dict[str, object]:
    from bot.cli.output import instant

    return {
        "id": row.id,
        "kind": row.draft.kind,
        "recipient": row.draft.recipient,
        "part": row.draft.part,
        "state": row.state.value,
        "attempts": row.attempts,
        "created": instant(row.created_at),
        "last_try": instant(row.last_try_at),
        "remote_id": row.remote_id,
        "error": row.error,
    }
