"""Handle a store that was restored from an older copy, so that nothing is done twice.

The mailbox may hold commands that were obeyed after the copy was made, so all its messages are
marked as known. Pending messages may have been sent, so they are read back before they are sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.digest import Outcome
from bot.services.delivery.notices import tell
from bot.services.digest.due import due_now
from bot.services.owner.addressee import keys_of_accounts
from bot.text.language.catalogue import marked
from bot.text.letter.ref import ref_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import AccountKey
    from bot.ports import DirectMessage, Mailbox, Network
    from bot.services.context import Context

NOTICE: Final = marked(
    "My store was put back from an earlier copy. What you wrote to me before this message is taken "
    "as done, and messages that may be out are looked for before anything is sent. Please check "
    "with list and with terrasse invitations what you said since that copy."
)


async def settle_copy(context: Context, *, is_found: bool = False) -> bool:
    """Make a restored store safe to use. True if the store was restored from a copy.

    With `is_found`, the mailbox has shown that it was, though the store itself cannot tell.
    """
    if not is_found and not await context.store.is_copy():
        return False
    due = await due_now(context)
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        if not await unit.settle_copy() and not is_found:
            return False  # another process was first
        await unit.inbox.forget_mailboxes()
        await unit.outbox.doubt_all(now)
        if due is not None:  # it may have been sent: skip it, rather than send it twice
            revision = await unit.suggestions.revision(due.due)
            await unit.suggestions.settle(due.due, revision, Outcome.SKIPPED, now)
    return True


async def tell_of_copy(context: Context) -> None:
    """Tell the owner to check what they said since the copy was made."""
    async with context.store.unit(context.owner) as unit:
        if context.post.sender not in await keys_of_accounts(unit):
            return  # nothing was ever sent
        batch = f"copy:{context.clock.now().isoformat()}"
        await tell(context, unit, context.wishes.words.say(NOTICE), kind="notice", batch=batch)


async def lacks_messages(
    context: Context, network: Network, to: AccountKey, mailbox: Mailbox
) -> bool:
    """Whether the store lacks messages that the bot sent after the mailbox was opened.

    Raises:
        NetworkError: the sent messages could not be read.
    """
    since = max(mailbox.opened_at, mailbox.known_until or mailbox.opened_at)
    sent = await network.written_to(to, since)
    async with context.store.unit(context.owner) as unit:
        rows = await unit.outbox.all()
    return any(message.at > since and _is_missing(message, rows) for message in sent)


def _is_missing(message: DirectMessage, rows: Iterable[OutboxRow]) -> bool:
    ref = ref_in(message.text)
    if ref is None:
        return False  # written by hand
    return all(message.id != row.remote_id and ref != row.draft.ref for row in rows)
