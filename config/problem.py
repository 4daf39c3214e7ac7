"""One fault of the config file, as a message to the owner."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from config.hint import did_you_mean, nearest
from config.models.settings import Settings
from config.models.tables import Table
from config.secrets.redaction import HIDDEN, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

Loc = tuple[str | int, ...]

_WANTED: Final = {
    "string_type": "a string",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "model_type": "a table",
    "tuple_type": "an array of tables",
}
_BOUNDS: Final = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
}
# A datetime is a date, and a bool an int: the narrower type stands first.
_NAMES: Final[tuple[tuple[type, str], ...]] = (
    (str, "a string"),
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a decimal number"),
    (datetime, "a date and time"),
    (date, "a date"),
    (time, "a time of day (put it in quotes)"),
    (dict, "a table"),
    (list, "an array"),
)


def described(error: ErrorDetails) -> str:
    """What is wrong and what to do, without a value that may be a secret."""
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(error["loc"])
    if kind == "missing":
        return _missing(error["loc"])
    if kind == "tuple_type" and not _is_table(error["loc"]):
        return f"must be an array, not {_type_name(given)}: write it in [brackets]."
    if kind in _WANTED:
        brackets = _brackets(kind, given, error["loc"])
        return f"must be {_WANTED[kind]}, not {_type_name(given)}.{brackets}"
    if kind in _BOUNDS:
        words, limit = _BOUNDS[kind]
        return f"must be {words} {context[limit]:g}{_instead_of(given)}."
    return {
        "finite_number": "must be a finite number.",
        "literal_error": f"must be {context.get('expected', '')}.".replace("'", '"'),
        "string_too_long": f"must be at most {context.get('max_length')} characters long.",
        "string_too_short": "must not be empty.",
        "too_long": f"must hold at most {context.get('max_length')} values.",
        "value_error": str(context.get("error", "")),
        "rule": str(context.get("why", "")),
    }.get(kind, "cannot be used.")


def dotted(loc: Loc) -> str:
    """The key as a path, counted from 1: `watch[2].secret`."""
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{_key(part)}" for part in loc
    ).removeprefix(".")


def tables(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, type[Table]]]:
    """The tables among the fields of a table, by name."""
    for name, field in fields.items():
        annotation = field.annotation
        for part in (annotation, *getattr(annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, Table):
                yield name, part


def _unknown(loc: Loc) -> str:
    key, known = str(loc[-1]), Settings.model_fields
    for part in loc[:-1]:
        known = dict(tables(known))[part].model_fields if isinstance(part, str) else known
    written = [field.alias or name for name, field in known.items()]
    if like := nearest(key, written):
        return f"is not a key that Terrasse knows.{did_you_mean(like)}"
    by_name = dict(tables(Settings.model_fields))
    if key in Settings.model_fields.keys() - by_name:
        return "stands under the wrong header: it goes to the top of the file, before any [table]."
    for name, table in by_name.items():
        if key in {field.alias or attribute for attribute, field in table.model_fields.items()}:
            return f"stands under the wrong header: it goes under [{name}]."
    return f"is not a key that Terrasse knows. Known here: {', '.join(written)}."


def _missing(loc: Loc) -> str:
    if loc == ("watch",):
        return "is missing: add a [[watch]] table with your account."
    fields = Settings.model_fields
    for part in loc[:-1]:
        fields = dict(tables(fields))[part].model_fields if isinstance(part, str) else fields
    example = json.dumps((fields[str(loc[-1])].examples or [None])[0])
    return f"is missing: write, for one, {loc[-1]} = {example}."


def _is_table(loc: Loc) -> bool:
    return len(loc) == 1 and loc[0] in dict(tables(Settings.model_fields))


def _brackets(kind: str, given: object, loc: Loc) -> str:
    """What to write where a header has too few brackets, or too many."""
    if kind == "tuple_type" and isinstance(given, dict):
        return f" Write [[{loc[-1]}]] for [{loc[-1]}]."
    if kind == "model_type" and isinstance(given, list):
        return f" Write [{loc[-1]}] for [[{loc[-1]}]]."
    return ""


def _instead_of(given: object) -> str:
    # A number in TOML may be longer than Python agrees to write.
    is_short = isinstance(given, int | float) and abs(given) < 1e9  # noqa: PLR2004
    return f", not {given}" if is_short else ""


def _type_name(given: object) -> str:
    return next((name for kind, name in _NAMES if isinstance(given, kind)), "something else")


def _key(name: str) -> str:
    if looks_secret(name) or len(name) > 40:  # noqa: PLR2004 (a line of the terminal)
        return HIDDEN
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
