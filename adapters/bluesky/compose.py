"""Pages of bsky.app on which the owner writes by hand.

It serves accounts of every PDS. A link that opens a chat with a text in it does not exist, nor
one that opens an answer: https://docs.bsky.app/docs/advanced-guides/intent-links.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from adapters.bluesky import at_uri
from adapters.bluesky.posting import LIMITS

LONGEST_URL: Final = 2_000
"""Characters. Every browser, proxy and server takes that many."""

_INTENT: Final = "https://bsky.app/intent/compose?text="


def intent_url(text: str, to: str) -> str | None:
    """A compose window for a post in public that names somebody; `None` if it is no post's size.

    Nor is there one for who has no handle to be named by.
    """
    named = f"@{to} {text}"
    url = f"{_INTENT}{quote(named, safe='')}"
    fits = LIMITS.fit(named) and len(url) <= LONGEST_URL and not at_uri.is_did(to)
    return url if fits else None


def post_url(uri: str) -> str | None:
    """The page of a post, where it can be answered; `None` if that is no post's URI."""
    parsed = at_uri.parse(uri)
    return at_uri.post_url(parsed, "") if parsed else None
