"""Notices: the bot's messages to its owner, other than digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import NO_LINK, Draft, Link
from bot.domain.safety.outside import kept
from bot.domain.sentence import marked
from bot.errors import UnreachableError
from bot.text.letter.ref import room, signed
from bot.text.safety.links import unmentioned
from bot.text.safety.split import split

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Unit
    from bot.services.context import Context


def notice_drafts(  # noqa: PLR0913 (what a message is made of)
    context: Context,
    sender: AccountKey | None,
    text: str,
    *,
    kind: str,
    batch: str,
    link: Link = NO_LINK,
) -> list[Draft]:
    """Split the text into drafts that fit the network's limits, each with its ref.

    `batch` is unique: the outbox ignores a second notice with the same batch. The text is cleaned,
    as it may quote the owner or a server, and handles lose their @, so that nobody is mentioned.
    """
    text = unmentioned(kept(text, lines=True, isolates=True))
    words = context.wishes.words
    texts = split([text], context.post.messenger.capabilities.limits, room(words))
    return [
        Draft(
            kind=kind,
            sender=sender,
            recipient=context.post.recipient,
            batch=batch,
            part=part,
            body=signed(text, ref, words),
            ref=ref,
            language=words.language,
            link=link,
        )
        for part, (text, ref) in enumerate(((text, context.new_ref()) for text in texts), start=1)
    ]


async def tell(  # noqa: PLR0913 (what a message is made of)
    context: Context, unit: Unit, text: str, *, kind: str, batch: str, link: Link = NO_LINK
) -> None:
    """Put a notice to the owner into the outbox, from the account that sends digests.

    Raises:
        UnreachableError: the key of that account is not known yet.
    """
    sender = await sender_of(context, unit)
    drafts = notice_drafts(context, sender, text, kind=kind, batch=batch, link=link)
    await unit.outbox.put(drafts, context.clock.now())


async def sender_of(context: Context, unit: Unit) -> AccountKey | None:
    """The account that sends digests and notices; `None` if they are written to a file.

    Raises:
        UnreachableError: the account was never reached, so its key is not known.
    """
    if context.post.sender is None:
        return None
    keys = {watch.account: watch.key for watch in await unit.watches.all()}
    if context.post.sender not in keys:
        raise UnreachableError(
            marked("{sender}, which sends the digest, has not been reached yet."),
            sender=context.post.sender,
        )
    return keys[context.post.sender]
