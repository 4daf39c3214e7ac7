"""Verify that secrets sign in the configured accounts, before anything is read or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NetworkError, WrongAccountError
from bot.services.collect.recognise import recognise
from bot.services.owner.addressee import stopped

if TYPE_CHECKING:
    from bot.ports import Network
    from bot.services.context import Context


async def verify(context: Context) -> list[NetworkError]:
    """Ask each network which account the secret signs in.

    Returns the failures of networks: such an account is verified again before it is used.

    Raises:
        WrongAccountError: a secret signs in another account than the configured one.
    """
    failures: list[NetworkError] = []
    for account, network in (await _with_secrets(context)).items():
        try:
            await recognise(context, account, network)
        except WrongAccountError:
            raise
        except NetworkError as problem:
            failures.append(problem)
    return failures


async def _with_secrets(context: Context) -> dict[str, Network]:
    async with context.store.unit(context.owner) as unit:
        unasked = context.public.union(await stopped(context, unit))
    own = {
        account: network for account, network in context.networks.items() if account not in unasked
    }
    return own | dict([context.bot] if context.bot is not None else [])
