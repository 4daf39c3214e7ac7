"""What is gone since it was read: deletions, which nobody announces.

A sweep shows what is left; of what the log remembers and the sweep did not show, statuses are
looked for one by one. Signals of others that are not told of any more prove nothing, as no
server promises to keep notifications.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from adapters.mastodon.existence import exist
from bot.domain.interaction import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.mastodon.api import Api
    from adapters.mastodon.posts import Posts
    from adapters.mastodon.reading import Descent
    from bot.domain.interaction import Interaction, NaturalKey

MOST: Final = 200
"""Statuses that a sweep looks for. What it does not come to has its chance in the next."""


async def gone(  # noqa: PLR0913 (what a sweep knows)
    api: Api,
    posts: Posts,
    remembered: Iterable[Interaction],
    there: Collection[NaturalKey],
    sweep: Descent,
    *,
    knows_likes: bool,
) -> list[str]:
    """The records that are gone, among those that a sweep should have shown.

    Args:
        api: asks for them.
        posts: finds them.
        remembered: what the log holds.
        there: what the sweep showed.
        sweep: the sweep, at its end.
        knows_likes: whether it read a list of the account's own likes.

    Raises:
        NetworkError: they could not be asked for.
    """
    missing = [
        one for one in remembered if one.key not in there and sweep.floor <= one.at <= sweep.begun
    ]
    taken_back = {Kind.BOOST, Kind.LIKE} if knows_likes else {Kind.BOOST}
    lost = [one.object_uri for one in missing if one.outgoing and one.kind in taken_back]
    talk = {one.object_uri for one in missing if not one.kind.is_signal}
    # In an order that is another one each time, so that nothing is always too late.
    order = sorted(talk, key=lambda uri: hashlib.sha256(f"{sweep.begun}{uri}".encode()).digest())
    told = await exist(api, posts, order[:MOST])
    return [*lost, *(uri for uri, is_there in told.items() if is_there is False)]
