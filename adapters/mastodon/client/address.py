"""What identifies an account: user@host."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.safety.outside import kept

_ADDRESS: Final = re.compile(r"[^\s@/?#]+@[^\s@/?#]+")
_LONGEST: Final = 500


# A page names the same few accounts again and again.
@lru_cache(maxsize=4_096)
def key_of(acct: str, domain: str) -> AccountKey:
    """The key of an `acct`; without a host, it is an account of `domain`.

    Raises:
        ValueError: it is no address.
    """
    if kept(acct) != acct:
        message = "not an account address: it holds a secret, or characters that nobody sees"
        raise ValueError(message)
    user, _, host = acct.strip().removeprefix("@").partition("@")
    address = f"{user}@{ascii_host(host or domain)}".lower()
    if len(address) > _LONGEST or not (_ADDRESS.fullmatch(address) and address.isprintable()):
        message = f"not an account address: {acct[:100]!r}"
        raise ValueError(message)
    return AccountKey(NetworkName.MASTODON, address)


def local_part(key: AccountKey, domain: str) -> str:
    """An account's `acct` on a server: without the host if it is local."""
    user, _, host = key.id.partition("@")
    return user if host == ascii_host(domain).lower() else key.id


def mention(to: str, domain: str) -> str:
    """How a text mentions somebody, so that it reaches them: by their whole address.

    A host with a port, which only labs have, is left out: no server reads that as a mention, and
    the account is on the server itself, where its name is enough.

    Raises:
        ValueError: it is no address.
    """
    user, _, host = key_of(to, domain).id.partition("@")
    return f"@{user}" if ":" in host else f"@{user}@{host}"


def ascii_host(host: str) -> str:
    """A host in ASCII, as in URLs: servers also write it in Unicode.

    By IDNA 2008, in which "straße" and "strasse" are two hosts; by IDNA 2003 for what that lacks,
    such as an emoji.
    """
    if host.isascii():
        return host
    import idna  # noqa: PLC0415 (few need it, and it takes its time to load)

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        pass
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def host_of(url: str) -> str:
    """The host of a URL, with its port where it has one; of a bare host, itself."""
    return urlsplit(url).netloc if "://" in url else url.strip("/")
