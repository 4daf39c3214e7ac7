import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http import json_guard
from adapters.http.response import Response
from bot.errors import UncertainError, UnreachableError

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(values, st.booleans())
def test_the_depth_is_that_of_the_value(value: object, ascii_only: bool) -> None:  # noqa: FBT001
    body = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    assert depth_of(value) == json_guard.depth(body)


@given(st.binary())
def test_any_bytes_have_a_depth(body: bytes) -> None:
    assert json_guard.depth(body) <= len(body)


@pytest.mark.parametrize("body", [b'"' + b'\\"' * 2_000_000, b"[" * 4_000_000, b'"' * 4_000_001])
def test_no_body_takes_long(body: bytes) -> None:
    started = process_time()

    json_guard.depth(body)

    assert process_time() - started < 2


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>502</title>",
        b"",
        b"{",
        b"[NaN]",
        b"\xff\xfe",
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 65 + b"]" * 65,
        b"1" * 5_000,
    ],
)
def test_an_unreadable_answer_is_a_network_error(body: bytes) -> None:
    for effect, expected in ((False, UnreachableError), (True, UncertainError)):
        response = Response(200, {}, body, "https://social.example/api", effect)

        with pytest.raises(expected, match=r"social\.example"):
            response.json()


def test_a_decoder_of_ones_own_gets_no_deep_body() -> None:
    response = Response(200, {}, b"[" * 100 + b"]" * 100, "https://social.example")

    with pytest.raises(UnreachableError):
        response.json_bytes()


def test_a_good_body_is_read() -> None:
    response = Response(200, {}, '{"name": "Zoé [{"}'.encode(), "https://social.example")

    assert {"name": "Zoé [{"} == response.json()
    assert response.body == response.json_bytes()
