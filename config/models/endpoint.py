"""The address of an API: a server's, and where on it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.domain.safety.outside import keep_secret
from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.models.server import VILLAGE, server

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")


def secret_endpoint(text: str) -> SecretStr:
    """Read the same where the address itself is a secret: no text shown afterwards will hold it.

    Raises:
        ValueError: as `endpoint`.
    """
    address = endpoint(text)
    keep_secret(address)
    return SecretStr(address)


def endpoint(text: str) -> str:
    """Read an API's base address, such as `https://api.example/v1`.

    Raises:
        ValueError: it is none, or an unsafe one. The message never repeats it, as an address
            may hold a password.
    """
    shape = marked('must be an address such as "https://api.example/v1".')
    try:
        parts = urlsplit(text)
    except ValueError:
        raise UnfitError(shape) from None
    odd = parts.query or parts.fragment or not text.isprintable()
    if odd or not _PATH.fullmatch(parts.path):
        raise UnfitError(shape)
    base = server(parts._replace(path="").geturl())
    if base == VILLAGE:
        raise UnfitError(shape)
    return base + parts.path.rstrip("/")
