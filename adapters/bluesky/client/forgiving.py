"""Decoding of data that does not fit its type: what does not fit costs itself only.

Apps write records as they like, and the lexicons leave unions open. So an item that fails to decode
is decoded a second time, part by part: an odd field takes its default, an odd item of a list is
left out. A type says by its default what may be missing; where that would pass for a safe answer
(such as "no block"), its field is `Any`, and is judged by the code that uses it.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import Raw, Struct


def forgiving(value: object, kind: Any) -> Any:  # noqa: ANN401 (any type, and a value of it)
    """Convert a value of JSON or DAG-CBOR to a type, as far as it fits.

    Raises:
        msgspec.ValidationError: a field without a default is missing or does not fit.
    """
    if kind is Raw:
        return Raw(msgspec.json.encode(value))
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _chosen(value, get_args(kind))
    if origin is list and isinstance(value, list):
        (inner,) = get_args(kind)
        return [item for part in value for item in _fitting(part, inner)]
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
    return forgiving(value, last)


def _struct(value: dict[Any, Any], kind: type[Struct]) -> Struct:
    config = kind.__struct_config__
    if config.tag_field is not None and value.get(config.tag_field, config.tag) != config.tag:
        message = f"Invalid value {value[config.tag_field]!r:.60} - at `$.{config.tag_field}`"
        raise msgspec.ValidationError(message)
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.encode_name not in value:
            if field.required:
                message = f"Object missing required field `{field.encode_name}`"
                raise msgspec.ValidationError(message)
            continue
        try:
            fields[field.name] = forgiving(value[field.encode_name], field.type)
        except msgspec.ValidationError as error:
            if field.required:
                message = f"{error} - of the field `{field.encode_name}`"
                raise msgspec.ValidationError(message) from error
    return kind(**fields)


def _fitting(value: object, kind: Any) -> list[Any]:  # noqa: ANN401 (as above)
    """The converted value; empty if it does not fit."""
    try:
        return [forgiving(value, kind)]
    except msgspec.ValidationError:
        return []
