"""Where records are: at://DID/collection/key, and the page that a browser shows for it."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

POST: Final = "app.bsky.feed.post"
LIKE: Final = "app.bsky.feed.like"
REPOST: Final = "app.bsky.feed.repost"
FOLLOW: Final = "app.bsky.graph.follow"
COLLECTIONS: Final = (POST, LIKE, REPOST, FOLLOW)
"""The collections that hold what people do toward each other."""

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
"""What stands for a handle that does not lead to its account (any more)."""


# One for each act that is read: a named tuple takes five times as long to make.
class AtUri(Struct, frozen=True, gc=False):
    """The parts of a record's URI (https://atproto.com/specs/at-uri-scheme)."""

    did: str
    collection: str
    rkey: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.rkey}"


def parse(uri: str) -> AtUri | None:
    """The parts of a URI; `None` for what is none, or names a handle instead of a DID."""
    match = _URI.fullmatch(uri)
    return AtUri(*match.groups()) if match else None


def is_did(text: str) -> bool:
    """Whether this has the form of a DID (https://atproto.com/specs/did)."""
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
    """The page of an account."""
    return f"{_WEB}/{name(did, handle)}"


def post_url(uri: AtUri, handle: str) -> str:
    """The page of a post; `handle` is its author's, empty where it is not known."""
    return f"{_WEB}/{name(uri.did, handle)}/post/{uri.rkey}"


def name(did: str, handle: str) -> str:
    """What an account is called: its handle, or its DID where that leads nowhere."""
    return did if handle in {"", _NO_HANDLE} else handle
