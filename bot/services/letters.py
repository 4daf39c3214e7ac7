"""Messages of the bot's to its owner, other than digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.outbox import Draft
from bot.text.split import GAP, split

if TYPE_CHECKING:
    from bot.domain.identity import AccountKey
    from bot.ports import Unit
    from bot.services.home import Home


def letter(
    home: Home, sender: AccountKey | None, text: str, *, kind: str, batch: str
) -> list[Draft]:
    """The text as messages that a network takes, each with its ref.

    `batch` names it for good: a second letter of the same batch is not accepted by the outbox.
    """
    texts = split([text], home.post.messenger.capabilities.limits, room=f"{GAP}xxxxxxxx")
    return [
        Draft(
            kind=kind,
            sender=sender,
            recipient=home.post.recipient,
            batch=batch,
            part=part,
            body=f"{text}{GAP}{ref}",
            ref=ref,
            language=home.wishes.words.language,
        )
        for part, (text, ref) in enumerate(((text, home.new_ref()) for text in texts), start=1)
    ]


async def tell(home: Home, unit: Unit, text: str, *, kind: str, batch: str) -> None:
    """Put a letter to the owner into the outbox, from the account that sends digests.

    Where that account is a new one, which has not been reached yet, there is no way to them.
    """
    keys = {watch.account: watch.key for watch in await unit.watches.all()}
    sender = keys.get(home.post.sender or "")
    if home.post.sender is not None and sender is None:
        return
    await unit.outbox.put(letter(home, sender, text, kind=kind, batch=batch), home.clock.now())
