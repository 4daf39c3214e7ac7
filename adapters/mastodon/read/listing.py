"""Reading a list page by page, the newest items first.

Where the server sends a Link header, that leads on, on the same path of the same server only;
where it does not, as snac, the last item's id. A list ends where a page brings nothing new:
snac sends the same page however one pages, and a server may link on for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from adapters.mastodon.client.items import Named, Odd, listed, readable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.http import Response
    from adapters.mastodon.client.api import Api, Parameters
    from bot.ports import Rejected

_Item = TypeVar("_Item", bound=Named)

MOST_PAGES: Final = 2_000
"""Pages of one reading. The next reading continues."""

_NEXT: Final = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?')


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
    for _ in range(MOST_PAGES):
        asked = dict(parameters) if below is None else {**parameters, "max_id": below}
        answer = await api.get(path, asked)
        items = listed(answer, kind)
        fresh = [item for item in items if str(item.id) not in seen]
        ids = [name for item in items if (name := str(item.id))]
        is_new = not seen.issuperset(ids)
        below = _below(answer, path, ids) if is_new else None
        seen.update(ids)
        yield batch_of(fresh if is_new else [], below)
        if below is None:
            return


def _below(answer: Response, path: str, ids: list[str]) -> str | None:
    header = answer.headers.get("link")
    if header is None:
        return ids[-1] if ids else None
    match = _NEXT.search(header)
    if match is None:
        return None
    asked, linked = urlsplit(answer.url), urlsplit(match[1])
    is_same = (linked.scheme, linked.netloc) == (asked.scheme, asked.netloc)
    max_id = dict(parse_qsl(linked.query)).get("max_id")
    if is_same and linked.path.rstrip("/") == path and max_id:
        return max_id
    return ids[-1] if ids else None
