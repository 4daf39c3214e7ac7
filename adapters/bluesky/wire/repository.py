"""Answers of a PDS about repositories and records."""

from __future__ import annotations

from msgspec import Raw

from adapters.bluesky.wire.base import Page, Wire
from adapters.bluesky.wire.records import ReplyRef


class LatestCommit(Wire):
    """`com.atproto.sync.getLatestCommit`."""

    rev: str


class Created(Wire):
    """`com.atproto.repo.putRecord`."""

    uri: str
    cid: str


class Fetched(Wire):
    """`com.atproto.repo.getRecord`."""

    uri: str


class Listed(Wire):
    """`com.atproto.repo.listRecords#record`."""

    uri: str
    value: Raw


class Records(Page, kw_only=True):
    """`com.atproto.repo.listRecords`."""

    records: list[Raw] | None


class ByteSlice(Wire):
    """The position of a facet, in bytes of UTF-8."""

    byte_start: int
    byte_end: int


class LinkFeature(Wire):
    """A link facet's address, which the text may shorten."""

    uri: str = ""


class LinkFacet(Wire):
    """A facet, of which only links are used."""

    index: ByteSlice
    features: list[LinkFeature]


class OwnPost(Wire):
    """An own post that is read back."""

    text: str
    facets: list[Raw] | None = None
    reply: ReplyRef | None = None
