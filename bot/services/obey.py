"""Obeying: the owner's messages to the bot, carried out once each and answered.

A message counts if it comes from the very account that digests go to, with the id that this
account had when it was paired; if it is newer than the pairing, not edited, and was not acted
upon before. Everything else is passed over without an answer: the bot writes to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.commands import Command, understand
from bot.domain.outbox import Draft
from bot.errors import UnknownPersonError
from bot.ports import Pairing
from bot.services.commands import carry_out
from bot.text.split import GAP, split

if TYPE_CHECKING:
    from bot.domain.commands import Unclear
    from bot.domain.identity import AccountKey
    from bot.domain.outbox import OutboxRow
    from bot.ports import DirectMessage, Network, Unit
    from bot.services.home import Home


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
        since = await unit.inbox.latest(reader)
    done = []
    async for message in network.direct_messages(since):
        said = await _act(home, message, reader=reader, owner=owner)
        if said is not None:
            done.append(Obeyed(message, said))
    return done


async def answer(home: Home, unit: Unit, asked: Command | Unclear) -> str:
    """Do what the owner wrote, within a transaction, and say what was done, or why nothing."""
    if isinstance(asked, Command):
        try:
            return await carry_out(home, unit, asked)
        except UnknownPersonError as problem:
            return home.wishes.words.say(problem.sentence, **problem.values)
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
    async with home.store.unit(home.owner) as unit:
        if not await unit.inbox.consume(reader, message.id, home.clock.now()):
            return None
        if message.sender.key != owner or message.edited:
            return None
        if reader == owner:
            said = await _answer_oneself(home, unit, message)
        else:
            said = await _answer_owner(home, unit, message, owner)
        if said is not None:
            await unit.outbox.put(_drafts(home, message, reader, said), home.clock.now())
    return said


async def _answer_owner(
    home: Home, unit: Unit, message: DirectMessage, owner: AccountKey
) -> str | None:
    pairing = await unit.inbox.pairing(owner)
    if pairing is None:
        await unit.inbox.pair(Pairing(owner, message.sender.local_ids, message.at))
        return home.wishes.words.say("Good to hear from you. We are connected. Try: help")
    if message.at <= pairing.at or not _same(pairing, message):
        return None
    return await answer(home, unit, understand(message.text))


async def _answer_oneself(home: Home, unit: Unit, message: DirectMessage) -> str | None:
    """Bot and owner are one account: what is no command is a note to oneself, or our own."""
    rows = await unit.outbox.all()
    if any(_is_ours(message, row) for row in rows):
        return None
    asked = understand(message.text)
    return await answer(home, unit, asked) if isinstance(asked, Command) else None


def _is_ours(message: DirectMessage, row: OutboxRow) -> bool:
    ref = row.draft.ref
    return message.id == row.remote_id or (ref is not None and ref in message.text)


def _same(pairing: Pairing, message: DirectMessage) -> bool:
    """Whether the sender has the id that the paired account had, on a server known to both."""
    now = message.sender.local_ids
    shared = pairing.local_ids.keys() & now.keys()
    return bool(shared) and all(pairing.local_ids[server] == now[server] for server in shared)


def _drafts(home: Home, message: DirectMessage, reader: AccountKey, answer: str) -> list[Draft]:
    texts = split([answer], home.post.messenger.capabilities.limits, room=f"{GAP}xxxxxxxx")
    return [
        Draft(
            kind="answer",
            sender=reader,
            recipient=home.post.recipient,
            batch=f"answer:{message.id}",
            part=part,
            body=f"{text}{GAP}{ref}",
            ref=ref,
            language=home.wishes.words.language,
        )
        for part, (text, ref) in enumerate(((text, home.new_ref()) for text in texts), start=1)
    ]
