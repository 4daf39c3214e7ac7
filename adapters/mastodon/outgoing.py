"""What the signed-in account wrote to somebody alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.mastodon.listing import leaves
from adapters.mastodon.markup import plain, unaddressed
from adapters.mastodon.moment import instant
from adapters.mastodon.translate import addressed
from adapters.mastodon.wire import Status
from bot.ports import DirectMessage

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.mastodon.here import Here
    from bot.domain.identity import AccountKey

MOST_PAGES: Final = 5
PRIVATE: Final = frozenset({"direct", "private"})
"""snac says `private` of a direct status."""


async def written_to(here: Here, to: AccountKey, since: datetime) -> list[DirectMessage]:
    """The private statuses that mention `to` and nobody else, since then.

    Raises:
        NetworkError: they could not be read.
    """
    found: list[DirectMessage] = []
    pages = 0
    limit = here.server.dialect.statuses_per_page
    async for leaf in leaves(here.api, here.own_statuses, Status, {"limit": limit}):
        dated = [(instant(status.created_at), status) for status in leaf.items]
        recent = [(at, status) for at, status in dated if at is not None and at >= since]
        found += [
            DirectMessage(
                id=status.known_as,
                sender=here.watched.account,
                text=unaddressed(plain(status.content)),
                at=at,
            )
            for at, status in recent
            if _is_to(here, status, to)
        ]
        pages += 1
        if pages == MOST_PAGES or not recent:
            break
    return found


def _is_to(here: Here, status: Status, to: AccountKey) -> bool:
    if str(status.account.id) != here.watched.local_id or status.reblog is not None:
        return False
    if status.visibility not in PRIVATE:
        return False
    try:
        return set(addressed(status, here.people, here.watched)) <= {to}
    except ValueError:
        return False  # somebody in it has no address: it was not to `to` alone
