"""Obeying: the owner's messages to the bot, carried out once each and answered.

A message counts if it comes from the very account that digests go to, with the id that this
account had when it was paired; if it is newer than the pairing, not edited, and was not acted
upon before. Everything else is passed over without an answer: the bot writes to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.commands import Command, Unclear, Verb, understand
from bot.domain.pairing import Pairing
from bot.errors import ImpossibleError
from bot.ports import Cursor, Mailbox
from bot.services.commands import carry_out
from bot.services.dispatch import dispatch
from bot.services.invite.prepared import NOTHING, prepare
from bot.services.letters import letter

if TYPE_CHECKING:
    from bot.domain.identity import AccountKey
    from bot.domain.outbox import OutboxRow
    from bot.ports import DirectMessage, Network, Unit
    from bot.services.home import Home
    from bot.services.invite.prepared import Prepared

Asked = Command | Unclear


@dataclass(frozen=True, slots=True)
class Obeyed:
    """A message of the owner's, and what it was answered with."""

    message: DirectMessage
    answer: str


async def obey(home: Home) -> list[Obeyed]:
    """Act upon what the owner wrote since the last time; the answers lie in the outbox then.

    Raises:
        NetworkError: the messages could not be read to their end; the rest is read next time.
    """
    network = _reading(home)
    if network is None:
        return []
    async with home.store.unit(home.owner) as unit:
        keys = {watch.account: watch.key for watch in await unit.watches.all()}
        reader, owner = keys.get(home.post.sender or ""), keys.get(home.post.addressee)
        if reader is None or owner is None:
            return []
        mailbox = await unit.inbox.mailbox(reader)
        since = mailbox.message if mailbox else None
    done = []
    async for message in network.direct_messages(since):
        said = await _act(home, message, reader=reader, owner=owner)
        if said is not None:
            done.append(Obeyed(message, said))
    return done


async def say(home: Home, asked: Asked) -> str:
    """Do at once what the owner wrote, and return the answer, or why nothing was done.

    Raises:
        UndeliveredError: an invitation was approved, and is not out yet or will not go out.
    """
    if isinstance(asked, Command):
        try:
            return await do(home, asked)
        except ImpossibleError as problem:
            return home.wishes.words.say(problem.sentence, **problem.values)
    return _not_understood(home, asked)


async def do(home: Home, command: Command) -> str:
    """Do at once what a command says, and return the answer.

    By message, what `send` approves goes out at the end of the round; who asks here waits for it.

    Raises:
        ImpossibleError: it cannot be done as things stand; nothing was done.
        UndeliveredError: an invitation was approved, and is not out yet or will not go out.
    """
    prepared = await prepare(home, command)
    async with home.store.unit(home.owner) as unit:
        said = await carry_out(home, unit, command, prepared)
    if command.verb is Verb.SEND:
        return await dispatch(home, command.targets[0]) or said
    return said


async def answer(home: Home, unit: Unit, asked: Asked, prepared: Prepared) -> str:
    """Do what the owner wrote, within a transaction, and say what was done, or why nothing."""
    if isinstance(asked, Command):
        try:
            return await carry_out(home, unit, asked, prepared)
        except ImpossibleError as problem:
            return home.wishes.words.say(problem.sentence, **problem.values)
    return _not_understood(home, asked)


def _not_understood(home: Home, asked: Unclear) -> str:
    if asked.suggestion is None:
        return home.wishes.words.say("I did not understand that, and did nothing. Try: help")
    return home.wishes.words.say(
        "I did not understand that, and did nothing. Did you mean “{command}”? Try: help",
        command=asked.suggestion,
    )


def _reading(home: Home) -> Network | None:
    """Where the owner's messages arrive: at the bot, or at the account that writes to itself."""
    if home.bot is not None:
        return home.bot[1]
    return home.networks.get(home.post.sender or "")


async def _act(
    home: Home, message: DirectMessage, *, reader: AccountKey, owner: AccountKey
) -> str | None:
    """Consume a message, do what it says and queue the answer, in one transaction."""
    asked = understand(message.text)
    prepared = NOTHING
    if isinstance(asked, Command) and message.sender.key == owner and not message.edited:
        prepared = await prepare(home, asked)
    async with home.store.unit(home.owner) as unit:
        if not await unit.inbox.consume(reader, message.id, home.clock.now()):
            return None
        mailbox = Mailbox(reader, home.clock.now(), Cursor(message.id), message.at)
        await unit.inbox.keep_mailbox(mailbox)
        if message.sender.key != owner or message.edited:
            return None
        if reader == owner:
            said = await _answer_oneself(home, unit, message, asked, prepared)
        else:
            said = await _answer_owner(home, unit, message, asked, prepared)
        if said is not None:
            drafts = letter(home, reader, said, kind="answer", batch=f"answer:{message.id}")
            await unit.outbox.put(drafts, home.clock.now())
    return said


async def _answer_owner(
    home: Home, unit: Unit, message: DirectMessage, asked: Asked, prepared: Prepared
) -> str | None:
    owner = message.sender.key
    pairing = await unit.inbox.pairing(owner)
    if pairing is None:
        await unit.inbox.pair(Pairing(owner, message.sender.local_ids, message.at))
        return home.wishes.words.say("Good to hear from you. We are connected. Try: help")
    if message.at <= pairing.at or not _same(pairing, message):
        return None
    return await answer(home, unit, asked, prepared)


async def _answer_oneself(
    home: Home, unit: Unit, message: DirectMessage, asked: Asked, prepared: Prepared
) -> str | None:
    """Bot and owner are one account: what is no command is a note to oneself, or our own."""
    rows = await unit.outbox.all()
    if any(_is_ours(message, row) for row in rows):
        return None
    return await answer(home, unit, asked, prepared) if isinstance(asked, Command) else None


def _is_ours(message: DirectMessage, row: OutboxRow) -> bool:
    ref = row.draft.ref
    return message.id == row.remote_id or (ref is not None and ref in message.text)


def _same(pairing: Pairing, message: DirectMessage) -> bool:
    """Whether the sender has the id that the paired account had, on a server known to both."""
    now = message.sender.local_ids
    shared = pairing.local_ids.keys() & now.keys()
    return bool(shared) and all(pairing.local_ids[server] == now[server] for server in shared)
