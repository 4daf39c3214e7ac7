"""What every request must be, and what every answer says to the browser.

A foreign page can have a browser ask for anything here. So the host must be one of ours (which also
stops DNS rebinding), and what changes something must come from a page of ours: by `Origin` (RFC
6454) and `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/). Cookies of 127.0.0.1 are shared
by all its ports, so they alone prove nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # "no-referrer" would have browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer, unless the answer says otherwise."""
_SAFE: Final = frozenset({"GET", "HEAD"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@]+)(?::[0-9]{1,5})?")
"""A name, and perhaps a port: `[::1]:80`."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is: the `base` of its links, without a slash at its end, and its hosts.

    `hosts` are names without a port, in lower case. `prefix` is the path that a reverse proxy
    serves it under, or empty.
    """

    base: str
    hosts: frozenset[str] = LOOPBACK
    prefix: str = ""

    @property
    def origin(self) -> str:
        """The origin of the base."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def is_https(self, host: str) -> bool:
        """Whether a request under this host came by https, through the reverse proxy."""
        own = urlsplit(self.base)
        return own.scheme == "https" and host == own.netloc.removesuffix(":443")


class Guard:
    """Refuses what does not come from a page of ours, before anything reads it."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if (why := self._refusal(scope["method"], Headers(scope=scope))) is not None:
            await PlainTextResponse(why, status_code=403)(scope, receive, with_headers)
            return
        await self._app(self._placed(scope), receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        hosts = headers.getlist("host")
        found = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        if found is None or found[1] not in self._address.hosts:
            return "This page is not served under that name: see hosts under [web] in the config."
        site = headers.get("sec-fetch-site")
        foreign = site in {"cross-site", "same-site"}
        if method in _SAFE:
            is_page = headers.get("sec-fetch-mode", "navigate") == "navigate"
            return "This is no part of another page." if foreign and not is_page else None
        origins = headers.getlist("origin")
        host = hosts[0].lower()
        ours = {f"http://{host}", f"https://{host}", self._address.origin}
        if foreign or len(origins) > 1 or not ours.issuperset(origins):
            return "This does not come from a page of Terrasse, so nothing was done."
        if not origins and site != "same-origin":
            return "The browser does not say where this comes from, so nothing was done."
        return None

    def _placed(self, scope: Scope) -> Scope:
        """The scope with the prefix in its path, whether the proxy has taken it away or not."""
        prefix, path = self._address.prefix, scope["path"]
        if not path.startswith(f"{prefix}/"):
            path = f"{prefix}/" if path == prefix else prefix + path
        return {**scope, "root_path": prefix, "path": path}
