"""Making sure, before anything is read or sent, that secrets sign in the configured accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NetworkError, WrongAccountError
from bot.services.addressee import has_stopped
from bot.services.recognise import recognise

if TYPE_CHECKING:
    from bot.ports import Network
    from bot.services.home import Home


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
        stopped = {account for account in home.networks if await has_stopped(unit, account)}
    own = {
        account: home.networks[account]
        for account in home.networks
        if account not in home.public | stopped
    }
    return own | dict([home.bot] if home.bot is not None else [])
