"""The address of an instance or a PDS, or the demo village."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from bot.domain.sentence import marked
from bot.errors import UnfitError

VILLAGE: Final = "memory:village"
VILLAGE_HOST: Final = "village.example"

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_SHAPE: Final = marked('must be an address such as "https://piaille.fr".')


def server(text: str) -> str:
    """Read an address: scheme, host and port in lower case, nothing after; or `VILLAGE`.

    Raises:
        ValueError: it is no such address, or an unsafe one. The message never repeats it, as
            an address may hold a password.
    """
    if text == VILLAGE:
        return VILLAGE
    if text.startswith("memory:"):
        raise UnfitError(
            marked('must be "{village}": there is no other network in memory.'), village=VILLAGE
        )
    parts = web_address(text)
    host, port = parts.hostname or "", parts.port
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise UnfitError(
            marked(
                "must end after the server's name: it must be an address such as "
                '"https://piaille.fr".'
            )
        )
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port is not None else "")


def web_address(text: str) -> SplitResult:
    """Read any address on the web: https, or http on this machine; no password in it.

    Raises:
        ValueError: as for `server`.
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port  # raises ValueError if the port is invalid
    except ValueError:
        raise UnfitError(_SHAPE) from None
    if parts.username is not None or parts.password is not None:
        raise UnfitError(
            marked("must not hold a user name or a password: they do not belong in this file.")
        )
    known = parts.scheme in {"http", "https"} and not re.search(r"[^!-~]", text)
    if not known or not (_HOST.fullmatch(host) or _is_address(host)):
        raise UnfitError(_SHAPE)
    if parts.scheme == "http" and not _is_loopback(host):
        raise UnfitError(
            marked(
                "must begin with https://: http:// would send the secret in the open, and is "
                "for this machine only (localhost, 127.0.0.1, [::1])."
            )
        )
    return parts


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if _is_address(host):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")
