"""`digest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.digest import Digest
    from bot.services.context import Context


@click.command()
@click.option("--preview", "action", flag_value="preview", help="Show it; send and keep nothing.")
@click.option("--send", "action", flag_value="send", help="Send it now, whatever the schedule.")
@command
async def digest(session: Session, *, action: str | None) -> None:
    """Say when the next digest is due; or show it, or send it, now."""
    async with session.context() as context:
        if action == "preview":
            await print_preview(context)
        elif action == "send":
            await _send(context)
        else:
            from bot.services.digest.announcing import say_when

            echo(await say_when(context))


async def print_preview(context: Context) -> None:
    """Print the digest as it would be written now."""
    from bot.services.digest.composing import compose

    await print_digest(context, await compose(context, context.clock.now()))


async def print_digest(context: Context, composed: Digest) -> None:
    """Print a digest as it would be sent, in lines that a terminal shows whole."""
    from bot.cli.output import wrapped
    from bot.errors import NetworkError
    from bot.services.digest.occurrence import write

    try:
        limits = await context.post.messenger.limits_to(context.post.recipient)
    except NetworkError:
        limits = None  # only how it would be split is unknown
    text = "\n\n".join(part for part, _ in write(context, composed, limits))
    for line in text.splitlines():
        echo(wrapped(line))


async def _send(context: Context) -> None:
    from bot.domain.delivery.outbox import STATES, OutboxState
    from bot.domain.digest import batch_of
    from bot.errors import NetworkError, UndeliveredError, UserError
    from bot.services.delivery.deliver import deliver
    from bot.services.digest.composing import compose
    from bot.services.digest.occurrence import queue
    from bot.services.owner.addressee import refusal

    say = context.wishes.words.say
    if problem := await refusal(context):
        raise UserError(problem)
    composed = await compose(context, context.clock.now())
    if not composed.entries:
        echo(say("Nobody to suggest now, so nothing is sent."))
        return
    if await queue(context, composed) is None:
        raise UserError(marked("Something changed meanwhile, so nothing is sent. Try again."))
    why = ""
    try:
        await deliver(context)
    except NetworkError as error:  # which may be about another message
        why = context.wishes.words.tell(error)
    async with context.store.unit(context.owner) as unit:
        revision = await unit.suggestions.revision(composed.due)
        batch = batch_of(context.post.recipient, composed.due, revision)
        rows = [row for row in await unit.outbox.all() if row.draft.batch == batch]
    for row in rows:
        if row.state is not OutboxState.SENT:
            why = row.error or why or say("it waits for another message or process")
            raise UndeliveredError(
                marked("Message {id} is {state}: {said}"),
                id=row.id,
                state=Sentence(STATES[row.state]),
                said=why,
            )
    echo(say("Sent to {to}.", to=context.post.recipient))
