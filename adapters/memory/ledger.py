"""What an invented server keeps, and what of it each account gets to see."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.domain.identity import Flag, Relationship
from bot.domain.interaction import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.memory.record import OddRecord, PostRecord, Record, SignalRecord
    from bot.domain.identity import Account, AccountKey
    from bot.domain.interaction import Kind

Pairs = set[tuple["AccountKey", "AccountKey"]]
"""Who does it, and to whom."""


class Ledger:
    """Accounts, records, and who follows, blocks and mutes whom.

    Who is `choosy` takes messages only from those whom they follow.
    """

    def __init__(self) -> None:
        self.accounts: dict[AccountKey, Account] = {}
        self.posts: dict[str, PostRecord] = {}
        self.signals: dict[tuple[Kind, AccountKey, AccountKey, str], SignalRecord] = {}
        self.follows: Pairs = set()
        self.blocks: Pairs = set()
        self.mutes: Pairs = set()
        self.choosy: set[AccountKey] = set()
        # Only records that an account has a part in are ever looked at on its behalf; dicts, as
        # they keep the order and forget quickly.
        self._posts_of: defaultdict[AccountKey, dict[str, None]] = defaultdict(dict)
        self._signals_of: defaultdict[AccountKey, dict[SignalRecord, None]] = defaultdict(dict)
        self._odd_of: defaultdict[AccountKey, list[OddRecord]] = defaultdict(list)
        self._threads: defaultdict[str, list[str]] = defaultdict(list)

    def keep_post(self, record: PostRecord) -> None:
        """Keep a new post."""
        self.posts[record.uri] = record
        self._threads[record.root].append(record.uri)
        for one in {record.author, *self._addressed(record)}:
            self._posts_of[one][record.uri] = None

    def keep_signal(self, record: SignalRecord) -> None:
        """Keep a signal, in place of an earlier one of the same kind to the same thing."""
        self.drop_signal(record.kind, record.actor, record.target, record.subject)
        self.signals[record.kind, record.actor, record.target, record.subject] = record
        for one in (record.actor, record.target):
            self._signals_of[one][record] = None

    def drop_signal(self, kind: Kind, actor: AccountKey, target: AccountKey, subject: str) -> None:
        """Forget a signal, if there is one."""
        record = self.signals.pop((kind, actor, target, subject), None)
        if record is not None:
            for one in (actor, target):
                self._signals_of[one].pop(record, None)

    def keep_odd(self, reader: AccountKey, record: OddRecord) -> None:
        """Keep an item that cannot be read, for this account to stumble over."""
        self._odd_of[reader].append(record)

    def author_of(self, uri: str | None) -> AccountKey | None:
        """Who wrote a post, also one that is gone: what answers it still says so."""
        return self.posts[uri].author if uri is not None and uri in self.posts else None

    def _addressed(self, record: PostRecord) -> set[AccountKey]:
        found = {self.author_of(record.reply_to), self.author_of(record.quotes), *record.mentions}
        return {one for one in found if one is not None}

    def find(self, uri: str, reader: AccountKey) -> PostRecord | None:
        """A post, if `reader` can see it."""
        record = self.posts.get(uri)
        return record if record is not None and self._shows_post(record, reader) else None

    def posts_of(self, reader: AccountKey) -> Iterator[PostRecord]:
        """The posts that an account wrote, or that address it, as it can see them, in order."""
        posts = (self.posts[uri] for uri in self._posts_of[reader])
        return (one for one in posts if self._shows_post(one, reader))

    def records_of(self, reader: AccountKey) -> Iterator[Record]:
        """All that an account did or was the aim of, as it can see it, in no order."""
        yield from self.posts_of(reader)
        yield from (one for one in self._signals_of[reader] if self._shows_signal(one, reader))
        yield from self._odd_of[reader]

    def thread(self, uri: str, reader: AccountKey) -> list[PostRecord]:
        """The posts of the thread that a post is in, as far as `reader` can see it and them."""
        asked = self.find(uri, reader)
        uris = self._threads[asked.root] if asked else []
        return [found for one in uris if (found := self.find(one, reader))]

    def relationship(self, reader: AccountKey, other: AccountKey) -> Relationship:
        """How two accounts stand, from the side of the first."""
        return Relationship(
            following=(reader, other) in self.follows,
            followed_by=(other, reader) in self.follows,
            blocking=(reader, other) in self.blocks,
            blocked_by=(other, reader) in self.blocks,
            muting=(reader, other) in self.mutes,
        )

    def _shows_post(self, record: PostRecord, reader: AccountKey) -> bool:
        if record.is_deleted or not self._shows_acts_of(record.author, reader):
            return False
        if record.visibility.is_open or reader == record.author or reader in record.mentions:
            return True
        followers_only = record.visibility is Visibility.FOLLOWERS
        return followers_only and (reader, record.author) in self.follows

    def _shows_signal(self, record: SignalRecord, reader: AccountKey) -> bool:
        gone = record.subject and self.posts[record.subject].is_deleted
        return not gone and self._shows_acts_of(record.actor, reader)

    def _shows_acts_of(self, actor: AccountKey, reader: AccountKey) -> bool:
        if actor == reader:
            return True
        if (actor, reader) in self.blocks or (reader, actor) in self.blocks:
            return False
        return Flag.SUSPENDED not in self.accounts[actor].flags
