"""Identities, sessions and errors."""

from __future__ import annotations

from typing import Any

from adapters.bluesky.wire.base import Wire


class Resolved(Wire):
    """`com.atproto.identity.resolveHandle`."""

    did: str


class Service(Wire):
    """A service of a DID document; outside atproto its endpoint may be no string."""

    id: str = ""
    service_endpoint: Any = None


class DidDocument(Wire):
    """https://www.w3.org/TR/did-core/, with the fields of atproto."""

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
