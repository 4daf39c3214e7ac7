"""The secrets that this process has read, and how to find them in a text."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus, urlsplit

MOST: Final = 256
"""Spellings of secrets that are held; the ones used longest ago go first."""
SHORT: Final = 8
"""A secret of fewer characters is found as a whole word only: it may be part of any other."""
LONG: Final = 16
"""A secret of so many characters, which is no address, is found when it was cut short, too."""
CUT: Final = 12
"""Characters of it that are enough."""

_TELLING: Final = re.compile(r"[/?&=;,#]+")


class Secrets:
    """Secrets in the spellings that a server may repeat them in.

    Args:
        unsaid: what to put in their place.
    """

    def __init__(self, unsaid: str) -> None:
        self._unsaid = unsaid
        # In the order of use: a dictionary keeps it.
        self._spellings: dict[str, None] = {}
        self._longest_first: tuple[str, ...] = ()

    def keep(self, secret: str) -> None:
        """Take this secret out of all texts from now on.

        Of a secret address (`https://…`) its password, its path and the long parts of that are
        secrets as well.
        """
        for part in (secret, *_parts(secret)):
            for spelling in _spellings(part):
                self._spellings.pop(spelling, None)
                self._spellings[spelling] = None
        while len(self._spellings) > MOST:
            del self._spellings[next(iter(self._spellings))]
        # One may be a part of another.
        self._longest_first = tuple(sorted(self._spellings, key=len, reverse=True))

    def forget(self) -> None:
        """Forget them all."""
        self._spellings.clear()
        self._longest_first = ()

    def without(self, text: str) -> str:
        """The text with something else in place of each secret."""
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
        """The text without what begins as the secret does, up to where that is not so any more."""
        before, *pieces = text.split(secret[:CUT])
        rest = secret[CUT:]
        return self._unsaid.join([before, *(piece[_alike(piece, rest) :] for piece in pieces)])


def _alike(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _spellings(secret: str) -> set[str]:
    """As it is, and as it stands in addresses, JSON and HTML."""
    quoted = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    lower = {re.sub(r"%[0-9A-F]{2}", lambda code: code[0].lower(), spelling) for spelling in quoted}
    written = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return {
        spelling
        for spelling in {secret, escape(secret), *quoted, *lower, *written}
        if spelling.strip()
    }


def _parts(secret: str) -> list[str]:
    """What is secret of an address: nothing of any other secret."""
    try:
        address = urlsplit(secret)
    except ValueError:
        return []
    if not address.scheme or not address.netloc:
        return []
    path = f"{address.path}?{address.query}" if address.query else address.path
    parts = [address.password or "", path, address.path, *_TELLING.split(path)]
    return [part for part in dict.fromkeys(parts) if len(part) >= LONG or part == address.password]
