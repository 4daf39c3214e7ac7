"""The data of an invented server, and which of it each account can see."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.domain.people.identity import Flag, Relationship
from bot.domain.talk.interaction import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.memory.record import OddRecord, PostRecord, Record, SignalRecord
    from bot.domain.people.identity import Account, AccountKey
    from bot.domain.talk.interaction import Kind

Pairs = set[tuple["AccountKey", "AccountKey"]]
"""The acting account, and its target."""


class Ledger:
    """Accounts, records, follows, blocks and mutes.

    Accounts in `followed_only` accept messages only from accounts that they follow.
    """

    def __init__(self) -> None:
        self.accounts: dict[AccountKey, Account] = {}
        self.posts: dict[str, PostRecord] = {}
        self.signals: dict[tuple[Kind, AccountKey, AccountKey, str], SignalRecord] = {}
        self.follows: Pairs = set()
        self.blocks: Pairs = set()
        self.mutes: Pairs = set()
        self.followed_only: set[AccountKey] = set()
        # By the accounts that have a part in a record. Dicts keep the order, unlike sets.
        self._posts_of: defaultdict[AccountKey, dict[str, None]] = defaultdict(dict)
        self._signals_of: defaultdict[AccountKey, dict[SignalRecord, None]] = defaultdict(dict)
        self._odd_of: defaultdict[AccountKey, list[OddRecord]] = defaultdict(list)
        self._threads: defaultdict[str, list[str]] = defaultdict(list)

    def keep_post(self, record: PostRecord) -> None:
        """Store a new post."""
        self.posts[record.uri] = record
        self._threads[record.root].append(record.uri)
        for account in {record.author, *self._addressed(record)}:
            self._posts_of[account][record.uri] = None

    def keep_signal(self, record: SignalRecord) -> None:
        """Store a signal; it replaces an earlier signal of the same kind to the same thing."""
        self.drop_signal(record.kind, record.actor, record.target, record.subject)
        self.signals[record.kind, record.actor, record.target, record.subject] = record
        for account in (record.actor, record.target):
            self._signals_of[account][record] = None

    def drop_signal(self, kind: Kind, actor: AccountKey, target: AccountKey, subject: str) -> None:
        """Remove a signal, if it exists."""
        record = self.signals.pop((kind, actor, target, subject), None)
        if record is not None:
            for account in (actor, target):
                self._signals_of[account].pop(record, None)

    def keep_odd(self, reader: AccountKey, record: OddRecord) -> None:
        """Store an unreadable item, which this account is served."""
        self._odd_of[reader].append(record)

    def author_of(self, uri: str | None) -> AccountKey | None:
        """The author of a post, also of a deleted one: its replies still name the author."""
        return self.posts[uri].author if uri is not None and uri in self.posts else None

    def _addressed(self, record: PostRecord) -> set[AccountKey]:
        authors = {self.author_of(record.reply_to), self.author_of(record.quotes)}
        return {account for account in (*authors, *record.mentions) if account is not None}

    def find(self, uri: str, reader: AccountKey) -> PostRecord | None:
        """A post, if `reader` can see it."""
        record = self.posts.get(uri)
        return record if record is not None and self._shows_post(record, reader) else None

    def posts_of(self, reader: AccountKey) -> Iterator[PostRecord]:
        """Posts by an account or addressed to it, in order, without those it cannot see."""
        posts = (self.posts[uri] for uri in self._posts_of[reader])
        return (post for post in posts if self._shows_post(post, reader))

    def records_of(self, reader: AccountKey) -> Iterator[Record]:
        """All records that an account has a part in and can see, in no order."""
        yield from self.posts_of(reader)
        signals = self._signals_of[reader]
        yield from (signal for signal in signals if self._shows_signal(signal, reader))
        yield from self._odd_of[reader]

    def thread(self, uri: str, reader: AccountKey) -> list[PostRecord]:
        """The posts of a post's thread that `reader` can see; none if the post is hidden."""
        start = self.find(uri, reader)
        uris = self._threads[start.root] if start else []
        return [post for uri in uris if (post := self.find(uri, reader))]

    def relationship(self, reader: AccountKey, other: AccountKey) -> Relationship:
        """Follows, blocks and mutes between two accounts, as the first one sees them."""
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
        is_gone = record.subject and self.posts[record.subject].is_deleted
        return not is_gone and self._shows_acts_of(record.actor, reader)

    def _shows_acts_of(self, actor: AccountKey, reader: AccountKey) -> bool:
        if actor == reader:
            return True
        if (actor, reader) in self.blocks or (reader, actor) in self.blocks:
            return False
        return Flag.SUSPENDED not in self.accounts[actor].flags
