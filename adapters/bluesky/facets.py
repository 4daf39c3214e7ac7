"""Links in a text, marked as such: without, apps show them as dead letters.

Mentions are never marked: what Terrasse writes calls nobody.
"""

from __future__ import annotations

import re
from typing import Any, Final

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
