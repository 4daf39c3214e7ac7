"""Reads JSON that a stranger wrote."""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

MAX_DEPTH: Final = 64
"""Objects and lists inside each other. A Bluesky thread view, the deepest that is read, stays
below: a reply takes two levels, and more than twenty replies deep are not asked for."""

# Possessive, and closed by the end too, so that no body makes it go back over what it has read.
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NOT_BRACKETS: Final = re.compile(rb"[^][{}]+")
_OPENING: Final = frozenset(b"[{")


def depth(body: bytes) -> int:
    """How deep the objects and lists of a JSON text go, in linear time."""
    level = deepest = 0
    for byte in _NOT_BRACKETS.sub(b"", _STRING.sub(b"", body)):
        level += 1 if byte in _OPENING else -1
        deepest = max(deepest, level)
    return deepest


def checked(body: bytes) -> bytes:
    """The same bytes, fit to be given to a decoder.

    Raises:
        ValueError: they nest deeper than any answer that we ask for.
    """
    if depth(body) > MAX_DEPTH:
        message = f"nested more than {MAX_DEPTH} deep"
        raise ValueError(message)
    return body


def parsed(body: bytes) -> object:
    """The value of a JSON text.

    Raises:
        ValueError: it is none, by RFC 8259 (no NaN), or nests too deep.
    """
    value: object = json.loads(checked(body), parse_constant=_refuse)
    return value


def _refuse(name: str) -> NoReturn:
    message = f"{name} is no number"
    raise ValueError(message)
