"""Records that were deleted since they were read, which no notification announces.

Deletions of own records are certain from the repository's tree. For records of others, a sweep
shows which still exist; each record that the log holds and the sweep did not show is then asked
for. Records that are only hidden by a block, a mute or a closed account stay in the log. The
number of requests is limited for each sweep; the next sweep asks for others.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.read.existence import is_there, shown_posts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from adapters.bluesky.client.api import Api
    from adapters.bluesky.read.tree import Tree
    from bot.domain.talk.interaction import Interaction, NaturalKey

MOST_POSTS: Final = 1_000
"""Posts that a sweep asks for, 25 at a time."""
MOST_RECORDS: Final = 300
"""Records that a sweep asks for one by one."""


def own_gone(
    remembered: Iterable[Interaction], tree: Tree, there: Collection[NaturalKey]
) -> list[str]:
    """URIs of own records that were deleted; signals in `there` still exist under another URI.

    Raises:
        CarError: the tree is damaged.
    """
    gone: list[str] = []
    for interaction in remembered:
        uri = at_uri.parse(interaction.object_uri) if interaction.outgoing else None
        if uri is None or (interaction.kind.is_signal and interaction.key in there):
            continue
        if tree.holds(f"{uri.collection}/{uri.rkey}") is False:
            gone.append(interaction.object_uri)
    return gone


async def others_gone(
    api: Api,
    remembered: Iterable[Interaction],
    there: Collection[NaturalKey],
    since: datetime,
    until: datetime,
) -> list[str]:
    """URIs of others' records that were deleted, among those that a sweep should have shown.

    Args:
        api: asks for the records.
        remembered: the interactions in the log.
        there: the interactions that the sweep showed.
        since: the lower end of the sweep.
        until: its start.

    Raises:
        NetworkError: the records could not be asked for.
    """
    missing = {
        uri
        for interaction in remembered
        if not interaction.outgoing and since <= interaction.at <= until
        if interaction.key not in there
        if (uri := at_uri.parse(interaction.object_uri)) is not None
    }
    # A different order for each sweep, so that every record gets its turn.
    order = sorted(missing, key=lambda uri: hashlib.sha256(f"{until}{uri}".encode()).digest())
    posts = [uri for uri in order if uri.collection == at_uri.POST][:MOST_POSTS]
    shown = await shown_posts(api, posts)
    hidden = {uri for uri in posts if str(uri) not in {*shown.found, *shown.unknown}}
    suspects = [uri for uri in order if uri in hidden or uri.collection != at_uri.POST]
    return [str(uri) for uri in suspects[:MOST_RECORDS] if await is_there(api, uri) is False]
