"""What a request asks for: query, form and JSON body alike, as Rails takes them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.requests import Request

_FALSE = frozenset({"", "0", "f", "false", "off"})
_DIGITS = re.compile(r"\s*([+-]?\d+)")


@dataclass(frozen=True, slots=True)
class Params:
    """Names with all their values."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """The last value; empty ones count as given."""
        values = self.values.get(name)
        return values[-1] if values else None

    def text(self, name: str) -> str:
        """The last value, or nothing."""
        return self.get(name) or ""

    def all(self, name: str) -> list[str] | None:
        """The values of `name[]`, or `None` where there are none."""
        return self.values.get(f"{name}[]")

    def flag(self, name: str) -> bool | None:
        """The truth of it, or `None` where it is not given."""
        value = self.get(name)
        return None if value is None else value.lower() not in _FALSE

    def number(self, name: str) -> int | None:
        """The number that it starts with: "12ab" is 12, "ab" is 0."""
        value = self.get(name)
        return None if not value else leading_number(value)


def leading_number(text: str) -> int:
    """What Ruby's `to_i` makes of a text."""
    match = _DIGITS.match(text)
    return int(match[1]) if match else 0


async def params_of(request: Request) -> Params:
    """Read them, whatever the body is written in."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if body and kind.startswith("application/json"):
        pairs += _flat(json.loads(body))
    elif body and kind.startswith("application/x-www-form-urlencoded"):
        pairs += parse_qsl(body.decode(), keep_blank_values=True)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return Params(values)


def _flat(value: object, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [
            pair
            for key, inner in value.items()
            for pair in _flat(inner, f"{name}[{key}]" if name else str(key))
        ]
    if isinstance(value, list):
        return [pair for inner in value for pair in _flat(inner, f"{name}[]")] or [
            (f"{name}[]", "")
        ]
    if value is None:
        return []
    return [(name, str(value).lower() if isinstance(value, bool) else str(value))]
