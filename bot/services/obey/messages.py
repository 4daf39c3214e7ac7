"""Obey the owner: carry out each of their messages to the bot once, and answer it.

A message is obeyed if it was written after this store first read the mailbox, comes from an
account of the owner's with the same id as when it was paired, is not edited, and was not obeyed
before. Commands are accepted from the addressee, and `stop` from any account of the owner's.
Other messages get no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command, Unclear
from bot.domain.commands.message import understand
from bot.domain.commands.verbs import Verb
from bot.domain.delivery.outbox import Link
from bot.domain.sentence import Sentence, marked
from bot.errors import ImpossibleError
from bot.ports import Cursor, Mailbox
from bot.services.delivery.notices import notice_drafts
from bot.services.invite.prepared import NOTHING, prepare
from bot.services.mishap import contained
from bot.services.obey.commands import carry_out
from bot.services.obey.dispatch import dispatch
from bot.services.obey.forgetting import clear_up
from bot.services.obey.restored import lacks_messages, settle_copy, tell_of_copy
from bot.services.owner import opting
from bot.services.owner.addressee import keys_of_accounts, stopped
from bot.services.owner.opting import Received, Reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import AccountKey
    from bot.ports import DirectMessage, Network, Unit
    from bot.services.context import Context
    from bot.services.invite.prepared import Prepared

    Check = Callable[[Unit], Awaitable[None]]

Asked = Command | Unclear

AHEAD: Final = timedelta(minutes=10)
"""How far in the future a message may be dated; one further ahead is read when its time has come.
Its date or our clock is wrong, and it must not make other messages look old."""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """A message of the owner's, and the answer to it."""

    message: DirectMessage
    answer: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The account that receives the owner's messages: the bot's, or else their own.

    `authors` are the owner's accounts, by key, as written in the config.
    """

    network: Network
    key: AccountKey
    authors: Mapping[AccountKey, str]


async def obey(context: Context) -> list[Obeyed]:
    """Carry out the owner's new messages, and put the answers into the outbox.

    Raises:
        NetworkError: not all messages could be read; the rest is read in the next call.
    """
    async with context.store.unit(context.owner) as unit:
        reader = await _reader(context, unit)
        mailbox = await unit.inbox.mailbox(reader.key) if reader is not None else None
    if reader is None:
        return []
    if mailbox is not None and not context.is_known_to_be_current.is_set():
        mailbox = await _looked_through(context, reader, mailbox)
    if mailbox is None:
        await open_mailbox(context, reader)
        return []
    done = []
    now = context.clock.now()
    async for message in reader.network.direct_messages(_since(mailbox, now)):
        if message.at <= context.clock.now() + AHEAD:
            said = None
            async with contained(context, Sentence(marked("a message to the bot"))) as failures:
                said = await _act(context, message, reader)
            if failures:
                said = await _give_up(context, message, reader)
            if said is not None:
                done.append(Obeyed(message, said))
    return done


async def _give_up(context: Context, message: DirectMessage, reader: Reader) -> str | None:
    """Consume a message that failed, so that it does not block the later ones."""
    async with context.store.unit(context.owner) as unit:
        news = await _take(context, unit, message, reader)
        if not news or reader.authors.get(message.sender.key) != context.post.addressee:
            return None
        said = context.wishes.words.say("Something went wrong with that, and nothing was done.")
        drafts = notice_drafts(
            context,
            reader.key,
            said,
            kind="answer",
            batch=f"answer:{message.id}",
            link=Link(answer_to=message.id),
        )
        await unit.outbox.put(drafts, context.clock.now())
    return said


async def _looked_through(context: Context, reader: Reader, mailbox: Mailbox) -> Mailbox | None:
    """Check once per process that the store is not an old copy; `None` if it is.

    It is an old copy if it lacks messages of the bot's that are in the mailbox.
    """
    to = next((key for key, name in reader.authors.items() if name == context.post.addressee), None)
    if to is not None and await lacks_messages(context, reader.network, to, mailbox):
        await settle_copy(context, is_found=True)
        await tell_of_copy(context)
        return None
    context.is_known_to_be_current.set()
    return mailbox


async def open_mailbox(context: Context, reader: Reader) -> None:
    """Mark all messages in a mailbox as known, so that none of them is obeyed.

    Raises:
        NetworkError: not all messages could be read; the mailbox is not opened.
    """
    now = context.clock.now()
    messages = [message async for message in reader.network.direct_messages(None)]
    in_time = [message for message in messages if message.at <= now + AHEAD]
    newest = max(in_time, key=lambda message: message.at, default=None)
    async with context.store.unit(context.owner) as unit:
        for message in messages:
            await unit.inbox.consume(reader.key, message.id, now)
        context.is_known_to_be_current.set()
        await unit.inbox.keep_mailbox(
            Mailbox(
                reader=reader.key,
                opened_at=now,
                known_until=newest.at if newest else None,
                message=Cursor(newest.id) if newest else None,
                message_at=newest.at if newest else None,
            )
        )


async def say(context: Context, asked: Asked) -> str:
    """Carry out what the owner wrote; returns the answer, or why nothing was done.

    Raises:
        UndeliveredError: an invitation was approved, but is not sent yet or will not be sent.
    """
    return await _said(context, asked, lambda command: do(context, command))


async def do(context: Context, command: Command, check: Check | None = None) -> str:
    """Carry out a command of the command line or the web page, and return the answer.

    `send` sends the invitation before it returns. A `send` that comes by message is sent at the end
    of the round. `check` looks, within the transaction, whether all is as the owner saw it.

    Raises:
        ImpossibleError: the command is not possible now; nothing was done.
        UndeliveredError: an invitation was approved, but is not sent yet or will not be sent.
    """
    prepared = await prepare(context, command)
    async with context.store.unit(context.owner) as unit:
        if check is not None:
            await check(unit)
        said = await carry_out(context, unit, command, prepared)
    if command.verb is Verb.YES:
        return "\n".join([said, *map(str, await clear_up(context))])
    if command.verb is Verb.SEND:
        return await dispatch(context, command.targets[0]) or said
    return said


async def answer(context: Context, unit: Unit, asked: Asked, prepared: Prepared) -> str:
    """Carry out a message of the owner's; returns the answer, or why nothing was done.

    A refusal leaves nothing changed: what a command did before it was refused is rolled back.
    """

    async def attempt(command: Command) -> str:
        async with unit.attempt():
            return await carry_out(context, unit, command, prepared)

    return await _said(context, asked, attempt)


async def _said(context: Context, asked: Asked, act: Callable[[Command], Awaitable[str]]) -> str:
    """The answer of `act` to a command; the reason if it is refused or not understood."""
    if not isinstance(asked, Command):
        return _not_understood(context, asked)
    try:
        return await act(asked)
    except ImpossibleError as problem:
        return context.wishes.words.tell(problem)


def _not_understood(context: Context, asked: Unclear) -> str:
    if asked.suggestion is None:
        return context.wishes.words.say("I did not understand that, and did nothing. Try: help")
    return context.wishes.words.say(
        "I did not understand that, and did nothing. Did you mean “{command}”? Try: help",
        command=asked.suggestion,
    )


async def _reader(context: Context, unit: Unit) -> Reader | None:
    """The account that receives the owner's messages; `None` until it was reached once."""
    keys = await keys_of_accounts(unit)
    key = keys.get(context.post.sender or "")
    network = (
        context.bot[1]
        if context.bot is not None
        else context.networks.get(context.post.sender or "")
    )
    if key is None or network is None:
        return None
    authors = {keys[account]: account for account in context.networks if account in keys}
    return Reader(network, key, authors)


