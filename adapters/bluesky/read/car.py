"""CAR files: blocks of bytes by their CID (https://ipld.io/specs/transport/car).

This reader, unlike the SDK's, does not hold the whole file beside the blocks, and decodes a
block only when it is asked for: see docs/decisions/0003.
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
_CONTINUES: Final = 0x80
_VALUE_BITS: Final = 0x7F
_CID_LENGTH: Final = 36
"""Bytes, as https://atproto.com/specs/data-model#link-and-cid-formats allows no other hash."""


class CarError(ValueError):
    """This is not a CAR file, or it is incomplete."""


@dataclass(frozen=True, slots=True)
class Car:
    """Encoded blocks by CID; `root` is the CID of the root block."""

    root: bytes
    blocks: dict[bytes, bytes] = field(repr=False)

    def decoded(self, cid: bytes) -> object:
        """Decode the block with this CID.

        Raises:
            KeyError: the file does not hold the block.
            CarError: the block is not DAG-CBOR.
        """
        return decoded(self.blocks[cid])


async def read(chunks: AsyncIterator[bytes]) -> Car:
    """Read a CAR file while it arrives.

    Raises:
        CarError: this is not a CAR file, or it ends too early.
    """
    rest = b""
    root: bytes | None = None
    blocks: dict[bytes, bytes] = {}
    async for chunk in chunks:
        data, end = rest + chunk, 0
        while (section := _section(data, end)) is not None:
            start, end = section
            if root is None:
                root = _root(data[start:end])
                continue
            content = start + _CID_LENGTH
            cid = data[start:content]
            if not _is_cid(cid) or content > end:
                message = "a block without an address"
                raise CarError(message)
            blocks[cid] = data[content:end]
        rest = data[end:]
    if rest or root is None:
        message = "the CAR file ends too early"
        raise CarError(message)
    return Car(root, blocks)


def decoded(block: bytes) -> object:
    """Decode DAG-CBOR; CIDs become bytes.

    Raises:
        CarError: the block is not DAG-CBOR.
    """
    try:
        value: object = decode_dag(block)
    except DAGCBORDecodingError as error:
        raise CarError(str(error.__cause__)) from error
    return value


def _section(data: bytes, at: int) -> tuple[int, int] | None:
    """Start and end of the next section's content; `None` until all of it has arrived."""
    header = _varint(data, at)
    if header is None:
        return None
    length, start = header
    if not 0 < length <= _LARGEST_BLOCK:
        message = f"a block of {length} bytes"
        raise CarError(message)
    return (start, start + length) if start + length <= len(data) else None


def _varint(data: bytes, at: int) -> tuple[int, int] | None:
    """An unsigned LEB128 number and its end; `None` if the data ends first."""
    number = 0
    for place, byte in enumerate(data[at : at + _VARINT_BYTES]):
        number |= (byte & _VALUE_BITS) << 7 * place
        if byte < _CONTINUES:
            return number, at + place + 1
    if len(data) - at >= _VARINT_BYTES:
        message = "a number that does not end"
        raise CarError(message)
    return None


def _is_cid(cid: bytes) -> bool:
    """Whether this is a CID as atproto allows them: version 1, any codec, SHA-256."""
    return len(cid) == _CID_LENGTH and cid[0] == 1 and cid[2:4] == b"\x12\x20"


def _root(header: bytes) -> bytes:
    value = decoded(header)
    roots = value.get("roots") if isinstance(value, dict) else None
    if not isinstance(roots, list) or not roots or not isinstance(roots[0], bytes):
        message = "a CAR file without a root"
        raise CarError(message)
    return roots[0]
