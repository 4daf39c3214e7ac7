"""The secrets that this process has read, and how they are removed from texts."""

from __future__ import annotations

import json
import re
from typing import Final
from urllib.parse import quote, quote_plus, urlsplit

MOST: Final = 256
"""How many spellings of secrets are held; the least recently kept are dropped."""
SHORT: Final = 8
"""A shorter secret, in characters, is matched as a whole word only."""
LONG: Final = 16
"""A secret of this many characters, unless it is an address, is also matched when truncated."""
CUT: Final = 12
"""How many characters of a truncated secret are enough."""

_TELLING: Final = re.compile(r"[/?&=;,#]+")


class Secrets:
    """Secrets, each in the spellings in which a server may repeat it.

    Args:
        unsaid: the replacement for a secret.
    """

    def __init__(self, unsaid: str) -> None:
        self._unsaid = unsaid
        # A dictionary, as an ordered set: the least recently kept comes first.
        self._spellings: dict[str, None] = {}
        self._longest_first: tuple[str, ...] = ()

    def keep(self, secret: str) -> None:
        """Remove this secret from all texts from now on.

        If it is an address (`https://…`), its password, its path and long parts of the path are
        secrets as well.
        """
        for part in (secret, *_parts(secret)):
            for spelling in _spellings(part):
                self._spellings.pop(spelling, None)
                self._spellings[spelling] = None
        while len(self._spellings) > MOST:
            del self._spellings[next(iter(self._spellings))]
        # A secret may be part of another.
        self._longest_first = tuple(sorted(self._spellings, key=len, reverse=True))

    def forget(self) -> None:
        """Forget all secrets."""
        self._spellings.clear()
        self._longest_first = ()

    def without(self, text: str) -> str:
        """The text with each secret replaced."""
        for secret in self._longest_first:
            if secret in text:
                text = self._without(secret, text)
        for secret in self._longest_first:
            if len(secret) >= LONG and "/" not in secret and secret[:CUT] in text:
                text = self._without_cut(secret, text)
        return text

    def _without(self, secret: str, text: str) -> str:
        if len(secret) >= SHORT:
            return text.replace(secret, self._unsaid)
        return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", lambda _: self._unsaid, text)

    def _without_cut(self, secret: str, text: str) -> str:
        """Replace prefixes of the secret of at least `CUT` characters."""
        before, *pieces = text.split(secret[:CUT])
        rest = secret[CUT:]
        return self._unsaid.join([before, *(piece[_alike(piece, rest) :] for piece in pieces)])


def _alike(first: str, second: str) -> int:
    """The length of the common prefix of two texts."""
    return next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _spellings(secret: str) -> set[str]:
    """The secret as it is, and as escaped in URLs, JSON and HTML."""
    # Its table of all entities is loaded with it, which `terrasse --help` need not wait for.
    from html import escape  # noqa: PLC0415

    quoted = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    lower = {re.sub(r"%[0-9A-F]{2}", lambda code: code[0].lower(), spelling) for spelling in quoted}
    written = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return {
        spelling
        for spelling in {secret, escape(secret), *quoted, *lower, *written}
        if spelling.strip()
    }


def _parts(secret: str) -> list[str]:
    """The secret parts of an address; empty for any other secret."""
    try:
        address = urlsplit(secret)
    except ValueError:
        return []
    if not address.scheme or not address.netloc:
        return []
    path = f"{address.path}?{address.query}" if address.query else address.path
    parts = [address.password or "", path, address.path, *_TELLING.split(path)]
    return [part for part in dict.fromkeys(parts) if len(part) >= LONG or part == address.password]
