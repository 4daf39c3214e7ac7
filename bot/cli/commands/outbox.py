"""`outbox`: the messages on their way out, and what waits for the owner's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.delivery.outbox import OutboxRow
    from bot.errors import UserError
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.text.language.catalogue import Catalogue

STATES: Final = (
    *(marked("pending"), marked("sending"), marked("sent"), marked("rejected")),
    *(marked("unknown"), marked("needs_owner"), marked("cancelled")),
)
KINDS: Final = (
    *(
        marked("digest"),
        marked("answer"),
        marked("explanation"),
        marked("question"),
        marked("notice"),
    ),
    *(marked("invitation"), marked("farewell"), marked("test")),
)
"""What messages are called in the list, as the store has them."""


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
        for row in rows:
            echo(_line(row, context.wishes.words))
        if not rows:
            echo(context.wishes.words.say("No message yet."))


@outbox.command()
@click.argument("number", type=int, metavar="ID")
@command
async def show(session: Session, *, number: int) -> None:
    """Show a message whole, and what was tried."""
    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            row = await _row(unit, number)
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
    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            row = await _row(unit, number)
            if not await unit.outbox.resend(row, context.clock.now()):
                raise _impossible(row)
        _say_state(context, row, "pending")


@outbox.command()
@click.argument("number", type=int, metavar="ID")
@command
async def drop(session: Session, *, number: int) -> None:
    """Give up a message that is not out yet."""
    from bot.domain.delivery.outbox import OutboxState
    from bot.services.delivery.conclusion import conclude
    from bot.services.delivery.delivered import Delivered

    state = OutboxState.CANCELLED
    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            row = await _row(unit, number)
            if not await unit.outbox.settle(row, state, now=context.clock.now()):
                raise _impossible(row)
            await conclude(context, unit, Delivered(row=row, state=state, error="given up"))
        _say_state(context, row, state.value)


def _impossible(row: OutboxRow) -> UserError:
    from bot.errors import UserError

    return UserError(f"Message {row.id} is {row.state.value}: that cannot be done with it.")


def _say_state(context: Context, row: OutboxRow, state: str) -> None:
    say = context.wishes.words.say
    echo(say("Message {number}: {state}.", number=row.id, state=say(state)))


async def _row(unit: Unit, number: int) -> OutboxRow:
    from bot.errors import UserError

    for row in await unit.outbox.all():
        if row.id == number:
            return row
    message = f"There is no message {number}. All of them: terrasse outbox"
    raise UserError(message)


def _line(row: OutboxRow, words: Catalogue) -> str:
    from bot.cli.output import instant

    say = words.say
    line = say(
        "{kind} to {to}",
        kind=say(row.draft.kind),
        to=row.draft.recipient or "…",  # somebody forgotten
    )
    if row.attempts:
        last = instant(row.last_try_at)
        line = say("{line}, tried {n}× until {last}", line=line, n=row.attempts, last=last)
    if row.error:
        line = say("{line}: {problem}", line=line, problem=row.error)
    state = say(row.state.value)
    return f"{row.id}  {state}  {line}"


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
