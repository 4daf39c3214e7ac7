"""The very account that a message is for: by its key and the ids that servers gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.outbox import INVITATION
from bot.ports import Recipient
from bot.services.addressee import addressee_of
from bot.services.recognise import recognise

if TYPE_CHECKING:
    from bot.domain.outbox import OutboxRow
    from bot.ports import Unit
    from bot.services.home import Home


async def verify_addressee(home: Home, row: OutboxRow | None = None) -> None:
    """See that the secret of the account that digests go to signs in that very account, now.

    An invitation, which goes to somebody else, needs no such look; nor does an account whose
    secret the config lacks: it is pinned as it was when it opted in.

    Raises:
        WrongAccountError: it signs in another one.
        NetworkError: that could not be found out.
    """
    account = home.post.addressee
    is_invitation = row is not None and row.draft.kind == INVITATION
    if account in home.networks and account not in home.public and not is_invitation:
        await recognise(home, account, home.networks[account])


async def recipient_of(home: Home, unit: Unit, row: OutboxRow) -> Recipient | None:
    """Whom a row is for; `None` where that is a file, or nobody knows them any more."""
    if row.draft.kind == INVITATION:
        return await _invited(unit, row)
    addressee = await addressee_of(home, unit)
    if addressee is None or addressee.key is None:
        return None
    if addressee.pairing is not None:
        return Recipient(addressee.key, addressee.pairing.local_ids)
    watches = {watch.key: watch for watch in await unit.watches.all()}
    return Recipient(addressee.key, watches[addressee.key].local_ids)


async def _invited(unit: Unit, row: OutboxRow) -> Recipient | None:
    for name in row.draft.names:
        person = await unit.people.get(name)
        for account in person.accounts if person is not None else ():
            if row.draft.recipient in {account.handle, account.key.id}:
                return Recipient(account.key, account.local_ids)
    return None
