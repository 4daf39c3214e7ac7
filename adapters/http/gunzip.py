"""Unpacks a gzip body in small pieces.

httpx's own decoder turns each chunk into all that it unpacks to: 64 KiB of a bomb are 64 MiB
in memory before anybody can count them. Here no piece is larger than `PIECE`.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE: Final = 65_536
"""The most bytes that come out at once."""

_GZIP: Final = zlib.MAX_WBITS | 16


class Gunzip:
    """One gzip stream, of one or several members (RFC 1952)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._fed = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Unpack what follows.

        Raises:
            ValueError: this is not gzip.
        """
        while chunk:
            self._fed = True
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            try:
                piece = self._member.decompress(chunk, PIECE)
            except zlib.error as error:
                raise ValueError(str(error)) from error
            if piece:
                yield piece
            chunk = self._member.unconsumed_tail or self._member.unused_data
        # Input may be used up while output is still held back by the limit.
        while self._fed and not self._member.eof and (piece := self._held_back()):
            yield piece

    def finish(self) -> None:
        """Say that nothing follows.

        Raises:
            ValueError: the stream was cut short.
        """
        if self._fed and not self._member.eof:
            message = "cut short"
            raise ValueError(message)

    def _held_back(self) -> bytes:
        try:
            return self._member.decompress(b"", PIECE)
        except zlib.error as error:
            raise ValueError(str(error)) from error
