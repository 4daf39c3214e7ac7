"""A store that was put back from a copy: it lacks what was done since, and must not do it again.

Commands that it has not seen lie in the mailbox, and messages that it holds as pending may be out.
So what lies in the mailbox is taken as known, and whatever may be out is looked for first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Outcome
from bot.services.delivery.notices import tell
from bot.services.digest.occurrence import due_now
from bot.services.owner.addressee import keys_of_accounts
from bot.text.language.catalogue import marked

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
# The mark that stands below each of our messages: see `bot.bootstrap.new_ref`.
_MARK: Final = re.compile(r"(?:^|\n)\s*(?=[a-z0-9]*[0-9])(?=[a-z0-9]*[a-z])([a-z0-9]{6})\s*$")


async def settle_copy(context: Context, *, is_found: bool = False) -> bool:
    """Deal with a store that was put back from a copy; whether it was.

    `is_found`: the mailbox has shown it, though the store itself does not know.
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
        if due is not None:  # it may be out: one digest less does no harm, the same twice does
            revision = await unit.suggestions.revision(due.due)
            await unit.suggestions.settle(due.due, revision, Outcome.SKIPPED, now)
    return True


async def tell_of_copy(context: Context) -> None:
    """Tell the owner that what they said since the copy has to be said again."""
    async with context.store.unit(context.owner) as unit:
        if context.post.sender not in await keys_of_accounts(unit):
            return  # nobody has ever been written to
        batch = f"copy:{context.clock.now().isoformat()}"
        await tell(context, unit, context.wishes.words.say(NOTICE), kind="notice", batch=batch)


async def lacks_messages(
    context: Context, network: Network, to: AccountKey, mailbox: Mailbox
) -> bool:
    """Whether messages of ours went out, since the store first read the mailbox, that it lacks.

    Raises:
        NetworkError: what went out could not be read.
    """
    since = max(mailbox.opened_at, mailbox.known_until or mailbox.opened_at)
    sent = await network.written_to(to, since)
    async with context.store.unit(context.owner) as unit:
        rows = await unit.outbox.all()
    return any(message.at > since and _is_missing(message, rows) for message in sent)


def _is_missing(message: DirectMessage, rows: Iterable[OutboxRow]) -> bool:
    mark = _MARK.search(message.text)
    if mark is None:
        return False  # somebody wrote it by hand
    return all(message.id != row.remote_id and mark[1] != row.draft.ref for row in rows)
