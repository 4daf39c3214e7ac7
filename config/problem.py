"""One fault of the config file, as a message to the owner."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import Sentence, joined, marked
from bot.errors import UnfitError
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
    "string_type": marked("a string"),
    "int_type": marked("a whole number"),
    "float_type": marked("a number"),
    "bool_type": marked("true or false"),
    "model_type": marked("a table"),
    "tuple_type": marked("an array of tables"),
}
_BOUNDS: Final = {
    "greater_than": (marked("must be above {limit}{instead}."), "gt"),
    "greater_than_equal": (marked("must be at least {limit}{instead}."), "ge"),
    "less_than_equal": (marked("must be at most {limit}{instead}."), "le"),
}
_OTHERS: Final = {
    "finite_number": marked("must be a finite number."),
    "string_too_long": marked("must be at most {most} characters long."),
    "string_too_short": marked("must not be empty."),
    "too_long": marked("must hold at most {most} values."),
}
_UNUSABLE: Final = marked("cannot be used.")
# A datetime is a date, and a bool an int: the narrower type stands first.
_NAMES: Final[tuple[tuple[type, str], ...]] = (
    (str, marked("a string")),
    (bool, marked("true or false")),
    (int, marked("a whole number")),
    (float, marked("a decimal number")),
    (datetime, marked("a date and time")),
    (date, marked("a date")),
    (time, marked("a time of day (put it in quotes)")),
    (dict, marked("a table")),
    (list, marked("an array")),
)


def described(error: ErrorDetails) -> Sentence:
    """What is wrong and what to do, without a value that may be a secret."""
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(error["loc"])
    if kind == "missing":
        return _missing(error["loc"])
    if kind in _WANTED:
        return _other_type(kind, given, error["loc"])
    if kind in _BOUNDS:
        words, limit = _BOUNDS[kind]
        return Sentence(words, limit=f"{context[limit]:g}", instead=_instead_of(given))
    if kind == "literal_error":
        return _one_of(str(context.get("expected", "")))
    told = context.get("error", context.get("why"))
    told = told.said if isinstance(told, UnfitError) else told
    other = Sentence(_OTHERS.get(kind, _UNUSABLE), most=context.get("max_length"))
    return told if isinstance(told, Sentence) else other


def _other_type(kind: str, given: object, loc: Loc) -> Sentence:
    if kind == "tuple_type" and not _is_table(loc):
        wrong = marked("must be an array, not {given}: write it in [brackets].")
        return Sentence(wrong, given=_type_name(given))
    return Sentence(
        marked("must be {wanted}, not {given}.{brackets}"),
        wanted=Sentence(_WANTED[kind]),
        given=_type_name(given),
        brackets=_brackets(kind, given, loc),
    )


def _one_of(expected: str) -> Sentence:
    """The values that pydantic lists: `'work', 'goal' or 'leisure'`."""
    values = [f'"{value}"' for value in re.findall("'([^']*)'", expected)]
    first, last = ", ".join(values[:-1]), values[-1]
    return Sentence(marked("must be {first} or {last}."), first=first, last=last)


def dotted(loc: Loc) -> Sentence:
    """The key as a path, counted from 1: `watch[2].secret`."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int):
            parts.append(f"[{part + 1}]")
        else:
            parts += [".", _key(part)] if parts else [_key(part)]
    return joined(*parts, between="")


def tables(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, type[Table]]]:
    """The tables among the fields of a table, by name."""
    for name, field in fields.items():
        annotation = field.annotation
        for part in (annotation, *getattr(annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, Table):
                yield name, part


def _unknown(loc: Loc) -> Sentence:
    key, known = str(loc[-1]), Settings.model_fields
    for part in loc[:-1]:
        known = dict(tables(known))[part].model_fields if isinstance(part, str) else known
    written = [field.alias or name for name, field in known.items()]
    if like := nearest(key, written):
        unknown = marked("is not a key that Terrasse knows.{hint}")
        return Sentence(unknown, hint=did_you_mean(like))
    by_name = dict(tables(Settings.model_fields))
    if key in Settings.model_fields.keys() - by_name:
        return Sentence(
            marked(
                "stands under the wrong header: it goes to the top of the file, before any [table]."
            )
        )
    for name, table in by_name.items():
        if key in {field.alias or attribute for attribute, field in table.model_fields.items()}:
            wrong = marked("stands under the wrong header: it goes under [{table}].")
            return Sentence(wrong, table=name)
    unknown = marked("is not a key that Terrasse knows. Known here: {known}.")
    return Sentence(unknown, known=", ".join(written))


def _missing(loc: Loc) -> Sentence:
    if loc == ("watch",):
        return Sentence(marked("is missing: add a [[watch]] table with your account."))
    fields = Settings.model_fields
    for part in loc[:-1]:
        fields = dict(tables(fields))[part].model_fields if isinstance(part, str) else fields
    example = json.dumps((fields[str(loc[-1])].examples or [None])[0])
    missing = marked("is missing: write, for one, {line}.")
    return Sentence(missing, line=f"{loc[-1]} = {example}")


def _is_table(loc: Loc) -> bool:
    return len(loc) == 1 and loc[0] in dict(tables(Settings.model_fields))


def _brackets(kind: str, given: object, loc: Loc) -> Sentence:
    """What to write where a header has too few brackets, or too many."""
    if kind == "tuple_type" and isinstance(given, dict):
        return Sentence(
            marked(" Write {this} for {that}."), this=f"[[{loc[-1]}]]", that=f"[{loc[-1]}]"
        )
    if kind == "model_type" and isinstance(given, list):
        return Sentence(
            marked(" Write {this} for {that}."), this=f"[{loc[-1]}]", that=f"[[{loc[-1]}]]"
        )
    return Sentence("")


def _instead_of(given: object) -> Sentence:
    # A number in TOML may be longer than Python agrees to write.
    is_short = isinstance(given, int | float) and abs(given) < 1e9  # noqa: PLR2004
    return Sentence(marked(", not {given}"), given=given) if is_short else Sentence("")


def _type_name(given: object) -> Sentence:
    names = (name for kind, name in _NAMES if isinstance(given, kind))
    return Sentence(next(names, marked("something else")))


def _key(name: str) -> str:
    if looks_secret(name) or len(name) > 40:  # noqa: PLR2004 (a line of the terminal)
        return HIDDEN
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
