"""Reads JSON that a stranger wrote."""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

MAX_DEPTH: Final = 64
"""Objects and lists inside each other. A Bluesky thread view, the deepest that is read, stays
below: a reply takes two levels, and more than twenty replies deep are not asked for."""

_ALIKE: Final = bytes.maketrans(b"{}", b"[]")
_PASSED_OVER: Final = bytes(set(range(256)) - set(b'[]{}"'))
_ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)
# Closed by the end too, so that no body makes it go back over what it has read.
_STRING: Final = re.compile(rb'"[^"]*+"?')


def depth(body: bytes) -> int:
    """How deep the objects and lists of a JSON text go, in linear time."""
    brackets = left = _brackets(body)
    # What is innermost is taken away again and again: for all answers but those of an attacker
    # that is a few passes, each many times faster than counting in Python.
    for level in range(MAX_DEPTH + 1):
        if not left:
            return level
        left = left.replace(b"[]", b"")
    level = deepest = 0
    for byte in brackets:
        level += 1 if byte == ord("[") else -1
        deepest = max(deepest, level)
    return deepest


def _brackets(body: bytes) -> bytes:
    """The brackets of a JSON text, all of one kind, without those in its strings."""
    # From backslash to backslash: three times as fast here as replacing the pairs that matter.
    plain = _ESCAPED.sub(b"", body)
    # Two quotes in a row are an empty string, or lie between two strings with nothing that counts.
    return _STRING.sub(b"", plain.translate(_ALIKE, _PASSED_OVER).replace(b'""', b""))


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
