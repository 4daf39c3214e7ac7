"""The table of the web page: where it is served, and under which names it may be opened."""

import re
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field

from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.models.endpoint import endpoint
from config.models.tables import Table
from config.parsed import parsed

PORT: Final = 8737
_NAME: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?")

TAKEN: Final = frozenset(
    {
        *("people", "circles", "near", "meetings", "settings", "health"),
        *("static", "enter", "feed", "do", "outbox", "leave", "progress"),
    }
)
"""What the addresses of the page itself begin with."""


def interface(text: str) -> str:
    """Read the address of an interface of this machine.

    Raises:
        UnfitError: it is none.
    """
    try:
        return str(ip_address(text))
    except ValueError:
        why = marked('must be an IP address of this machine, such as "127.0.0.1".')
        raise UnfitError(why) from None


def host_name(text: str) -> str:
    """Read a name that a browser may ask for, without a port, as browsers write it.

    That is in lower case, and `[2001:db8::1]` for an address of IPv6, which may come without
    brackets.

    Raises:
        UnfitError: it is none.
    """
    name = text.lower()
    if _NAME.fullmatch(name):
        return name
    try:
        return f"[{IPv6Address(name.removeprefix('[').removesuffix(']'))}]"
    except ValueError:
        why = marked('must be a name alone, without a port, such as "terrasse.home.example".')
        raise UnfitError(why) from None


def page_address(text: str) -> str:
    """Read the address that the page is opened under.

    Raises:
        ValueError: as `endpoint`; or its path is also one of the page's own, so that nobody could
            tell which is meant where a proxy takes the path off.
    """
    address = endpoint(text)
    first = urlsplit(address).path.split("/")[1:2]
    if not TAKEN.isdisjoint(first):
        why = marked(
            "must have another path, such as /terrasse: the page has addresses of its own "
            "under /{name}."
        )
        raise UnfitError(why, name=first[0])
    return address


class WebTable(Table):
    """Where the page is served."""

    listen: Annotated[str, parsed(interface)] = Field(
        default="127.0.0.1",
        description="The address that it listens on. 127.0.0.1 is this machine only: let a "
        "reverse proxy with https stand before it, rather than listen on others.",
        examples=["127.0.0.1"],
    )
    port: int = Field(
        default=PORT, ge=1, le=65535, description="The port that it listens on.", examples=[PORT]
    )
    url: Annotated[str, parsed(page_address)] | None = Field(
        default=None,
        description="The address under which you open it, where a reverse proxy stands before it: "
        "https, with the path, if there is one.",
        examples=["https://home.example/terrasse"],
    )
    hosts: tuple[Annotated[str, parsed(host_name)], ...] = Field(
        default=(),
        strict=False,  # TOML has arrays, not tuples
        max_length=20,
        description="Other names under which it may be opened, without port. Any but these, the "
        "host of url, localhost and 127.0.0.1 is refused, so that no foreign page can pass for it.",
        examples=[["raspberrypi.local"]],
    )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return ip_address(self.listen).is_loopback
