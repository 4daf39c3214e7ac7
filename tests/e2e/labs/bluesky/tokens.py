"""Tokens that the PDS would have issued at another time."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.labs.xrpc import JsonObject

_SECRET = b"jwt-secret"
"""What the PDS of @atproto/dev-env signs with."""

_SERVICE = "did:web:localhost"
_LIFE = timedelta(hours=2)


def expired_access_token(did: str, *, ago: timedelta = timedelta(minutes=1)) -> str:
    """An access token of an app password with access to messages, good until a while ago."""
    end = datetime.now(UTC) - ago
    payload = {
        "scope": "com.atproto.appPassPrivileged",
        "sub": did,
        "aud": _SERVICE,
        "iat": int((end - _LIFE).timestamp()),
        "exp": int(end.timestamp()),
    }
    signed = f"{_part({'typ': 'at+jwt', 'alg': 'HS256'})}.{_part(payload)}"
    return f"{signed}.{_encoded(hmac.digest(_SECRET, signed.encode(), 'sha256'))}"


def _part(content: JsonObject) -> str:
    return _encoded(json.dumps(content).encode())


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
