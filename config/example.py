"""The example files, made from the models: `python -m config.example` writes them.

One for each language: only the comments differ.

Prose follows `# `; a key that may be left out follows `#`, with its default if it has one, so
that taking away the `#` puts it to use.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked
from bot.text.language.catalogue import catalogue
from config.models.settings import Settings
from config.problem import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

PATHS: Final = {
    "en": Path(__file__).with_name("example.toml"),
    "fr": Path(__file__).with_name("example.fr.toml"),
}

_WIDTH: Final = 88
_HEAD: Final = marked(
    "Terrasse reads this file as --config names it, or $TERRASSE_CONFIG, else as terrasse.toml "
    "in the working directory or in ~/.config/terrasse. To change a key, remove the # before "
    "it; the value that you see is the default, where there is one."
)


def example(language: str = "en") -> str:
    """The text of the example file: every key there is, described."""
    return "\n".join(_Example(language).lines()) + "\n"


class _Example:
    """Writes the example file, with its comments in a language."""

    def __init__(self, language: str) -> None:
        self._say = catalogue(language).as_is

    def lines(self) -> Iterator[str]:
        """The file, line by line."""
        yield from (*self._prose(_HEAD), "")
        yield from self._table(Settings.model_fields)

    def _table(
        self, fields: Mapping[str, FieldInfo], path: str = "", *, all_optional: bool = False
    ) -> Iterator[str]:
        named = dict(tables(fields))
        keys = {name: field for name, field in fields.items() if name not in named}
        yield from self._keys(keys, all_optional=all_optional)
        for name, table in named.items():
            field, where = fields[name], path + name
            header = f"[[{where}]]" if "tuple" in str(field.annotation) else f"[{where}]"
            optional = all_optional or field.default in {None, ()}
            yield from ("", *self._prose(field.description or ""), "#" * optional + header)
            yield from self._table(table.model_fields, f"{where}.", all_optional=optional)

    def _keys(
        self, fields: Mapping[str, FieldInfo], *, all_optional: bool = False
    ) -> Iterator[str]:
        for name, field in fields.items():
            extra = field.json_schema_extra
            in_use = field.is_required() or (
                isinstance(extra, dict) and extra.get("in_use") is True
            )
            yield from self._prose(field.description or "")
            mark = "" if in_use and not all_optional else "#"
            yield f"{mark}{field.alias or name} = {example_of(field)}"

    def _prose(self, text: str) -> list[str]:
        return [f"# {line}" for line in wrap(self._say(text), _WIDTH - 2, break_on_hyphens=False)]


def example_of(field: FieldInfo) -> str:
    """The example of a key's value, as TOML writes it; it is the default, where there is one."""
    # JSON and TOML write strings, numbers, true and false alike.
    return json.dumps((field.examples or [None])[0], ensure_ascii=False)


if __name__ == "__main__":
    for language, path in PATHS.items():
        path.write_text(example(language), encoding="utf-8")
