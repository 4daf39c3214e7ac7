"""The reference of the config file, made from the models: `python -m config.reference` writes it.

A section for each table, with a row for each of its keys and an example that has them all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic import GetPydanticSchema, SecretStr

from bot.domain.meeting.quiet import QuietHours
from bot.domain.schedule import Period, WallTime
from config.example import example_of
from config.models.account import AccountName
from config.models.calendar import CalendarPlace
from config.models.region import Region
from config.models.settings import Settings
from config.models.week import Hours
from config.problem import tables
from config.secrets.reference import SecretRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

PATH: Final = Path(__file__).parents[1] / "docs" / "config.md"

_HEAD: Final = """\
# The config file: every key

Made from the program by `python -m config.reference`; `terrasse config example` prints the same as
a file to edit. `terrasse init` writes a config file for you, and `terrasse config check` says what
is wrong in it.

It is a [TOML](https://toml.io) file called `terrasse.toml`. Terrasse looks for it in this order:
`--config FILE`, `$TERRASSE_CONFIG`, `./terrasse.toml`, and `terrasse/terrasse.toml` in
`$XDG_CONFIG_HOME` or `~/.config`. Only `[[watch]]` is required. Paths are relative to the folder of
the file. Secrets never stand in it: it says where they are.

A header in double brackets, such as `[[watch]]`, may be repeated: once for each account, slot or
calendar. “—” means that there is no default: what happens then stands beside it.

While `terrasse run` or `terrasse web` works, a change of `language`, `[digest]` (but for `to`),
`[goal]`, `[[slot]]`, `[meetings]` (but for `ics` and `holidays`) and `[places]` holds within two
minutes; a round that goes on ends with what it began with. All else holds from the next start. A
file that cannot be used changes nothing, and the log says what is wrong in it."""

_WORDS: Final[Mapping[object, str]] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    tuple: "list of texts",
    Path: "path",
    AccountName: "account",
    CalendarPlace: "file or address",
    Hours: "weekday and two times",
    Period: "days, weeks or months",
    QuietHours: "two times",
    Region: "country or region",
    SecretRef: "place of a secret",
    SecretStr: "address",
    WallTime: "time, or weekday and time",
    ZoneInfo: "time zone",
}
"""What is written for a value of each type."""


def reference() -> str:
    """The text of the page: every key there is."""
    return "\n".join([_HEAD, *_section("", "", Settings.model_fields), ""])


def _section(header: str, description: str, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    """A table of the file, and those in it; `header` is empty for the top of the file."""
    named = dict(tables(fields))
    keys = {field.alias or name: field for name, field in fields.items() if name not in named}
    yield from ("", f"## `{header}`" if header else "## At the top of the file", "")
    yield from (_cell(description), "") if description else ()
    yield from ("| key | value | default | meaning |", "| --- | --- | --- | --- |")
    for name, field in keys.items():
        meaning = _cell(field.description or "")
        yield f"| `{name}` | {_value(field)} | {_default(field)} | {meaning} |"
    yield from ("", "```toml", *([header] if header else []))
    yield from (f"{name} = {example_of(field)}" for name, field in keys.items())
    yield "```"
    for name, table in named.items():
        path = f"{header.strip('[]')}.{name}".removeprefix(".")
        is_many = get_origin(fields[name].annotation) is tuple
        inner = f"[[{path}]]" if is_many else f"[{path}]"
        yield from _section(inner, fields[name].description or "", table.model_fields)


def _value(field: FieldInfo) -> str:
    """What may be written: the type in words, and its limits."""
    what = _type(field)
    unit = "values" if what == _WORDS[tuple] else "characters"
    return "; ".join([what, *filter(None, (_limit(limit, unit) for limit in field.metadata))])


def _type(field: FieldInfo) -> str:
    parts = list(_parts(field.annotation))
    if get_origin(field.annotation) is Literal:
        return " or ".join(f'`"{choice}"`' for choice in parts)
    # The only texts that are parsed and stay texts are addresses.
    is_parsed = any(isinstance(part, GetPydanticSchema) for part in (*parts, *field.metadata))
    kinds = [part for part in parts if part in _WORDS]
    if not kinds:
        message = f"{field.annotation} has no words in the reference."
        raise LookupError(message)
    return " or ".join("address" if kind is str and is_parsed else _WORDS[kind] for kind in kinds)


def _parts(annotation: object) -> Iterator[object]:
    """The types in an annotation, and what they are annotated with."""
    origin = get_origin(annotation)
    if origin is tuple:
        yield tuple
    elif arguments := get_args(annotation):
        for argument in arguments:
            yield from _parts(argument)
        yield from getattr(annotation, "__metadata__", ())
    else:
        yield annotation


def _limit(limit: object, unit: str) -> str:
    match limit:
        case Gt(gt=least):
            return f"above {least}"
        case Ge(ge=least):
            return f"at least {least}"
        case Le(le=most):
            return f"at most {most}"
        case MaxLen(max_length=most):
            return f"at most {most} {unit}"
    return ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default in {None, (), ""} or field.default_factory is not None:
        return "—"
    return f"`{example_of(field)}`"  # which is the default, where there is one


def _cell(text: str) -> str:
    """Prose in Markdown: a key in brackets is code, and a bar ends no cell."""
    return re.sub(r"(\[{1,2}[a-z.]+\]{1,2})", r"`\1`", text.replace("|", "\\|"))


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8")
