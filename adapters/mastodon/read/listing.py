"""Reading a list page by page, the newest items first.

Where the server sends a Link header, that leads on, on the same path of the same server only, also
from an empty page: GoToSocial takes out what is muted after it has made a page. Where it sends
none, as snac, the last item's id leads on, and the list ends where a page brings nothing new: snac
sends the same page however one pages. A list that leads back, or on for ever, is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from urllib.parse import parse_qsl, urljoin, urlsplit

from adapters.mastodon.client.items import LONGEST_ID, Named, Odd, listed, readable
from bot.ports import Rejected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.http import Response
    from adapters.mastodon.client.api import Api, Parameters

_Item = TypeVar("_Item", bound=Named)

MOST_PAGES: Final = 2_000
"""Pages of one reading."""
MOST_EMPTY: Final = 40
"""Pages in a row without anything new."""

_LINK: Final = re.compile(r"<([^<>]*)>([^<]*)")
_REL: Final = re.compile(r"""\brel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Batch(Generic[_Item]):
    """The decoded items of a page. `below` is the `max_id` of the next page, `None` at the end."""

    items: list[_Item]
    rejected: list[Rejected]
    below: str | None


def batch_of(items: list[_Item | Odd], below: str | None) -> Batch[_Item]:
    """A batch of these items."""
    odd = [item.rejected for item in items if isinstance(item, Odd)]
    return Batch(readable(items), odd, below)


async def batches(
    api: Api, path: str, kind: type[_Item], parameters: Parameters, below: str | None = None
) -> AsyncIterator[Batch[_Item]]:
    """The batches of a list, from the newest item or from below an id.

    Raises:
        NetworkError: a page could not be read.
    """
    seen: set[str] = set()
    passed = {below}
    empty = 0
    for number in range(1, 1 + MOST_PAGES):
        asked = dict(parameters) if below is None else {**parameters, "max_id": below}
        answer = await api.get_page(path, asked)
        items = listed(answer, kind)
        fresh = [item for item in items if not item.id or str(item.id) not in seen]
        ids = [name for item in items if (name := str(item.id))]
        is_new = not seen.issuperset(ids)
        empty = 0 if is_new else empty + 1
        below = below_of(answer, path, ids, is_new=is_new)
        batch = batch_of(fresh, None if below in passed else below)
        if batch.below is not None and (empty == MOST_EMPTY or number == MOST_PAGES):
            why = f"{path} led on for {number} pages, the last {empty} without anything new"
            batch = Batch(batch.items, [*batch.rejected, Rejected(path, why)], None)
        passed.add(below)
        seen.update(ids)
        yield batch
        if batch.below is None:
            return


def below_of(answer: Response, path: str, ids: list[str], *, is_new: bool) -> str | None:
    """The `max_id` of the next page; `None` at the end."""
    header = answer.headers.get("link")
    last = ids[-1] if ids and is_new else None
    if header is None:
        return last
    link = _next(header)
    if link is None:
        return None
    try:
        asked, linked = urlsplit(answer.url), urlsplit(urljoin(answer.url, link))
    except ValueError:
        return last
    is_same = (linked.scheme, linked.netloc) == (asked.scheme, asked.netloc)
    max_id = dict(parse_qsl(linked.query)).get("max_id", "")
    if is_same and linked.path.rstrip("/") == path and 0 < len(max_id) <= LONGEST_ID:
        return max_id
    return last


def _next(header: str) -> str | None:
    """The address of the next page in a Link header (RFC 8288), if there is one."""
    for address, parameters in _LINK.findall(header):
        rel = _REL.search(parameters)
        if rel and "next" in (rel[1] or rel[2]).lower().split():
            return str(address).strip()
    return None
