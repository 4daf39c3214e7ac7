"""The addressee: the one account that gets the digests, and whether it has opted in.

An account whose secret is in the config is the owner's own. Any other has to opt in with this bot
first, by `start`, or by `yes` after the bot's explanation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain.people.pairing import PairingState
from bot.services.owner.forgetting import has_forgotten_everything
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.people.identity import AccountKey
    from bot.domain.people.pairing import Pairing
    from bot.ports import Unit
    from bot.services.context import Context


class Consent(StrEnum):
    """Whether the account agreed to be written to; the values are stable codes."""

    GIVEN = "given"
    MISSING = "not-opted-in"
    STOPPED = "stopped"
    UNREACHED = "unreached"
    """Its server was never reached, so its key is not known."""


SENTENCES: Final[Mapping[Consent, str]] = {
    Consent.MISSING: marked(
        "{account} has not opted in: it has to write start to {bot}, from now on. What it wrote "
        "before this store was made does not count."
    ),
    Consent.STOPPED: marked(
        "{account} has stopped the bot: nothing is read or sent until it writes start to {bot}."
    ),
    Consent.UNREACHED: marked("{account} has not been reached yet: nothing is sent to it."),
}
"""Why nothing is sent, and what would change that."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """The account that gets the digests. `key` is `None` until the account was reached.

    `local_ids` are its ids on servers when it opted in, or else when it was last reached.
    """

    account: str
    key: AccountKey | None
    local_ids: Mapping[str, str]
    pairing: Pairing | None
    consent: Consent

    def refusal(self, context: Context) -> str:
        """Why nothing is sent to it, in the owner's language; empty if it may be written to."""
        if self.consent is Consent.GIVEN:
            return ""
        return context.wishes.words.say(
            SENTENCES[self.consent], account=self.account, bot=context.post.sender
        )


async def addressee_of(context: Context, unit: Unit) -> Addressee | None:
    """The account that gets the digests; `None` if they are written to a file."""
    account = context.post.addressee
    if not account:
        return None
    watches = {watch.account: watch for watch in await unit.watches.all()}
    watch, sender = watches.get(account), watches.get(context.post.sender or "")
    if watch is None:
        return Addressee(account, None, {}, None, Consent.UNREACHED)
    pairing = await unit.inbox.pairing(watch.key)
    consent = _consent(context, account, sender.key if sender is not None else None, pairing)
    if await has_forgotten_everything(unit):
        consent = Consent.STOPPED
    local_ids = pairing.local_ids if pairing is not None else watch.local_ids
    return Addressee(account, watch.key, local_ids, pairing, consent)


async def refusal(context: Context) -> str:
    """Why no digest may be sent now, in the owner's language; empty if one may be sent."""
    async with context.store.unit(context.owner) as unit:
        addressee = await addressee_of(context, unit)
    return "" if addressee is None else addressee.refusal(context)


async def stopped(context: Context, unit: Unit) -> list[str]:
    """The watched accounts that have stopped the bot, in the config's order.

    After `forget everything` these are all, until `start`.
    """
    if await has_forgotten_everything(unit):
        return list(context.networks)
    keys, pairings = await keys_of_accounts(unit), await unit.inbox.pairings()
    ended = {pairing.key for pairing in pairings if pairing.state is PairingState.STOPPED}
    return [account for account in context.networks if keys.get(account) in ended]


def has_opted_in(pairing: Pairing | None, reader: AccountKey | None) -> bool:
    """Whether an account has opted in with the bot whose key is `reader`."""
    return (
        pairing is not None
        and pairing.state is PairingState.PAIRED
        and reader is not None
        and pairing.reader in {None, reader}
    )


async def keys_of_accounts(unit: Unit) -> dict[str, AccountKey]:
    """The keys of the accounts that were reached, by account as written in the config."""
    return {watch.account: watch.key for watch in await unit.watches.all()}


def _consent(
    context: Context, account: str, sender: AccountKey | None, pairing: Pairing | None
) -> Consent:
    if pairing is not None and pairing.state is PairingState.STOPPED:
        return Consent.STOPPED
    if account in context.public and not has_opted_in(pairing, sender):
        return Consent.MISSING
    return Consent.GIVEN
