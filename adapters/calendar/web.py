"""A calendar under an address on the web, as calendar services publish them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from adapters.calendar.ical import MAX_BYTES
from bot.domain.outside import keep_secret
from bot.errors import CalendarError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from adapters.http import Client

_OK: Final = 200
_MEANING: Final = {
    401: "its server asks for a user name and a password, or does not accept those given",
    403: "its server does not let us read it",
    404: "there is nothing under its address (any more)",
    410: "there is nothing under its address any more",
}


class WebSource:
    """Reads an address, each time anew.

    `address` is asked for when it is needed, as it may be a secret; it is never shown.
    """

    def __init__(
        self,
        client: Client,
        name: str,
        address: Callable[[], str],
        credentials: Callable[[], tuple[str, str]] | None = None,
    ) -> None:
        self._client = client
        self._name = name
        self._address = address
        self._credentials = credentials

    async def texts(self, start: datetime, end: datetime) -> Sequence[str]:  # noqa: ARG002
        """The whole calendar.

        Raises:
            CalendarError: it cannot be had.
        """
        headers = {"Accept": "text/calendar", **authorization(self._credentials)}
        try:
            answer = await self._client.get(
                over_https(self._address()), headers=headers, max_bytes=MAX_BYTES
            )
        except NetworkError as problem:
            message = f"{self._name} cannot be read: {problem}"
            raise CalendarError(message) from problem
        if answer.status != _OK:
            raise refused(self._name, answer.status)
        return [answer.body.decode("utf-8-sig", errors="replace")]


def over_https(address: str) -> str:
    """The address that `webcal://` means; any other as it is."""
    scheme, _, rest = address.partition("://")
    return f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else address


def authorization(credentials: Callable[[], tuple[str, str]] | None) -> dict[str, str]:
    """The header that lets us in (RFC 7617), if there is a user name and a password."""
    if credentials is None:
        return {}
    token = b64encode(":".join(credentials()).encode()).decode()
    keep_secret(token)
    return {"Authorization": f"Basic {token}"}


def refused(name: str, status: int) -> CalendarError:
    """What an answer other than the calendar means."""
    why = _MEANING.get(status, f"its server answers with {status}")
    return CalendarError(f"{name} cannot be read: {why}.")
