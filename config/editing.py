"""Change values in the text of the config file, and leave all the rest of it as it is.

tomlkit replaces values. A key that is new, or removed, would take the comments after it along, so
these are put in and cut out here. What comes of it is read again before it is used.
"""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable

from bot.domain.sentence import marked
from bot.errors import ImpossibleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Key = tuple[str, ...]
"""The name of a key, after that of its table if it stands in one."""
Slot = dict[str, object]

SLOT: Final = "slot"
_UNEDITABLE: Final = marked(
    "The config file is written in a way that this page cannot change without losing something, "
    "such as a comment within a value. Nothing was changed: change it in an editor."
)
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
_HEADER: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def edited(
    text: str, values: Mapping[Key, object], slots: Sequence[Slot | None] | None = None
) -> str:
    """The text with these values, `None` where a key is to go.

    `slots` are all [[slot]] tables, if they change: those of the text in their order, `None` where
    one is to go, and then new ones.

    Raises:
        ImpossibleError: something else would change, or the text is no TOML.
    """
    try:
        data = tomllib.loads(text)
        slots = data.get(SLOT, []) if slots is None else slots
        after = _with_slots(_with_values(text, values), data.get(SLOT, []), slots)
        is_sound = _plain(tomllib.loads(after)) == _wanted(data, values, slots)
    except (TOMLKitError, ValueError) as problem:
        raise ImpossibleError(_UNEDITABLE) from problem
    if not is_sound or _comments(after) != _comments(text):
        raise ImpossibleError(_UNEDITABLE)
    return after


