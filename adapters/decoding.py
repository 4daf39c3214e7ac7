"""Decoding of what servers send: a part that does not fit its type costs itself only.

Apps and servers fill fields as they like. So what fails to decode is decoded a second time, part by
part: an odd field takes its default, an odd item of a list is left out, or is an empty one if its
type allows that. A type says by its default what may be missing. Where that would pass for a safe
answer (such as "no block"), its field is `Any`, and is judged by the code that uses it; where the
rest would mean something else without it, the type names it in `VITAL`.
"""

from __future__ import annotations

import json
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Raw, Struct, ValidationError

from bot.ports import Rejected

_T = TypeVar("_T")

LONGEST_RAW: Final = 4_000
"""Characters of a rejected item that are kept."""

ODD: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)
"""What decoding may raise."""


def decoded(raw: bytes | Raw, kind: type[_T]) -> _T:
    """Decode JSON to a type, as far as it fits.

    Invalid UTF-8, unpaired surrogates and numbers of more than 64 bits, which msgspec refuses, are
    replaced or judged like any other value.

    Raises:
        ValueError, RecursionError: it is not JSON, or lacks what it needs (see `ODD`).
    """
    try:
        return fitting(raw, kind)
    except ODD:
        text = json.dumps(json.loads(bytes(raw).decode("utf-8-sig", "replace")), ensure_ascii=False)
        return converted(json.loads(text.encode("utf-8", "replace")), kind)


def fitting(raw: bytes | Raw, kind: type[_T]) -> _T:
    """Decode JSON that fits a type as it is.

    Raises:
        ValueError, RecursionError: it does not (see `ODD`).
    """
    found: _T = _decoder(kind).decode(raw)  # type: ignore[arg-type]  # classes are hashable
    return found


def converted(value: object, kind: type[_T]) -> _T:
    """Convert a value of JSON or DAG-CBOR to a type, as far as it fits.

    Raises:
        ValidationError: a field without a default is missing or does not fit.
    """
    try:
        return msgspec.convert(value, kind)
    except ValidationError as error:
        try:
            forgiven: _T = _forgiven(value, kind)
        except ValidationError:
            raise error from None  # which tells the place
    return forgiven


def reject(raw: bytes, why: str) -> Rejected:
    """The record of a rejected item, cut to `LONGEST_RAW`."""
    return Rejected(raw[: 4 * LONGEST_RAW].decode("utf-8", "replace")[:LONGEST_RAW], why)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401 (any type)
    return msgspec.json.Decoder(kind)


def _forgiven(value: object, kind: Any) -> Any:  # noqa: ANN401 (any type, and a value of it)
    if kind is Raw:
        return Raw(msgspec.json.encode(value))
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _chosen(value, get_args(kind))
    if origin in {list, tuple} and isinstance(value, list):
        inner = get_args(kind)[0]
        return origin(
            item for part in value for item in _fitting(part, inner) or _fitting({}, inner)
        )
    if isinstance(kind, type) and issubclass(kind, Struct) and isinstance(value, dict):
        return _struct(value, kind)
    return msgspec.convert(value, kind)


def _chosen(value: object, kinds: tuple[Any, ...]) -> Any:  # noqa: ANN401 (a value of one of them)
    if value is None and NoneType in kinds:
        return None
    *others, last = [kind for kind in kinds if kind is not NoneType]
    for kind in others:
        if fitting := _fitting(value, kind):
            return fitting[0]
    return _forgiven(value, last)


def _struct(value: dict[Any, Any], kind: type[Struct]) -> Struct:
    config = kind.__struct_config__
    if config.tag_field is not None and value.get(config.tag_field, config.tag) != config.tag:
        message = f"Invalid value {value[config.tag_field]!r:.60} - at `$.{config.tag_field}`"
        raise ValidationError(message)
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.encode_name not in value:
            if field.required:
                message = f"Object missing required field `{field.encode_name}`"
                raise ValidationError(message)
            continue
        try:
            fields[field.name] = _forgiven(value[field.encode_name], field.type)
        except ValidationError:
            if field.required or field.name in getattr(kind, "VITAL", ()):
                raise
    return kind(**fields)


def _fitting(value: object, kind: Any) -> list[Any]:  # noqa: ANN401 (as above)
    """The converted value; empty if it does not fit."""
    try:
        return [_forgiven(value, kind)]
    except ValidationError:
        return []
