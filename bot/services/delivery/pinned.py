"""Pin the recipient of a message by account key and by the ids that servers gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import INVITATION
from bot.ports import Recipient
from bot.services.collect.recognise import recognise
from bot.services.owner.addressee import addressee_of

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import Draft, OutboxRow
    from bot.domain.people.identity import Account, Person
    from bot.ports import Unit
    from bot.services.context import Context


async def verify_addressee(context: Context, row: OutboxRow | None = None) -> None:
    """Check with the network that the addressee's secret signs in the configured account.

    Nothing is checked for an invitation, which goes to somebody else, nor for an account without
    a secret: its key and ids were stored when it opted in.

    Raises:
        WrongAccountError: the secret signs in another account.
        NetworkError: the network could not be asked.
    """
    account = context.post.addressee
    is_invitation = row is not None and row.draft.kind == INVITATION
    if account in context.networks and account not in context.public and not is_invitation:
        await recognise(context, account, context.networks[account])


def addressed(draft: Draft, person: Person) -> Account | None:
    """The account of this person that a message is addressed to; `None` if there is none."""
    network = draft.sender.network if draft.sender else None
    for account in person.accounts:
        if account.key.network is network and draft.recipient in {account.handle, account.key.id}:
            return account
    return None


async def recipient_of(context: Context, unit: Unit, row: OutboxRow) -> Recipient | None:
    """The recipient of a row; `None` if that is a file or an account that is no longer known."""
    if row.draft.kind == INVITATION:
        return await _invitee(unit, row)
    addressee = await addressee_of(context, unit)
    if addressee is None or addressee.key is None:
        return None
    return Recipient(addressee.key, addressee.local_ids)


async def _invitee(unit: Unit, row: OutboxRow) -> Recipient | None:
    for name in row.draft.names:
        person = await unit.people.get(name)
        account = addressed(row.draft, person) if person is not None else None
        if account is not None:
            return Recipient(account.key, account.local_ids)
    return None
