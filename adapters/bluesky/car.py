"""CAR files: blocks of bytes by their content's address (https://ipld.io/specs/transport/car).

Our own reader, as it need not hold the file beside the blocks, and decodes none that nobody
asks for: see docs/decisions/0003.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from atproto_core.cbor import decode_dag
from atproto_core.exceptions import DAGCBORDecodingError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_VARINT_BYTES: Final = 9
_LARGEST_BLOCK: Final = 4 * 2**20
_MORE: Final = 0x80
_SEVEN: Final = 0x7F
_CID_V0: Final = b"\x12\x20"
_CID_V0_LENGTH: Final = 34
_USUAL_CID: Final = b"\x01\x71\x12\x20"
"""Version 1, DAG-CBOR, SHA-256 in 32 bytes: what atproto's are."""
_USUAL_CID_LENGTH: Final = 36


class CarError(ValueError):
    """It is no CAR file, or only a part of one."""


@dataclass(frozen=True, slots=True)
class Car:
    """Blocks, each as its bytes, by CID; `root` is the first one's."""

    root: bytes
    blocks: dict[bytes, bytes] = field(repr=False)

    def decoded(self, cid: bytes) -> object:
        """The value in a block.

        Raises:
            KeyError: it is not here.
            CarError: it is no DAG-CBOR.
        """
        return decoded(self.blocks[cid])


async def read(chunks: AsyncIterator[bytes]) -> Car:
    """Read a CAR file while it comes.

    Raises:
        CarError: it is none, or ends too early.
    """
    left = bytearray()
    root: bytes | None = None
    blocks: dict[bytes, bytes] = {}
    async for chunk in chunks:
        left += chunk
        at = 0
        while (section := _section(left, at)) is not None:
            start, at = section
            if root is None:
                root = _root(bytes(left[start:at]))
                continue
            length = _cid_length(left, start, at)
            blocks[bytes(left[start : start + length])] = bytes(left[start + length : at])
        del left[:at]
    if left or root is None:
        message = "the CAR file ends too early"
        raise CarError(message)
    return Car(root, blocks)


def decoded(block: bytes) -> object:
    """The value of DAG-CBOR; CIDs are bytes.

    Raises:
        CarError: it is none.
    """
    try:
        value: object = decode_dag(block)
    except DAGCBORDecodingError as error:
        raise CarError(str(error.__cause__)) from error
    return value


def _section(data: bytearray, at: int) -> tuple[int, int] | None:
    """Where the next section's content starts and ends, once all of it is here."""
    found = _varint(data, at)
    if found is None:
        return None
    length, start = found
    if not 0 < length <= _LARGEST_BLOCK:
        message = f"a block of {length} bytes"
        raise CarError(message)
    return (start, start + length) if start + length <= len(data) else None


def _varint(data: bytearray, at: int) -> tuple[int, int] | None:
    """An unsigned LEB128 number and where it ends; `None` where the data ends before."""
    if at < len(data) and data[at] < _MORE:
        return data[at], at + 1
    number = 0
    for place, byte in enumerate(data[at : at + _VARINT_BYTES]):
        number |= (byte & _SEVEN) << 7 * place
        if not byte & _MORE:
            return number, at + place + 1
    if len(data) - at >= _VARINT_BYTES:
        message = "a number that does not end"
        raise CarError(message)
    return None


def _cid_length(data: bytearray, start: int, end: int) -> int:
    if data.startswith(_USUAL_CID, start):
        length = _USUAL_CID_LENGTH
    elif data.startswith(_CID_V0, start):
        length = _CID_V0_LENGTH
    else:
        at = start
        number = 0
        for _ in ("version", "codec", "hash", "length of the digest"):
            found = _varint(data, at)
            if found is None:
                message = "a block without an address"
                raise CarError(message)
            number, at = found
        length = at + number - start
    if start + length > end:
        message = "a block without an address"
        raise CarError(message)
    return length


def _root(header: bytes) -> bytes:
    value = decoded(header)
    roots = value.get("roots") if isinstance(value, dict) else None
    if not isinstance(roots, list) or not roots or not isinstance(roots[0], bytes):
        message = "a CAR file without a root"
        raise CarError(message)
    return roots[0]
