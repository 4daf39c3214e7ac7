"""Repositories as a PDS would send them: https://atproto.com/specs/repository."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import libipld

if TYPE_CHECKING:
    from collections.abc import Mapping

_CID: Final = b"\x01\x71\x12\x20"
"""Version 1, DAG-CBOR, SHA-256, 32 bytes."""


class Repository:
    """Records by key (collection/rkey), and the blocks that they make."""

    def __init__(self, did: str, records: Mapping[str, Any], rev: str = "3l2222222222a") -> None:
        self.rev = rev
        self.blocks: dict[bytes, bytes] = {}
        leaves = [(key, self._block(records[key])) for key in sorted(records)]
        top = max((_layer(key) for key, _ in leaves), default=0)
        data = self._node(leaves, top)
        commit = {"did": did, "version": 3, "rev": rev, "prev": None, "data": data, "sig": b"s"}
        self.root = self._block(commit)

    def car(self, since: Repository | None = None) -> bytes:
        """All blocks, or those that came since."""
        old = since.blocks if since else {}
        header = libipld.encode_dag_cbor({"roots": [self.root], "version": 1})
        blocks = [cid + block for cid, block in self.blocks.items() if cid not in old]
        return b"".join(_varint(len(one)) + one for one in (header, *blocks))

    def _node(self, leaves: list[tuple[str, bytes]], layer: int) -> bytes:
        entries: list[dict[str, Any]] = []
        below: list[tuple[str, bytes]] = []
        left: bytes | None = None
        before = b""

        def close() -> bytes | None:
            return self._node(below, layer - 1) if below else None

        for key, cid in leaves:
            if _layer(key) < layer:
                below.append((key, cid))
                continue
            if entries:
                entries[-1]["t"] = close()
            else:
                left = close()
            below = []
            raw = key.encode()
            shared = _shared(before, raw)
            entries.append({"p": shared, "k": raw[shared:], "v": cid, "t": None})
            before = raw
        if entries:
            entries[-1]["t"] = close()
        else:
            left = close()
        return self._block({"l": left, "e": entries})

    def _block(self, value: object) -> bytes:
        block = libipld.encode_dag_cbor(value)
        cid = _CID + hashlib.sha256(block).digest()
        self.blocks[cid] = block
        return cid


def _layer(key: str) -> int:
    """How high in the tree: by pairs of zero bits that its hash begins with."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest())
    return (256 - number.bit_length()) // 2


def _shared(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))
