"""Messages of the bot's to its owner, other than digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import Draft
from bot.domain.safety.outside import kept
from bot.errors import UnreachableError
from bot.text.draft.compose import unmentioned
from bot.text.safety.split import GAP, split

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Unit
    from bot.services.context import Context


def letter(
    context: Context, sender: AccountKey | None, text: str, *, kind: str, batch: str
) -> list[Draft]:
    """The text as messages that a network takes, each with its ref.

    `batch` names it for good: a second letter of the same batch is not accepted by the outbox.
    What a network would take for somebody's handle, as in the words of the owner or of a server
    that are given back, loses its @: a letter calls nobody in. It goes through the door as well.
    """
    text = unmentioned(kept(text, lines=True, isolates=True))
    texts = split([text], context.post.messenger.capabilities.limits, room=f"{GAP}xxxxxxxx")
    return [
        Draft(
            kind=kind,
            sender=sender,
            recipient=context.post.recipient,
            batch=batch,
            part=part,
            body=f"{text}{GAP}{ref}",
            ref=ref,
            language=context.wishes.words.language,
        )
        for part, (text, ref) in enumerate(((text, context.new_ref()) for text in texts), start=1)
    ]


async def tell(context: Context, unit: Unit, text: str, *, kind: str, batch: str) -> None:
    """Put a letter to the owner into the outbox, from the account that sends digests.

    Raises:
        UnreachableError: nothing is known of that account yet.
    """
    sender = await sender_of(context, unit)
    await unit.outbox.put(
        letter(context, sender, text, kind=kind, batch=batch), context.clock.now()
    )


async def sender_of(context: Context, unit: Unit) -> AccountKey | None:
    """The account that digests and letters come from; `None` where they are written to a file.

    Raises:
        UnreachableError: it has never been reached, so that its key is not known.
    """
    if context.post.sender is None:
        return None
    keys = {watch.account: watch.key for watch in await unit.watches.all()}
    if context.post.sender not in keys:
        message = f"{context.post.sender}, which sends the digest, has not been reached yet."
        raise UnreachableError(message)
    return keys[context.post.sender]
