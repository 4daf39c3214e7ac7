"""Links in a text, marked as such: without, apps show them as dead letters.

Mentions are never marked: what Terrasse writes calls nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from adapters.bluesky.items import each
from adapters.bluesky.wire.repository import LinkFacet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgspec import Raw

# What ends a sentence after a link does not belong to it.
_LINK: Final = re.compile(r"https?://[^\s)»”]*[^\s)»”.,;:!?…'’\"]")


def links(text: str) -> list[dict[str, Any]]:
    """The facets (`app.bsky.richtext.facet`) of a text; positions are bytes of UTF-8."""
    return [
        {
            "index": {
                "byteStart": len(text[: match.start()].encode()),
                "byteEnd": len(text[: match.end()].encode()),
            },
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": match.group()}],
        }
        for match in _LINK.finditer(text)
    ]


def spelled_out(text: str, facets: Iterable[Raw]) -> str:
    """The text with its links at full length: apps show them shortened, and mark what they mean."""
    encoded = text.encode()
    found = [one for one in each(facets, LinkFacet).items if one.features and one.features[0].uri]
    for one in sorted(found, key=lambda one: one.index.byte_start, reverse=True):
        start, end = one.index.byte_start, one.index.byte_end
        encoded = encoded[:start] + one.features[0].uri.encode() + encoded[end:]
    return encoded.decode(errors="replace")
