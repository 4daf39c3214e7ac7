"""What the account sent, read from its own statuses: a certain message, or all to one account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.identity import named
from adapters.mastodon.client.moment import instant
from adapters.mastodon.client.wire import Status
from adapters.mastodon.read.listing import batches
from adapters.mastodon.read.markup import plain, unaddressed
from adapters.mastodon.read.translate import addressed
from bot.domain.delivery.outbox import by_server
from bot.domain.sentence import Sentence, marked
from bot.errors import RefusedError
from bot.ports import CouldNotTell, DirectMessage, Found, NotThere, RemoteId
from bot.text.safety.likeness import resembles, says_the_same

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from adapters.mastodon.read.connection import Connection
    from adapters.mastodon.read.people import People
    from bot.domain.people.identity import AccountKey
    from bot.ports import Message, ReadBack

MOST_PAGES: Final = 50
MOST_PAGES_WRITTEN: Final = 5
"""Of one's own statuses, for what was written to one account."""
_PRIVATE: Final = frozenset({"direct", "private"})
"""Some servers say `private` of a direct status."""
_PAGES_FOR_PROOF: Final = 5


async def read_back(
    connection: Connection, message: Message, since: datetime, out: Collection[tuple[str, datetime]]
) -> ReadBack:
    """Look for a message among one's own statuses since then.

    An invitation, which has no ref, counts however visible it is: the owner may have posted it.
    If one is only similar, nothing can be told: servers render what they are sent, and owners
    change what they paste.

    It is `NotThere` only if statuses were read beyond `since`, all that are known to be `out` (by
    URI and time) were among them, and the list holds direct statuses: one of them was seen, or
    the server's dialect says so.

    Raises:
        RefusedError: the recipient's handle is not a handle.
        NetworkError: it could not be read.
    """
    search = Search(connection, message, since)
    found = await search.find()
    if found is not None:
        return found
    doubt = search.doubt({uri for uri, at in out if at >= since})
    return NotThere() if doubt is None else CouldNotTell(doubt)


async def written_to(
    connection: Connection, to: AccountKey, since: datetime
) -> list[DirectMessage]:
    """The private statuses that mention `to` and nobody else, since then.

    Raises:
        NetworkError: they could not be read.
    """
    found: list[DirectMessage] = []
    pages = 0
    limit = connection.server.dialect.statuses_per_page
    async for batch in batches(connection.api, connection.own_statuses, Status, {"limit": limit}):
        dated = [(instant(status.created_at), status) for status in batch.items]
        recent = [(at, status) for at, status in dated if at is not None and at >= since]
        found += [
            DirectMessage(
                id=status.known_as,
                sender=connection.watched.account,
                text=unaddressed(plain(status.content)),
                at=at,
            )
            for at, status in recent
            if _is_to(connection, status, to)
        ]
        pages += 1
        if pages == MOST_PAGES_WRITTEN or not recent:
            break
    return found


class Search:
    """One search through the account's own statuses."""

    def __init__(self, connection: Connection, message: Message, since: datetime) -> None:
        self._connection = connection
        self._message = message
        self._to = (
            message.recipient.key if message.recipient else _key(message.to, connection.people)
        )
        self._since = since
        self._lists_directs = connection.server.dialect.lists_direct_statuses
        self._is_past = False
        self._is_odd = False
        self._is_alike = False
        self._seen: set[str] = set()

    @property
    def _border(self) -> datetime:
        return by_server(self._since, self._connection.api.lag)

    async def find(self) -> Found | None:
        """Read until the message is found, or nothing more can be learnt."""
        pages = 0
        async for batch in batches(
            self._connection.api,
            self._connection.own_statuses,
            Status,
            {"limit": self._connection.server.dialect.statuses_per_page},
        ):
            self._is_odd |= bool(batch.rejected)
            for status in batch.items:
                if self._take_in(status):
                    return Found(RemoteId(status.known_as))
            pages += 1
            self._is_past |= batch.below is None
            is_told = self._lists_directs or pages >= _PAGES_FOR_PROOF
            if (self._is_past and is_told) or pages >= MOST_PAGES:
                break
        return None

    def doubt(self, out: Collection[str]) -> Sentence | None:
        """Why the message may exist although it was not found; `None` if it does not."""
        host = self._connection.server.host
        if not self._lists_directs:
            said = marked("{host} does not list direct messages reliably.")
            return Sentence(said, host=host)
        if self._is_alike:
            said = marked("Something much like it went to {to}.")
            return Sentence(said, to=self._message.to)
        if self._is_odd:
            return Sentence(marked("{host} shows a status that cannot be read."), host=host)
        if not self._is_past:
            return Sentence(marked("There are more posts than could be read."))
        if not self._seen.issuperset(out):
            return Sentence(marked("{host} does not show all that was sent."), host=host)
        return None

    def _take_in(self, status: Status) -> bool:
        """Evaluate a status. True if it is the message."""
        if str(status.account.id) != self._connection.watched.local_id or status.reblog is not None:
            return False
        self._seen.add(status.known_as)
        at = instant(status.created_at)
        self._is_past |= at is not None and at < self._border
        if status.visibility == "direct" and self._lists_directs is None:
            self._lists_directs = True
        # A ref counts whatever the date: our clock, which gave `since`, may be ahead.
        is_recent = not self._is_past or self._message.ref is not None
        return is_recent and self._is_it(status)

    def _is_it(self, status: Status) -> bool:
        message = self._message
        if message.ref is not None and message.kind == "direct" and not _is_private(status):
            return False
        try:
            reached = set(addressed(status, self._connection.people, self._connection.watched))
        except ValueError:
            return False
        if reached != {self._to} or not self._is_pinned(status):
            return False
        said = plain(status.content)
        if message.ref is not None:
            return message.ref in said
        # The two texts write the recipient's handle differently.
        shown, meant = unaddressed(said), unaddressed(message.text)
        self._is_alike |= resembles(shown, meant)
        return says_the_same(shown, meant)

    def _is_pinned(self, status: Status) -> bool:
        """Whether it went to the pinned account, not to another one that has had the same handle.

        True if the ids of mentions cannot be trusted.
        """
        pin, server = self._message.recipient, self._connection.server
        if pin is None or not server.dialect.mention_ids:
            return True
        ids = [str(mention.id) for mention in status.mentions or () if mention.id]
        return all(pin.is_of(self._to, server.host, local_id) for local_id in ids)


def _is_private(status: Status) -> bool:
    return status.visibility in _PRIVATE


def _key(to: str, people: People) -> AccountKey:
    key = named(to, people.server)
    if key is None:
        raise RefusedError(marked("{to} is not a handle."), to=to)
    return people.key_by_acct(key.id)


def _is_to(connection: Connection, status: Status, to: AccountKey) -> bool:
    if str(status.account.id) != connection.watched.local_id or status.reblog is not None:
        return False
    if not _is_private(status):
        return False
    try:
        return set(addressed(status, connection.people, connection.watched)) <= {to}
    except ValueError:
        return False  # somebody in it has no address, so it was not to `to` alone
