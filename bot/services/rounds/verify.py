"""Making sure, before anything is read or sent, that secrets sign in the configured accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NetworkError, WrongAccountError
from bot.services.collect.recognise import recognise
from bot.services.owner.addressee import stopped

if TYPE_CHECKING:
    from bot.ports import Network
    from bot.services.context import Home


async def verify(home: Home) -> list[NetworkError]:
    """Ask each network whom the secret signs in; what the networks themselves refuse to mix up.

    Returns the networks' failures: such an account is asked again before it is used.

    Raises:
        WrongAccountError: a secret signs in another account than the config names.
    """
    failures: list[NetworkError] = []
    for account, network in (await _with_secrets(home)).items():
        try:
            await recognise(home, account, network)
        except WrongAccountError:
            raise
        except NetworkError as problem:
            failures.append(problem)
    return failures


async def _with_secrets(home: Home) -> dict[str, Network]:
    async with home.store.unit(home.owner) as unit:
        unasked = home.public.union(await stopped(home, unit))
    own = {account: network for account, network in home.networks.items() if account not in unasked}
    return own | dict([home.bot] if home.bot is not None else [])
