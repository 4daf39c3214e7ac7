"""Where a server sends the browser back to, after a sign-in: one request, on this machine.

The page is the same whatever was asked, and echoes nothing. Any other request (another path or
method, another page's, a second one) is answered with 404, and changes nothing.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked, reason
from bot.errors import SignInError

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator, Callable

PATIENCE: Final = 300.0
"""Seconds for signing in on the server's page."""

_HOST: Final = "127.0.0.1"
_LONGEST: Final = 16_384
"""Bytes of a request's head."""
_SECONDS: Final = 10.0
"""For one request to arrive and be answered."""
_HEADERS: Final = (
    "Content-Type: text/html; charset=utf-8",
    "Content-Security-Policy: default-src 'none'",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "Cache-Control: no-store",
    "Connection: close",
)
_NOT_FOUND: Final = "<!doctype html><title>404</title>"


class Callback:
    """Waits for the one request that answers a sign-in; `uri` is where it is to go."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._is_answer: Callable[[str], bool] | None = None
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._handling: set[asyncio.Task[None]] = set()
        self.host = ""

    @property
    def uri(self) -> str:
        """The redirect URI to register."""
        return f"http://{self.host}{self._path}"

    def expect(self, is_answer: Callable[[str], bool]) -> None:
        """Take the first URL that answers the sign-in, as `is_answer` says; before, none."""
        self._is_answer = is_answer

    async def returned(self) -> str:
        """The URL that the browser was sent back to.

        Raises:
            SignInError: nobody came in time.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._answer
        except TimeoutError:
            sentence = marked(
                "Your browser did not come back within {minutes} minutes. Sign in again; if your "
                "browser is on another machine, with --no-browser."
            )
            raise SignInError(sentence, minutes=round(PATIENCE / 60)) from None

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer one connection."""
        task = asyncio.current_task()
        if task is not None:
            self._handling.add(task)
        try:
            async with asyncio.timeout(_SECONDS):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                url = self._taken(head)
                writer.write(_response(404, _NOT_FOUND) if url is None else self._found())
                await writer.drain()
            if url is not None and not self._answer.done():
                self._answer.set_result(url)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever it was gets no answer; the sign-in goes on waiting
        finally:
            writer.close()
            if task is not None:
                self._handling.discard(task)

    def stop(self) -> None:
        """Answer nobody any more."""
        for task in self._handling:
            task.cancel()

    def _taken(self, head: str) -> str | None:
        """The URL that was asked for, if it is the answer: it is taken once."""
        request, *lines = head.split("\r\n")
        match = re.fullmatch(r"GET ([!-~]+) HTTP/1\.[01]", request)
        headers = {
            name.strip().lower(): value.strip()
            for name, colon, value in (line.partition(":") for line in lines)
            if colon
        }
        if match is None or match[1].partition("?")[0] != self._path:
            return None
        # Another page can have a browser ask for anything here, but not have it say that it
        # is a page to show, nor under this host: https://www.w3.org/TR/fetch-metadata
        if headers.get("host") != self.host or headers.get("sec-fetch-mode", "navigate") != (
            "navigate"
        ):
            return None
        url = f"http://{self.host}{match[1]}"
        if self._is_answer is None or not self._is_answer(url):
            return None
        self._is_answer = None
        return url

    def _found(self) -> bytes:
        return _response(200, f"<!doctype html><title>Terrasse</title><p>{self._page}</p>")


@asynccontextmanager
async def listening(page: str) -> AsyncIterator[Callback]:
    """Listen on a free port for the length of the block; `page` is the text that is shown.

    Raises:
        SignInError: no port can be had.
    """
    callback = Callback(page)
    try:
        server = await asyncio.start_server(callback.serve, _HOST, 0, limit=_LONGEST)
    except OSError as error:
        sentence = marked(
            "Terrasse cannot wait for your browser here ({why}). Sign in again with --no-browser."
        )
        raise SignInError(sentence, why=reason(error)) from error
    callback.host = f"{_HOST}:{server.sockets[0].getsockname()[1]}"
    try:
        yield callback
    finally:
        server.close()
        callback.stop()


def _response(status: int, body: str) -> bytes:
    content = body.encode()
    head = [
        f"HTTP/1.1 {status} {'OK' if status == 200 else 'Not Found'}",  # noqa: PLR2004 (HTTP's)
        *_HEADERS,
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + content
