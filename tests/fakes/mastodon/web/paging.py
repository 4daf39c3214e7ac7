"""Pages of a list, and the links between them. See app/models/concerns/paginable.rb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.fakes.mastodon.web.call import Call
    from tests.fakes.mastodon.web.params import Params

T = TypeVar("T")

STATUSES = (20, 40)
ACCOUNTS = (40, 80)
NOTIFICATIONS = (40, 80)
"""How many on a page: where nothing is said, and at most."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items, the newest first; `is_full` when there are as many as were asked for."""

    items: list[T]
    first: int
    last: int
    is_full: bool

    def links(
        self, call: Call, keep: Iterable[str] = (), *, always_next: bool = False
    ) -> dict[str, str]:
        """The Link header: to older ones by `max_id`, to newer ones by `min_id`.

        `keep` names the parameters that go along with `limit`. Some lists of Mastodon's link
        on from every page that has something, others only from full ones.
        """
        if not self.items:
            return {}
        links = []
        if self.is_full or always_next:
            links.append(_link(call, keep, "max_id", self.last, "next"))
        links.append(_link(call, keep, "min_id", self.first, "prev"))
        return {"Link": ", ".join(links)}


def page(
    items: Iterable[T], id_of: Callable[[T], int], params: Params, sizes: tuple[int, int]
) -> Page[T]:
    """Cut out what is asked for.

    `min_id` gives those next above it, `since_id` the newest above it; both come newest first.
    Ids that are no numbers are read as far as they are: a foreign one may mean 0.
    """
    limit = page_size(params, sizes)
    max_id, min_id = params.number("max_id"), params.number("min_id")
    since_id = params.number("since_id") if min_id is None else None
    kept = sorted((item for item in items if _is_below(id_of(item), max_id)), key=id_of)
    if min_id is not None:
        kept = [item for item in kept if id_of(item) > min_id][:limit]
    else:
        above = [item for item in kept if since_id is None or id_of(item) > since_id]
        kept = above[max(len(above) - limit, 0) :] if limit else []
    kept.reverse()
    ids = [id_of(item) for item in kept] or [0]
    return Page(kept, ids[0], ids[-1], len(kept) == limit)


def page_size(params: Params, sizes: tuple[int, int]) -> int:
    """How many are asked for, within what is given."""
    default, most = sizes
    asked = params.number("limit")
    return default if asked is None else min(abs(asked), most)


def _is_below(number: int, bound: int | None) -> bool:
    return bound is None or number < bound


def _link(call: Call, keep: Iterable[str], name: str, value: int, rel: str) -> str:
    spellings = [spelling for key in ("limit", *keep) for spelling in (key, f"{key}[]")]
    kept = [(key, one) for key in spellings for one in call.params.values.get(key, [])]
    query = urlencode(sorted([*kept, (name, str(value))], key=lambda pair: pair[0]))
    return f'<{call.world.base}{call.path}?{query}>; rel="{rel}"'