def _wanted(
    data: Mapping[str, Any], values: Mapping[Key, object], slots: Sequence[Slot | None]
) -> dict[str, Any]:
    wanted = deepcopy(dict(data))
    for (*tables, key), value in values.items():
        table = wanted
        for name in tables:
            table = table.setdefault(name, {})
        table[key] = value
    wanted[SLOT] = [slot for slot in slots if slot is not None]
    return _plain(wanted)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without what says nothing: keys that are to go, and tables without any."""
    full = {key: _plain(value) if type(value) is dict else value for key, value in data.items()}
    return {
        key: value for key, value in full.items() if value is not None and value not in ({}, [])
    }


def _with_values(text: str, values: Mapping[Key, object]) -> str:
    document = _document(text)
    others = {}
    for (*tables, key), value in values.items():
        table: Any = document
        for name in tables:
            table = table.get(name)
        if isinstance(table, InlineTable) or (table and key in table and value is not None):
            _set(table, key, value)
        else:
            others[*tables, key] = value
    text = tomlkit.dumps(document)
    for (*tables, key), value in others.items():
        header = f"[{tables[0]}]" if tables else ""
        if value is None:
            text = _cut_key(text, header, 0, key)
        elif header and not _headers(text, header):
            text = _at_end(text, f"{header}\n{_line(key, value)}")
        else:
            text = _put(text, header, 0, _line(key, value))
    return text


def _with_slots(text: str, before: Sequence[Slot], after: Sequence[Slot | None]) -> str:
    document = _document(text)
    tables: Any = document.get(SLOT)
    changed = [
        None if slot is None else {**dict.fromkeys(old), **slot}  # None for a key that is to go
        for old, slot in zip(before, after, strict=False)
    ]
    new = [slot for slot in after[len(before) :] if slot is not None]
    if tables is None or isinstance(tables, AoT):
        for table, old, slot in zip(tables or (), before, changed, strict=True):
            for key in old.keys() & (slot or {}).keys():
                if slot is not None and slot[key] is not None and slot[key] != old[key]:
                    table[key] = slot[key]
        return _with_tables(tomlkit.dumps(document), before, changed, new)
    for number in reversed(range(len(before))):
        slot = changed[number]
        if slot is None:
            del tables[number]
            continue
        for key, value in slot.items():
            if value != before[number].get(key):
                _set(tables[number], key, value)
    tables.extend(new)
    return tomlkit.dumps(document)


def _with_tables(
    text: str, before: Sequence[Slot], changed: Sequence[Slot | None], new: Sequence[Slot]
) -> str:
    """The text without the tables that are to go, and with new tables and keys."""
    header = f"[[{SLOT}]]"
    if new:
        lines = "\n\n".join(
            "\n".join([header, *(_line(key, value) for key, value in slot.items())]) for slot in new
        )
        text = _put(text, header, len(before) - 1, f"\n{lines}") if before else _at_end(text, lines)
    for number in reversed(range(len(before))):
        old, slot = before[number], changed[number]
        if slot is None:
            text = _cut(text, *_region(text, header, number)[::2])
            continue
        for key, value in slot.items():
            if value is None:
                text = _cut_key(text, header, number, key)
            elif key not in old:
                text = _put(text, header, number, _line(key, value))
    return text


def _document(text: str) -> tomlkit.TOMLDocument:
    document = tomlkit.parse(text)
    if tomlkit.dumps(document) != text:  # as with tables of one array that others stand between
        raise ImpossibleError(_UNEDITABLE)
    return document


def _set(table: Any, key: str, value: object) -> None:  # noqa: ANN401 (any kind of tomlkit's)
    """Set, replace or remove a value; of an array, only what is no longer, or not yet, in it."""
    if value is None:
        table.pop(key, None)
        return
    array = table.get(key)
    if isinstance(array, list) and isinstance(value, list):
        for number in reversed(range(len(array))):
            if array[number] not in value:
                del array[number]
        if list(array) == value[: len(array)]:
            array.extend(value[len(array) :])
            return
    table[key] = value


def _line(key: str, value: object) -> str:
    return f"{key} = {tomlkit.item(value).as_string()}"


def _masked(text: str) -> str:
    """The text with strings as `_`, and comments as spaces, each as long as it is."""
    return _TOKEN.sub(lambda found: (" " if found["comment"] else "_") * len(found[0]), text)


def _comments(text: str) -> list[str]:
    return [found["comment"].rstrip() for found in _TOKEN.finditer(text) if found["comment"]]


def _headers(text: str, header: str) -> list[re.Match[str]]:
    name = header.strip("[]")
    opening, closing = (re.escape(part) for part in header.split(name))
    pattern = rf"^[ \t]*{opening}[ \t]*{name}[ \t]*{closing}"
    return list(re.finditer(pattern, _masked(text), re.MULTILINE))


def _region(text: str, header: str, number: int) -> tuple[int, int, int]:
    """Where a table begins, where its keys do, and where the last line of them ends.

    Without a header, that of the keys before all tables.
    """
    masked, start, body = _masked(text), 0, 0
    if header:
        found = _headers(text, header)
        if number >= len(found):
            raise ImpossibleError(_UNEDITABLE)
        start, body = found[number].span()
    following = _HEADER.search(masked, body)
    content = masked[body : following.start() if following else len(text)].rstrip()
    end = masked.find("\n", body + len(content))
    is_empty = not header and not content
    return start, body, 0 if is_empty else len(text) if end < 0 else end


def _put(text: str, header: str, number: int, line: str) -> str:
    """The text with a line after the last key of a table."""
    _, _, end = _region(text, header, number)
    return f"{text[:end]}\n{line}{text[end:]}" if end else f"{line}\n{text}"


def _at_end(text: str, lines: str) -> str:
    space = "\n" if not text or text.endswith("\n") else "\n\n"
    return f"{text}{space}{lines}\n"


def _cut_key(text: str, header: str, number: int, key: str) -> str:
    _, body, end = _region(text, header, number)
    found = re.compile(rf"^[ \t]*{key}[ \t]*=[^\n]*", re.MULTILINE).search(_masked(text), body, end)
    return text if found is None else _cut(text, found.start(), found.end())


def _cut(text: str, start: int, end: int) -> str:
    """The text without some whole lines, but for their comments."""
    comments = "\n".join(_comments(text[start:end]))
    return text[:start] + comments + text[end + (not comments) :]