def _since(mailbox: Mailbox, now: datetime) -> Cursor | None:
    """The last message read; `None` if it is dated in the future."""
    at = mailbox.message_at
    return None if at is not None and at > now + AHEAD else mailbox.message


async def _act(context: Context, message: DirectMessage, reader: Reader) -> str | None:
    """Consume and carry out a message, and queue the answer, in one transaction."""
    asked = understand(message.text)
    account = None if message.edited else reader.authors.get(message.sender.key)
    prepared = NOTHING
    if isinstance(asked, Command) and account == context.post.addressee:
        prepared = await prepare(context, asked)
    async with context.store.unit(context.owner) as unit:
        if not await _take(context, unit, message, reader) or account is None:
            return None
        pairing = await unit.inbox.pairing(message.sender.key)
        received = Received(
            message=message, asked=asked, reader=reader.key, account=account, pairing=pairing
        )
        reply = await _reply(context, unit, received, prepared)
        if reply is None:
            return None
        drafts = notice_drafts(
            context,
            reader.key,
            reply.text,
            kind=reply.kind,
            batch=f"{reply.kind}:{message.id}",
            link=Link(answer_to=message.id),
        )
        await unit.outbox.put(drafts, context.clock.now())
    if isinstance(asked, Command) and asked.verb is Verb.YES:
        await _tell_what_is_left(context, message, reader)
    return reply.text


async def _tell_what_is_left(context: Context, message: DirectMessage, reader: Reader) -> None:
    """Clean up after somebody was forgotten; tell the owner what could not be."""
    if problems := await clear_up(context):
        text, batch = "\n".join(map(str, problems)), f"left:{message.id}"
        async with context.store.unit(context.owner) as unit:
            drafts = notice_drafts(context, reader.key, text, kind="farewell", batch=batch)
            await unit.outbox.put(drafts, context.clock.now())


async def _take(context: Context, unit: Unit, message: DirectMessage, reader: Reader) -> bool:
    """Consume a message. True if it was not read before and is not older than the mailbox."""
    mailbox = await unit.inbox.mailbox(reader.key)
    if mailbox is None or not await unit.inbox.consume(reader.key, message.id, context.clock.now()):
        return False
    if mailbox.message_at is None or message.at >= mailbox.message_at:
        newest = replace(mailbox, message=Cursor(message.id), message_at=message.at)
        await unit.inbox.keep_mailbox(newest)
    return mailbox.known_until is None or message.at >= mailbox.known_until


async def _reply(
    context: Context, unit: Unit, received: Received, prepared: Prepared
) -> Reply | None:
    if received.has_another_id:
        return None
    if not received.is_paired(context):
        return await opting.opt(context, unit, received)
    asked, account = received.asked, received.account
    if received.is_note and not await _is_command(unit, received):
        return None
    if account == context.post.addressee:
        text = await answer(context, unit, asked, prepared)
        return Reply("farewell" if account in await stopped(context, unit) else "answer", text)
    if received.pairing is not None and isinstance(asked, Command) and asked.verb is Verb.STOP:
        return await opting.stop(
            context, unit, account, received.pairing, everything=asked.everything
        )
    return None


async def _is_command(unit: Unit, received: Received) -> bool:
    """Whether a message to itself is a command, and not a note or a message of the bot's."""
    if not isinstance(received.asked, Command):
        return False
    return not any(_is_ours(received.message, row) for row in await unit.outbox.all())


def _is_ours(message: DirectMessage, row: OutboxRow) -> bool:
    ref = row.draft.ref
    return message.id == row.remote_id or (ref is not None and ref in message.text)
