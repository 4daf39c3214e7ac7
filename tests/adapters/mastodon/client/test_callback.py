"""The one request that answers a sign-in, and everybody else's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from adapters.mastodon import callback as callbacks
from adapters.mastodon.callback import Callback, listening
from bot.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGE = "You may close this page."
STATE = "?state=right&code=123"


@pytest.fixture
async def callback() -> AsyncIterator[Callback]:
    async with listening(PAGE) as callback:
        yield callback


async def ask(callback: Callback, query: str = STATE, **changes: str) -> str:
    """Ask as a browser does, and give the whole answer; empty if there is none."""
    parts = urlsplit(callback.uri)
    head = {
        "method": "GET",
        "path": parts.path,
        "host": parts.netloc,
        "mode": "navigate",
        **changes,
    }
    lines = (
        f"{head['method']} {head['path']}{query} HTTP/1.1",
        f"Host: {head['host']}",
        f"Sec-Fetch-Mode: {head['mode']}",
        "",
        "",
    )
    return await send(callback, "\r\n".join(lines).encode())


async def send(callback: Callback, content: bytes) -> str:
    host, _, port = callback.host.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(content)
        return (await reader.read()).decode()
    except ConnectionError:
        return ""
    finally:
        writer.close()


def waiting(callback: Callback) -> asyncio.Task[str]:
    callback.expect(lambda url: "state=right" in url)
    return asyncio.create_task(callback.returned())


async def test_the_answer_is_taken_and_the_page_echoes_nothing(callback: Callback) -> None:
    wait = waiting(callback)

    shown = await ask(callback, f"{STATE}&error_description=<b>echo</b>")

    assert shown.startswith("HTTP/1.1 200 ")
    assert PAGE in shown
    assert "echo" not in shown
    assert "123" not in shown
    assert f"{callback.uri}{STATE}&error_description=<b>echo</b>" == await wait


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        (STATE, {"path": "/"}),
        (STATE, {"path": "/favicon.ico"}),
        (STATE, {"method": "POST"}),
        (STATE, {"method": "HEAD"}),
        (STATE, {"host": "evil.example"}),
        (STATE, {"mode": "no-cors"}),
        (STATE, {"mode": "cors"}),
        ("?state=wrong&code=123", {}),
        ("", {}),
    ],
    ids=str,
)
async def test_any_other_request_is_404_and_changes_nothing(
    callback: Callback, query: str, changes: dict[str, str]
) -> None:
    wait = waiting(callback)

    assert (await ask(callback, query, **changes)).startswith("HTTP/1.1 404 ")

    assert not wait.done()
    assert (await ask(callback)).startswith("HTTP/1.1 200 ")
    assert (await wait).endswith(STATE)


async def test_a_second_call_is_404(callback: Callback) -> None:
    wait = waiting(callback)

    shown = [await ask(callback), await ask(callback), await ask(callback, "?state=right&code=9")]

    assert ["200", "404", "404"] == [answer.split()[1] for answer in shown]
    assert (await wait).endswith("code=123")


async def test_nobody_is_answered_before_the_page_was_opened(callback: Callback) -> None:
    assert (await ask(callback)).startswith("HTTP/1.1 404 ")


async def test_a_browser_may_be_back_before_it_is_waited_for(callback: Callback) -> None:
    callback.expect(lambda url: "state=right" in url)
    assert (await ask(callback)).startswith("HTTP/1.1 200 ")

    assert (await callback.returned()).endswith(STATE)


@pytest.mark.parametrize("noise", [b"\r\n\r\n", b"\x00\xff\r\n\r\n", b"GET / HTTP/1.1\r\n" * 2_000])
async def test_noise_changes_nothing(callback: Callback, noise: bytes) -> None:
    wait = waiting(callback)
    await send(callback, noise)

    assert not wait.done()
    assert (await ask(callback)).startswith("HTTP/1.1 200 ")
    await wait


async def test_a_connection_that_says_nothing_does_not_hold_up_the_answer(
    callback: Callback,
) -> None:
    host, _, port = callback.host.partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    wait = waiting(callback)

    assert (await ask(callback)).startswith("HTTP/1.1 200 ")
    await wait
    writer.close()


async def test_it_waits_five_minutes_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 300 == callbacks.PATIENCE
    monkeypatch.setattr(callbacks, "PATIENCE", 0.01)

    async with listening(PAGE) as callback:
        with pytest.raises(SignInError, match="--no-browser"):
            await callback.returned()


async def test_nobody_listens_after_it(callback: Callback) -> None:
    async with listening(PAGE) as other:
        assert other.uri != callback.uri
        assert other.host.startswith("127.0.0.1:")
    with pytest.raises(ConnectionRefusedError):
        await send(other, b"GET / HTTP/1.1\r\n\r\n")
