"""Facets of a text, which make its links clickable.

Terrasse makes no facets for mentions: its messages notify nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from adapters.bluesky.client.items import decode_items
from adapters.bluesky.wire.repository import LinkFacet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgspec import Raw

# Punctuation after a link does not belong to it.
_LINK: Final = re.compile(r"https?://[^\s)»”]*[^\s)»”.,;:!?…'’\"]")


def links(text: str) -> list[dict[str, Any]]:
    """The link facets (`app.bsky.richtext.facet`) of a text; positions are bytes of UTF-8."""
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
    """The text with its links in full: apps shorten them, and keep the address in a facet."""
    encoded = text.encode()
    decoded = decode_items(facets, LinkFacet).items
    with_links = [facet for facet in decoded if facet.features and facet.features[0].uri]
    for facet in sorted(with_links, key=lambda facet: facet.index.byte_start, reverse=True):
        start, end = facet.index.byte_start, facet.index.byte_end
        encoded = encoded[:start] + facet.features[0].uri.encode() + encoded[end:]
    return encoded.decode(errors="replace")
