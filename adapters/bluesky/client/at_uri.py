"""URIs of records, at://DID/collection/key, and the web pages of records and accounts."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

POST: Final = "app.bsky.feed.post"
LIKE: Final = "app.bsky.feed.like"
REPOST: Final = "app.bsky.feed.repost"
FOLLOW: Final = "app.bsky.graph.follow"

_DID: Final = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,500}(?<![:%])")
_URI: Final = re.compile(
    rf"at://({_DID.pattern})/([A-Za-z0-9.-]{{1,317}})/([A-Za-z0-9._~:-]{{1,512}})"
)
_HANDLE: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_LONGEST_HANDLE: Final = 253
_WEB: Final = "https://bsky.app/profile"
_NO_HANDLE: Final = "handle.invalid"
"""The server's placeholder for a handle that does not lead to its account."""


class AtUri(Struct, frozen=True, gc=False):
    """The parts of a record's URI (https://atproto.com/specs/at-uri-scheme)."""

    did: str
    collection: str
    rkey: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.rkey}"


def parse(uri: str) -> AtUri | None:
    """Parse a URI; `None` if it is not valid, or has a handle in place of the DID."""
    match = _URI.fullmatch(uri)
    return AtUri(*match.groups()) if match else None


def author(uri: str) -> str | None:
    """The DID in the URI of a record; `None` if it is not valid."""
    match = _URI.fullmatch(uri)
    return match[1] if match else None


def is_did(text: str) -> bool:
    """True for text in the form of a DID (https://atproto.com/specs/did)."""
    return _DID.fullmatch(text) is not None


def handle_in(uri: object) -> str | None:
    """The handle in `at://HANDLE`, in lower case; `None` for anything else.

    https://atproto.com/specs/handle
    """
    if not isinstance(uri, str) or not uri.startswith("at://"):
        return None
    handle = uri.removeprefix("at://").lower()
    return handle if len(handle) <= _LONGEST_HANDLE and _HANDLE.fullmatch(handle) else None


def profile_url(did: str, handle: str) -> str:
    """The page of an account on bsky.app."""
    return f"{_WEB}/{name(did, handle)}"


def post_url(uri: AtUri, handle: str) -> str:
    """The page of a post on bsky.app; `handle` is its author's, empty if unknown."""
    return f"{_WEB}/{name(uri.did, handle)}/post/{uri.rkey}"


def name(did: str, handle: str) -> str:
    """The handle of an account, or its DID if it has no valid handle."""
    return did if handle in {"", _NO_HANDLE} else handle
