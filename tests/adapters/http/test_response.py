"""Any body of an answer gives a value or a `NetworkError`."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from adapters.http.response import Response
from bot.errors import UncertainError, UnreachableError

LEVELS = 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>502</title>",
        b"",
        b"{",
        b"[NaN]",
        b"\xff\xfe",
        b"[" * LEVELS + b"]" * LEVELS,
        b'{"a":' * LEVELS,
        b"1" * 5_000,
    ],
)
def test_an_unreadable_answer_is_a_network_error(body: bytes) -> None:
    for effect, expected in ((False, UnreachableError), (True, UncertainError)):
        response = Response(200, {}, body, "https://social.example/api", effect)

        with pytest.raises(expected, match=r"social\.example"):
            response.json()


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "lag"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", timedelta(0)),
        ("Thu, 16 Oct 2025 12:00:00 GMT", timedelta(days=400)),
        ("Fri, 20 Nov 2026 09:00:00 +0200", timedelta(hours=5)),
        ("Fri, 20 Nov 2026 11:00:00 -0000", timedelta(hours=1)),
        ("Sat, 21 Nov 2026 12:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", timedelta(0)),
        ("yesterday", timedelta(0)),
        ("", timedelta(0)),
    ],
)
def test_how_far_a_server_is_behind_is_told_by_its_date(date: str, lag: timedelta) -> None:
    assert lag == Response(200, {"date": date}, b"", "https://social.example").lag(NOW)


def test_a_good_body_is_read() -> None:
    response = Response(200, {}, '{"name": "Zoé [{"}'.encode(), "https://social.example")

    assert {"name": "Zoé [{"} == response.json()


class Kept(msgspec.Struct):
    """Something whose fields are left as they are."""

    value: Any = None
    raw: msgspec.Raw = msgspec.Raw()


class Chain(msgspec.Struct):
    """Something in something like it."""

    below: "Chain | None" = None


@pytest.mark.parametrize(
    ("opened", "closed"), [(b"[", b"]"), (b'{"below":', b"}"), (b'[{"a":', b"}]")]
)
@pytest.mark.parametrize(
    ("around", "kind"),
    [
        (b"%s", Any),
        (b"%s", msgspec.Raw),
        (b"[%s]", list[msgspec.Raw]),
        (b'{"value":%s}', Kept),
        (b'{"raw":%s}', Kept),
        (b'{"unread":%s}', Kept),
        (b'{"unread":%s}', Chain),
        (b'{"below":%s}', Chain),
    ],
)
def test_the_decoder_bounds_how_deep_a_body_nests(
    opened: bytes, closed: bytes, around: bytes, kind: type[object]
) -> None:
    # What adapters rely on, wherever in a body it stands, and whether it is read or passed over.
    for end in (b"null" + closed * LEVELS, b""):
        with pytest.raises((RecursionError, msgspec.ValidationError)) as caught:
            msgspec.json.decode(around % (opened * LEVELS + end), type=kind)

        is_other = kind is Chain and b"below" in around and opened != b'{"below":'
        assert is_other is isinstance(caught.value, msgspec.ValidationError)


def test_the_decoder_counts_what_the_stack_holds_already() -> None:
    body = b"[" * 300 + b"]" * 300

    def called(deep: int, work: Callable[[], object]) -> object:
        return called(deep - 1, work) if deep else work()

    def decode() -> object:
        return msgspec.json.decode(body, type=list[msgspec.Raw])

    assert called(10, decode)
    if sys.version_info < (3, 12):  # from then on it counts levels of its own only
        with pytest.raises(RecursionError):
            called(sys.getrecursionlimit() - 250, decode)
