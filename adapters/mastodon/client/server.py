"""The server that an account lives on: where it is, what it runs, what it allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from adapters.mastodon.client.address import ascii_host, host_of
from adapters.mastodon.client.dialects import dialect_of
from adapters.mastodon.client.items import whole
from adapters.mastodon.client.refusal import problem
from adapters.mastodon.client.wire import Descriptor, Instance, NodeInfo, NodeLinks
from bot.errors import NetworkError, RateLimitedError, SignInError, UnreachableError
from bot.text.safety.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.mastodon.client.dialects import Dialect
    from adapters.mastodon.client.reconnecting import ReconnectingClient
    from bot.domain.people.identity import AccountKey
    from bot.ports import Clock

_T = TypeVar("_T")

LONGEST_HANDLE: Final = 40
"""Characters reserved for the `@handle` before a message; its host is not counted."""
LONGEST_URL: Final = 2_000
"""Characters. Every browser, proxy and server takes that many."""
MOST_CHARACTERS: Final = 100_000
"""What a server may say beyond that is not believed."""
USUAL_LIMITS: Final = Limits(graphemes=500 - LONGEST_HANDLE, url_length=23)

_OK: Final = 200
_REALLY: Final = re.compile(r"(?:compatible; |really )(\w+)")


@dataclass(frozen=True, slots=True)
class Server:
    """A server; `base` is its URL without a path, `domain` the host of its accounts' keys.

    `is_certain`: it said itself, just now, what software it runs and what its domain is.
    """

    base: str
    domain: str
    software: str
    limits: Limits
    is_certain: bool = True

    @property
    def host(self) -> str:
        """The host of `base`, with its port where it has one."""
        return host_of(self.base)

    @property
    def dialect(self) -> Dialect:
        """How its software differs from others."""
        return dialect_of(self.software)

    def limits_after(self, mention: str) -> Limits:
        """The limits of what follows a mention and a space: more than `limits` if it is short."""
        counted = mention if self.dialect.counts_hosts else re.sub(r"(?<=\S)@\S+", "", mention)
        spare = max(0, LONGEST_HANDLE - len(counted))
        return replace(self.limits, graphemes=self.limits.graphemes + spare)

    def completed(self, domain: str, softwares: Mapping[str, str]) -> Server:
        """The same with this domain, and with the software that is known to run there, if any."""
        known = softwares.get(domain)
        return replace(self, domain=domain, software=known or self.software)

    def share_url(self, text: str) -> str | None:
        """The URL of a compose window with a text, visible only to whom it mentions."""
        return self._page("share", {"text": text, "visibility": "direct"})

    def reply_url(self, uri: str) -> str | None:
        """The URL of a page on which a post of any server can be replied to."""
        return self._page("authorize_interaction", {"uri": uri})

    def _page(self, path: str, parameters: dict[str, str]) -> str | None:
        if not self.dialect.share_page:
            return None
        url = f"{self.base}/{path}?{urlencode(parameters, quote_via=quote, safe='')}"
        return url if len(url) <= LONGEST_URL else None

    def is_home_of(self, key: AccountKey) -> bool:
        """Whether the account is local."""
        return key.id.rpartition("@")[2] in {ascii_host(self.domain).lower(), self.host.lower()}


async def find_base(client: ReconnectingClient, handle: str) -> str:
    """The base URL of the server of `user@host`, by WebFinger (RFC 7033), else of the host.

    Raises:
        UnreachableError: nobody answers there.
    """
    host = handle.rpartition("@")[2]
    url = f"https://{host}/.well-known/webfinger"
    answer = await client.get(url, params={"resource": f"acct:{handle}"})
    try:
        descriptor = whole(answer, Descriptor) if answer.status == _OK else Descriptor()
    except UnreachableError:
        descriptor = Descriptor()
    for link in descriptor.links or ():
        parts = urlsplit(link.href or "")
        if link.rel == "self" and parts.scheme == "https" and parts.netloc:
            return f"https://{parts.netloc}"
    return f"https://{host}"


async def fetch_server(
    client: ReconnectingClient, clock: Clock, base: str, headers: Mapping[str, str]
) -> Server:
    """Ask a server what it is; what it does not tell is guessed, and then it is not certain.

    Raises:
        RateLimitedError: not now.
        SignInError: it tells nothing without a token that it accepts.
    """
    found: Instance | None = None
    for version in (2, 1):
        try:
            found = await _ask(client, clock, f"{base}/api/v{version}/instance", Instance, headers)
            break
        except (RateLimitedError, SignInError):
            raise
        except NetworkError:
            continue
    told = found or Instance()
    domain = told.account_domain or told.domain or told.uri or base
    software = await _software(client, clock, base)
    return Server(
        base=base,
        domain=host_of(domain).lower(),
        software=software or _by_version(told.version or ""),
        limits=_limits(told),
        is_certain=bool(software) and found is not None,
    )


async def _software(client: ReconnectingClient, clock: Clock, base: str) -> str:
    try:
        links = await _ask(client, clock, f"{base}/.well-known/nodeinfo", NodeLinks, {})
        for link in links.links or ():
            if link.href and link.href.startswith(f"{base}/"):
                info = await _ask(client, clock, link.href, NodeInfo, {})
                return info.software.name.lower() if info.software else ""
    except NetworkError:
        pass
    return ""


async def _ask(
    client: ReconnectingClient, clock: Clock, url: str, kind: type[_T], headers: Mapping[str, str]
) -> _T:
    answer = await client.get(url, headers=headers)
    if (error := problem(answer, clock.now())) is not None:
        raise error
    return whole(answer, kind)


def _by_version(version: str) -> str:
    """Others put a version of Mastodon first, for clients that look at it, then their name."""
    if named := _REALLY.search(version):
        return named[1].lower()
    return "mastodon" if re.match(r"\d+\.\d+\.\d+", version) else "unknown"


def _limits(found: Instance) -> Limits:
    statuses = found.configuration.statuses if found.configuration else None
    most = (statuses.max_characters if statuses else None) or found.max_toot_chars
    url_length = statuses.characters_reserved_per_url if statuses else None
    if most is None or most <= LONGEST_HANDLE:
        return USUAL_LIMITS
    is_plausible = url_length is not None and 0 < url_length < most
    return Limits(
        graphemes=min(most, MOST_CHARACTERS) - LONGEST_HANDLE,
        url_length=url_length if url_length is not None and is_plausible else 23,
    )
