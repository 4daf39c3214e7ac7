"""What is gone since it was read: deletions and unlikes, which nobody announces.

Own records: the repository's tree tells, at once and for certain. Others': a sweep shows what
is left; of what the log remembers and the sweep did not show, the records are looked for one
by one. A block, a mute or a closed account hides records that are there still: these stay.
The looking is bounded for each sweep, and what it did not come to has its chance in the next.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from adapters.bluesky import at_uri
from adapters.bluesky.existence import is_there, shown_posts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from adapters.bluesky.api import Api
    from adapters.bluesky.tree import Tree
    from bot.domain.interaction import Interaction, NaturalKey

MOST_POSTS: Final = 1_000
"""Posts that a sweep asks for, 25 at a time."""
MOST_RECORDS: Final = 300
"""Records that a sweep asks for one by one."""


def own_gone(
    remembered: Iterable[Interaction], tree: Tree, there: Collection[NaturalKey]
) -> list[str]:
    """The own records that the repository holds no more; `there` are signals seen under any URI.

    Raises:
        CarError: the tree is damaged.
    """
    gone: list[str] = []
    for one in remembered:
        uri = at_uri.parse(one.object_uri) if one.outgoing else None
        if uri is None or (one.kind.is_signal and one.key in there):
            continue
        if tree.holds(f"{uri.collection}/{uri.rkey}") is False:
            gone.append(one.object_uri)
    return gone


async def others_gone(
    api: Api,
    remembered: Iterable[Interaction],
    there: Collection[NaturalKey],
    since: datetime,
    until: datetime,
) -> list[str]:
    """The others' records that are gone, among those that a sweep should have shown.

    Args:
        api: asks for them.
        remembered: what the log holds.
        there: what the sweep showed.
        since: the sweep's bottom.
        until: its beginning.

    Raises:
        NetworkError: they could not be asked for.
    """
    missing = {
        uri
        for one in remembered
        if not one.outgoing and since <= one.at <= until and one.key not in there
        if (uri := at_uri.parse(one.object_uri)) is not None
    }
    # In an order that is another one each time, so that nothing is always too late.
    order = sorted(missing, key=lambda uri: hashlib.sha256(f"{until}{uri}".encode()).digest())
    posts = [uri for uri in order if uri.collection == at_uri.POST][:MOST_POSTS]
    shown = await shown_posts(api, posts)
    hidden = {uri for uri in posts if str(uri) not in shown}
    suspects = [uri for uri in order if uri in hidden or uri.collection != at_uri.POST]
    return [str(uri) for uri in suspects[:MOST_RECORDS] if await is_there(api, uri) is False]
