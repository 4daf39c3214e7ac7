"""Who a handle is, and being signed in as them."""

from __future__ import annotations

from typing import Any

from adapters.bluesky.wire.base import Wire


class Resolved(Wire):
    """`com.atproto.identity.resolveHandle`."""

    did: str


class Service(Wire):
    """A service of a DID document; its endpoint may be anything but a string elsewhere."""

    id: str = ""
    service_endpoint: Any = None


class DidDocument(Wire):
    """https://www.w3.org/TR/did-core/, as far as atproto needs it."""

    id: str
    also_known_as: list[Any] | None = None
    service: list[Service] | None = None


class Tokens(Wire):
    """`com.atproto.server.createSession` and `refreshSession`."""

    did: str
    handle: str
    access_jwt: str
    refresh_jwt: str


class Refusal(Wire):
    """An error of XRPC."""

    error: str = ""
    message: str = ""
