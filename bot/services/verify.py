"""Making sure, at the start, that each secret is its account's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NetworkError, WrongAccountError
from bot.services.recognise import recognise

if TYPE_CHECKING:
    from bot.services.home import Home


async def verify(home: Home) -> list[NetworkError]:
    """Ask each network whom the secrets of the watched accounts and of the bot sign in.

    Returns why some could not be asked: nothing is read or sent there before they were.

    Raises:
        WrongAccountError: a secret is another account's than the config says.
    """
    accounts = {name: network for name, network in home.networks.items() if name not in home.public}
    if home.bot is not None:
        accounts |= [home.bot]
    failures: list[NetworkError] = []
    for account, network in accounts.items():
        try:
            await recognise(home, account, network)
        except WrongAccountError:
            raise
        except NetworkError as problem:
            failures.append(problem)
    return failures
