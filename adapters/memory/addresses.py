"""How each network writes down who and what: keys, handles, URIs and links.

Everything follows from names and times, so that an act keeps its address from one building of
a world to the next.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from bot.domain.identity import AccountKey, NetworkName

if TYPE_CHECKING:
    from bot.domain.identity import Account

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SORTABLE: Final = "234567abcdefghijklmnopqrstuvwxyz"
"""The digits of a TID (atproto), in their order."""
_TID_LENGTH: Final = 13


class Address(NamedTuple):
    """Where a post is: `uri` for machines, `url` for a browser."""

    uri: str
    url: str


def microseconds(at: datetime) -> int:
    """An instant as a whole number that sorts."""
    return (at - EPOCH) // timedelta(microseconds=1)


def key(network: NetworkName, name: str, host: str) -> AccountKey:
    """The key of whoever is called `name` on this host."""
    if network is NetworkName.MASTODON:
        return AccountKey(network, f"{name}@{host}".lower())
    digest = hashlib.sha256(f"{name}.{host}".encode()).digest()
    return AccountKey(network, f"did:plc:{b32encode(digest).decode().lower()[:24]}")


def handle(network: NetworkName, name: str, host: str) -> str:
    """How people write that account."""
    return f"{name}@{host}" if network is NetworkName.MASTODON else f"{name}.{host}"


def written(network: NetworkName, handle: str) -> str:
    """How a config names that account."""
    return f"@{handle}" if network is NetworkName.MASTODON else handle


def profile_url(network: NetworkName, name: str, host: str) -> str:
    """Where a browser finds that account."""
    if network is NetworkName.MASTODON:
        return f"https://{host}/@{name}"
    return f"https://{host}/profile/{name}.{host}"


def local_id(of: AccountKey) -> str:
    """The number that the server gives an account."""
    return str(int.from_bytes(hashlib.sha256(of.id.encode()).digest()[:6]))


def post_address(author: Account, at: datetime, nudge: int) -> Address:
    """Where a post of this author is, by when the server saw it.

    `nudge` tells posts of one instant apart.
    """
    number = microseconds(at) + nudge
    if author.key.network is NetworkName.MASTODON:
        base, _, name = (author.url or "").rpartition("/@")
        # A Mastodon id is milliseconds and 16 bits of whatever tells posts apart.
        ident = (number // 1000 << 16) + number % 1000
        return Address(f"{base}/users/{name}/statuses/{ident}", f"{author.url}/{ident}")
    tid = _tid(number)
    return Address(f"at://{author.key.id}/app.bsky.feed.post/{tid}", f"{author.url}/post/{tid}")


def salutation(network: NetworkName, to: str) -> str:
    """What stands before a text so that it reaches somebody: their handle, on Mastodon."""
    return f"@{to} " if network is NetworkName.MASTODON else ""


def compose_url(network: NetworkName, host: str, text: str) -> str:
    """Where a browser opens a compose window with a text."""
    path = "share" if network is NetworkName.MASTODON else "intent/compose"
    return f"https://{host}/{path}?text={quote(text, safe='')}"


def signal_uri(actor: Account, verb: str, sequence: int) -> str:
    """What a like, boost or follow is called, by its place in the server's sequence."""
    if actor.key.network is NetworkName.MASTODON:
        return f"{actor.url}#{verb}s/{sequence}"
    collection = "app.bsky.graph.follow" if verb == "follow" else f"app.bsky.feed.{verb}"
    return f"at://{actor.key.id}/{collection}/{_tid(sequence)}"


def _tid(number: int) -> str:
    # 53 bits of microseconds, 10 of a clock id (here 0), as atproto writes record keys.
    number <<= 10
    digits = (_SORTABLE[number >> shift & 31] for shift in range(5 * (_TID_LENGTH - 1), -1, -5))
    return "".join(digits)
