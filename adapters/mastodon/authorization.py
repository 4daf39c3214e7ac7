"""Where a server signs people in: what its metadata (RFC 8414) say of that.

An address in it counts only if it is on the server itself; the others are where Mastodon has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.mastodon.client.items import whole
from adapters.mastodon.client.refusal import problem
from adapters.mastodon.client.wire import OAuthServer
from bot.errors import RefusedError, SignInError, UnreachableError

if TYPE_CHECKING:
    from adapters.http import Client, Response
    from bot.ports import Clock

_METADATA = "/.well-known/oauth-authorization-server"


@dataclass(frozen=True, slots=True)
class Authorization:
    """The addresses for signing in, all on one server.

    `knows_pkce`: RFC 7636 with S256. `sends_issuer`: its answers name it as `iss` (RFC 9207).
    """

    issuer: str
    page: str
    token: str
    revocation: str
    knows_pkce: bool = False
    sends_issuer: bool = False

    def is_issued_by(self, name: str) -> bool:
        """Whether an `iss` is this server's; Mastodon writes its own with a slash at the end."""
        return name.rstrip("/") == self.issuer.rstrip("/")


async def authorization_of(client: Client, clock: Clock, base: str) -> Authorization:
    """Ask a server for its metadata; one without any is taken to sign in as Mastodon does.

    Raises:
        NetworkError: it cannot be asked now.
    """
    told = _told(await client.get(f"{base}{_METADATA}"), clock)

    def own(address: str | None, usual: str) -> str:
        return address if address and _is_on(base, address) else f"{base}{usual}"

    return Authorization(
        issuer=own(told.issuer, ""),
        page=own(told.authorization_endpoint, "/oauth/authorize"),
        token=own(told.token_endpoint, "/oauth/token"),
        revocation=own(told.revocation_endpoint, "/oauth/revoke"),
        knows_pkce="S256" in (told.code_challenge_methods_supported or ()),
        sends_issuer=told.authorization_response_iss_parameter_supported is True,
    )


def _told(answer: Response, clock: Clock) -> OAuthServer:
    error = problem(answer, clock.now())
    if isinstance(error, RefusedError | SignInError):
        return OAuthServer()  # it has none
    if error is not None:
        raise error
    try:
        return whole(answer, OAuthServer)
    except UnreachableError:
        return OAuthServer()  # some servers answer everything with a web page


def _is_on(base: str, address: str) -> bool:
    """Whether an address is on this very server: its scheme, host and port."""
    try:
        return _origin(address) == _origin(base) and "@" not in urlsplit(address).netloc
    except ValueError:
        return False


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
