"""Any content of the file gives settings or a ConfigError."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError
from config.load import load
from config.models.settings import Settings
from config.problem import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES = dict(tables(Settings.model_fields))
KEYS = st.sampled_from(
    sorted(
        {*Settings.model_fields, *(key for table in TABLES.values() for key in table.model_fields)}
    )
)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.sampled_from(["file:", "file:x", "env:X", "@a@b.c", "a.b", "memory:village", "2 weeks",
                     "monday 18:00", "https://a.b", "http://[::1", "sqlite:///x", "~", "UTC"]),
)  # fmt: skip
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
BODIES = st.dictionaries(KEYS | st.text(), VALUES, max_size=6)
HEADERS = st.sampled_from([*(f"[{name}]" for name in TABLES), "[[watch]]", "[x.y]"])


def outcome(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "terrasse.toml")
        path.write_bytes(content)
        try:
            found = load(path)
        except ConfigError as error:
            assert str(error).startswith(str(path))  # noqa: PT017 (either outcome will do)
        else:
            _ = found.schedule(), found.sender, found.recipient, found.store_url


def as_toml(body: Mapping[str, object]) -> str:
    # JSON of these values is TOML, but for the surrogates that it writes in pairs.
    return "".join(
        f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in body.items()
    )


@settings(deadline=None)  # files are read, and time zones looked for
@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    outcome(content)


@settings(deadline=None)  # files are read, and time zones looked for
@given(st.text(alphabet="[]{}=.\"'\\#\n0189eTZ-:_+aé\0 "))
def test_anything_like_toml(text: str) -> None:
    outcome(text.encode())


@settings(deadline=None)  # files are read, and time zones looked for
@given(BODIES, st.lists(st.tuples(HEADERS, BODIES), max_size=4))
def test_any_values_under_any_keys(
    top: Mapping[str, object], rest: list[tuple[str, Mapping[str, object]]]
) -> None:
    parts = [as_toml(top), *(f"{header}\n{as_toml(body)}" for header, body in rest)]

    outcome("".join(parts).encode())
