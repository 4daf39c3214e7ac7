"""What entities look like: keys and types, from `shapes.json`.

A shape names an entity's keys, those that may be missing with a question mark. A type is an
entity, `[…]` a list of a type, or one of the words below; alternatives stand side by side.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHAPES: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("shapes.json").read_text())

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|\+00:00)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def misfits(kind: str, value: Any) -> list[str]:  # noqa: ANN401 (JSON)
    """Where a value is not of a type, each place with what is wrong."""
    return list(_misfits(kind, value, ""))


def _misfits(kind: str, value: Any, where: str) -> Iterator[str]:  # noqa: ANN401
    alternatives = [one.strip() for one in kind.split("|")]
    if value is None and "null" in alternatives:
        return
    kind = next((one for one in alternatives if _is_plausible(one, value)), "")
    if not kind:
        yield f"{where}: {value!r:.60} is not {' or '.join(alternatives)}"
    elif kind.startswith("["):
        for place, item in enumerate(value):
            yield from _misfits(kind[1:-1], item, f"{where}[{place}]")
    elif kind in SHAPES:
        yield from _entity_misfits(SHAPES[kind], value, f"{where}{kind}")


def _entity_misfits(shape: dict[str, str], entity: dict[str, Any], where: str) -> Iterator[str]:
    known = {key.removesuffix("?") for key in shape}
    yield from (f"{where}: {key} is not known" for key in entity.keys() - known)
    for key, kind in shape.items():
        name = key.removesuffix("?")
        if name in entity:
            yield from _misfits(kind, entity[name], f"{where}.{name} ")
        elif name == key:
            yield f"{where}: {name} is missing"


def _is_plausible(kind: str, value: Any) -> bool:  # noqa: ANN401 (JSON)
    if kind.startswith("["):
        return isinstance(value, list)
    if kind in SHAPES:
        return isinstance(value, dict)
    return kind != "null" and _WORDS[kind](value)


_WORDS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: value is not None,
    "text": lambda value: isinstance(value, str),
    "id": lambda value: isinstance(value, str) and value.isdigit(),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "time": lambda value: isinstance(value, str) and _TIME.fullmatch(value) is not None,
    "day": lambda value: isinstance(value, str) and _DAY.fullmatch(value) is not None,
}
