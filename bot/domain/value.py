"""Values that are made by the hundred thousand."""

from __future__ import annotations

from dataclasses import Field, dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform

_T = TypeVar("_T", bound="Value")


class Value:
    """What a `value` is made from."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass_transform(frozen_default=True)
def value(kind: type[_T]) -> type[_T]:
    """A slotted dataclass, frozen for whoever checks types, but not when it runs.

    There, frozen ones set each field by a call, and take two and a half times as long to make:
    of reading a page of notifications that was a twelfth.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)
