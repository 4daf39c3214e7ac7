"""Keys, handles, URIs and links, in the form of each network.

They follow from names and times only: a world that is built twice has the same addresses.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from bot.domain.people.identity import AccountKey, NetworkName

if TYPE_CHECKING:
    from bot.domain.people.identity import Account

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SORTABLE: Final = "234567abcdefghijklmnopqrstuvwxyz"
"""The digits of a TID (https://atproto.com/specs/tid), in ascending order."""
_TID_LENGTH: Final = 13


class Address(NamedTuple):
    """The `uri` of a post, and the `url` of its page."""

    uri: str
    url: str


def microseconds(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)


def key(network: NetworkName, name: str, host: str) -> AccountKey:
    """The key of the account called `name` on this host."""
    if network is NetworkName.MASTODON:
        return AccountKey(network, f"{name}@{host}".lower())
    digest = hashlib.sha256(f"{name}.{host}".encode()).digest()
    return AccountKey(network, f"did:plc:{b32encode(digest).decode().lower()[:24]}")


def handle(network: NetworkName, name: str, host: str) -> str:
    """The handle of an account, without an @ in front."""
    return f"{name}@{host}" if network is NetworkName.MASTODON else f"{name}.{host}"


def in_config(network: NetworkName, handle: str) -> str:
    """A handle as it is written in the config file."""
    return f"@{handle}" if network is NetworkName.MASTODON else handle


def profile_url(network: NetworkName, name: str, host: str) -> str:
    """The page of an account."""
    if network is NetworkName.MASTODON:
        return f"https://{host}/@{name}"
    return f"https://{host}/profile/{name}.{host}"


def local_id(of: AccountKey) -> str:
    """The id that the server gives to an account."""
    return str(int.from_bytes(hashlib.sha256(of.id.encode()).digest()[:6]))


def post_address(author: Account, at: datetime, nudge: int) -> Address:
    """The address of a post that the server saw at this time.

    `nudge` keeps posts of the same time apart.
    """
    number = microseconds(at) + nudge
    if author.key.network is NetworkName.MASTODON:
        base, _, name = (author.url or "").rpartition("/@")
        # A Mastodon id is a time in milliseconds and 16 more bits.
        status_id = (number // 1000 << 16) + number % 1000
        return Address(f"{base}/users/{name}/statuses/{status_id}", f"{author.url}/{status_id}")
    tid = _tid(number)
    return Address(f"at://{author.key.id}/app.bsky.feed.post/{tid}", f"{author.url}/post/{tid}")


def mention_prefix(network: NetworkName, to: str) -> str:
    """The mention that a text must begin with to reach somebody; empty on Bluesky."""
    return f"@{to} " if network is NetworkName.MASTODON else ""


def compose_url(network: NetworkName, host: str, text: str) -> str:
    """A link that opens a compose window with this text."""
    path = "share" if network is NetworkName.MASTODON else "intent/compose"
    return f"https://{host}/{path}?text={quote(text, safe='')}"


def signal_uri(actor: Account, verb: str, sequence: int) -> str:
    """The URI of a like, boost or follow, from its number in the server's sequence."""
    if actor.key.network is NetworkName.MASTODON:
        return f"{actor.url}#{verb}s/{sequence}"
    collection = "app.bsky.graph.follow" if verb == "follow" else f"app.bsky.feed.{verb}"
    return f"at://{actor.key.id}/{collection}/{_tid(sequence)}"


def _tid(number: int) -> str:
    # 53 bits of microseconds, then 10 bits of a clock id, here 0.
    number <<= 10
    digits = (_SORTABLE[number >> shift & 31] for shift in range(5 * (_TID_LENGTH - 1), -1, -5))
    return "".join(digits)
