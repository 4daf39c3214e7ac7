"""Count and cut text in grapheme clusters (Unicode UAX #29)."""

from __future__ import annotations

from itertools import islice

import regex

_CLUSTER = regex.compile(r"\X")


def length(text: str) -> int:
    """The number of grapheme clusters in the text."""
    return len(clusters(text))


def clusters(text: str) -> list[str]:
    """The text's grapheme clusters."""
    return _CLUSTER.findall(text)


def cut(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `limit` grapheme clusters.

    It is cut between words if that keeps at least half of the limit.
    """
    found = [match.group() for match in islice(_CLUSTER.finditer(text), limit + 1)]
    if len(found) <= limit:
        return text
    kept = found[: limit - 1]
    if not found[limit - 1].isspace():
        spaces = [place for place, cluster in enumerate(kept) if cluster.isspace()]
        if spaces and spaces[-1] >= limit // 2:
            kept = kept[: spaces[-1]]
    return "".join(kept).rstrip() + "…"
