"""Whether an account is the one that the config names.

Names are compared in lower case and in the ASCII form of hosts (IDNA). A server's own people
have two addresses where its pages are on another host than its accounts. A name of any other
host is asked about there, by WebFinger (RFC 7033): its `subject` is the account's own address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.address import ascii_host, key_of
from adapters.mastodon.client.items import whole
from adapters.mastodon.client.wire import Descriptor
from bot.errors import NetworkError

if TYPE_CHECKING:
    from adapters.mastodon.client.reconnecting import ReconnectingClient
    from adapters.mastodon.client.server import Server
    from bot.domain.people.identity import AccountKey

_ACCT: Final = "acct:"
_OK: Final = 200


async def is_called(
    client: ReconnectingClient, server: Server, handle: str, key: AccountKey
) -> bool:
    """Whether `handle` (user@host) is a name of the account with this key on this server.

    False if it could not be asked.
    """
    if named(handle, server) == own(key, server):
        return True
    subject = await _subject(client, server, handle)
    return subject is not None and named(subject, server) == own(key, server)


async def account_domain(client: ReconnectingClient, server: Server, handle: str) -> str:
    """The domain of the accounts of a server that does not tell it, one of which is `handle`."""
    subject = await _subject(client, server, handle)
    return ascii_host((subject or handle).rpartition("@")[2]).lower()


def named(handle: str, server: Server) -> AccountKey | None:
    """The key of a handle on this server; `None` if it is not a handle."""
    try:
        return own(key_of(handle, server.domain), server)
    except ValueError:
        return None


def own(key: AccountKey, server: Server) -> AccountKey:
    """The key with the server's account domain: a handle may name the host of its pages."""
    user, _, host = key.id.partition("@")
    return key_of(user, server.domain) if host == _host(server.host) else key


async def _subject(client: ReconnectingClient, server: Server, handle: str) -> str | None:
    """The account's own address, by WebFinger at the host of the handle."""
    host = _host(handle.rpartition("@")[2])
    is_own = host in {_host(server.host), _host(server.domain)}
    base = server.base if is_own else f"https://{host}"
    try:
        answer = await client.get(
            f"{base}/.well-known/webfinger", params={"resource": f"{_ACCT}{handle}"}
        )
        subject = whole(answer, Descriptor).subject if answer.status == _OK else ""
    except NetworkError:
        return None
    return subject[len(_ACCT) :] if subject.lower().startswith(_ACCT) else None


def _host(host: str) -> str:
    return ascii_host(host).lower()
