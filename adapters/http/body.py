"""The body of an answer: unpacked, counted, and read against the clock."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx

from adapters.http.failure import OversizedError
from adapters.http.gunzip import Gunzip
from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    import httpcore

    from adapters.http.attempt import Attempt


class BoundedBody(httpx.AsyncByteStream):
    """Hands out an answer's body until it ends, is too large, or takes too long.

    Args:
        answer: httpcore's, its body unread.
        attempt: the request that it answers, with its clock.
        max_bytes: the most that may come, counted both as sent and as unpacked.
        gzip: whether it comes packed.
    """

    def __init__(
        self, answer: httpcore.Response, attempt: Attempt, *, max_bytes: int, gzip: bool
    ) -> None:
        self._answer = answer
        self._attempt = attempt
        self._max_bytes = max_bytes
        self._gunzip = Gunzip() if gzip else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        unpacked = 0
        async with aclosing(self._chunks()) as chunks:
            async for chunk in chunks:
                for piece in self._unpacked(chunk):
                    unpacked = self.expect(unpacked + len(piece))
                    yield piece
        self._finish()

    def expect(self, size: int) -> int:
        """Count up to a size, announced or real.

        Raises:
            OversizedError: that is too much.
        """
        if size > self._max_bytes:
            mib = self._max_bytes / 2**20
            sentence = marked("{host} answers with more than {size} MiB.")
            raise OversizedError(Sentence(sentence, host=self._attempt.host, size=f"{mib:.3g}"))
        return size

    async def aclose(self) -> None:
        """Give the connection back, or close it when there is more to read."""
        await self._answer.aclose()

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        received = 0
        source = aiter(self._answer.aiter_stream())
        while True:
            # No step may be open while a chunk is handed out: its cancel scope would close over
            # the reader's code.
            with self._attempt.step():
                chunk = await anext(source, None)
            if chunk is None:
                return
            received = self.expect(received + len(chunk))
            yield chunk

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        if self._gunzip is None:
            yield chunk
            return
        try:
            yield from self._gunzip.feed(chunk)
        except ValueError as error:
            self._attempt.fail(_damaged(error), error)

    def _finish(self) -> None:
        try:
            if self._gunzip is not None:
                self._gunzip.finish()
        except ValueError as error:
            self._attempt.fail(_damaged(error), error)


def _damaged(error: ValueError) -> Sentence:
    return Sentence(marked("answers with a damaged body ({said})"), said=str(error))
