"""An invented server, and what people do on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from adapters.memory import addresses
from adapters.memory.failures import Failures
from adapters.memory.ledger import Ledger
from adapters.memory.record import OddRecord, PostRecord, SignalRecord
from bot.domain.people.identity import Account, AccountKey, NetworkName
from bot.domain.talk.interaction import Kind, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.ports import Clock

_VERBS: Final = {Kind.LIKE: "like", Kind.BOOST: "repost", Kind.FOLLOW: "follow"}


class World:
    """One server. Its methods are what people do on it; a `MemoryNetwork` reads it.

    Every record gets a sequence number, in the order in which the server saw it. The numbers are
    microseconds, so that they stay the same when a world is built again. A record may give an
    earlier time of its own (`created_at`); the server's time is the clock's.

    `failures` are those of the connection to it. `taken_keys` are the idempotency keys that it
    has received. Methods raise `KeyError` for an account or a post that does not exist.
    """

    def __init__(self, network: NetworkName, clock: Clock, host: str = "village.example") -> None:
        self.network = network
        self.clock = clock
        self.host = host
        self.ledger = Ledger()
        self.failures = Failures()
        self.taken_keys: dict[tuple[AccountKey, str], str] = {}
        self._later: list[tuple[datetime, Callable[[], object]]] = []
        self._sequence = 0

    def join(self, name: str, display_name: str = "", *, host: str | None = None) -> AccountKey:
        """Create an account, on this server or on another one that it federates with."""
        host = host or self.host
        key = addresses.key(self.network, name, host)
        self.ledger.accounts[key] = Account(
            key=key,
            handle=addresses.handle(self.network, name, host),
            display_name=display_name,
            url=addresses.profile_url(self.network, name, host),
            local_ids={self.host: addresses.local_id(key)},
        )
        return key

    def account(self, key: AccountKey) -> Account:
        """The profile of an account."""
        return self.ledger.accounts[key]

    def describe(self, account: Account) -> None:
        """Replace the profile of an account."""
        self.ledger.accounts[self.account(account.key).key] = account

    def post(  # noqa: PLR0913 (what a post can carry)
        self,
        author: AccountKey,
        text: str,
        *,
        reply_to: str | None = None,
        quotes: str | None = None,
        mentions: tuple[AccountKey, ...] = (),
        visibility: Visibility = Visibility.PUBLIC,
        languages: tuple[str, ...] = (),
        created_at: datetime | None = None,
        is_chat: bool = False,
    ) -> str:
        """Write a post, a reply or a quote; `reply_to` and `quotes` are URIs of posts.

        Returns the new post's URI.
        """
        now, sequence = self._tick()
        account = self.account(author)
        candidates = (addresses.post_address(account, now, nudge) for nudge in count())
        address = next(free for free in candidates if free.uri not in self.ledger.posts)
        record = PostRecord(
            uri=address.uri,
            url=address.url,
            author=author,
            author_ids=account.local_ids,
            text=text,
            sequence=sequence,
            created_at=created_at or now,
            seen_at=now,
            root=self.ledger.posts[reply_to].root if reply_to else address.uri,
            reply_to=reply_to,
            quotes=self.ledger.posts[quotes].uri if quotes else None,
            mentions=mentions,
            visibility=visibility,
            languages=languages,
            is_chat=is_chat,
        )
        self.ledger.keep_post(record)
        return record.uri

    def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> str:
        """Send a direct message. Returns its URI."""
        return self.post(
            sender,
            text,
            mentions=(self.account(recipient).key,),
            visibility=Visibility.DIRECT,
            is_chat=self.network is NetworkName.BLUESKY,
        )

    def edit(self, uri: str, text: str) -> None:
        """Change a post's text."""
        _, sequence = self._tick()
        record = self.ledger.posts[uri]
        self.ledger.posts[uri] = replace(record, text=text, sequence=sequence, is_edited=True)

    def delete(self, uri: str) -> None:
        """Delete a post, without a trace."""
        self.ledger.posts[uri] = replace(self.ledger.posts[uri], text="", is_deleted=True)

    def like(self, actor: AccountKey, uri: str, *, created_at: datetime | None = None) -> None:
        """Like a post."""
        self._signal(Kind.LIKE, actor, self.ledger.posts[uri].author, uri, created_at)

    def unlike(self, actor: AccountKey, uri: str) -> None:
        """Undo a like."""
        self.ledger.drop_signal(Kind.LIKE, actor, self.ledger.posts[uri].author, uri)

    def boost(self, actor: AccountKey, uri: str, *, created_at: datetime | None = None) -> None:
        """Boost a post."""
        self._signal(Kind.BOOST, actor, self.ledger.posts[uri].author, uri, created_at)

    def follow(self, actor: AccountKey, target: AccountKey, *, long_ago: bool = False) -> None:
        """Follow somebody; `long_ago` is a follow too old for any notification."""
        self.ledger.follows.add((self.account(actor).key, self.account(target).key))
        if not long_ago:
            self._signal(Kind.FOLLOW, actor, target, "", None)

    def unfollow(self, actor: AccountKey, target: AccountKey) -> None:
        """Stop following somebody."""
        self.ledger.follows.discard((actor, target))
        self.ledger.drop_signal(Kind.FOLLOW, actor, target, "")

    def _signal(
        self,
        kind: Kind,
        actor: AccountKey,
        target: AccountKey,
        subject: str,
        created_at: datetime | None,
    ) -> None:
        now, sequence = self._tick()
        self.ledger.keep_signal(
            SignalRecord(
                uri=addresses.signal_uri(self.account(actor), _VERBS[kind], sequence),
                kind=kind,
                actor=actor,
                target=target,
                subject=subject,
                sequence=sequence,
                created_at=created_at or now,
                seen_at=now,
            )
        )

    def block(self, actor: AccountKey, target: AccountKey) -> None:
        """Block somebody, which ends the follows between the two."""
        self.ledger.blocks.add((self.account(actor).key, self.account(target).key))
        self.unfollow(actor, target)
        self.unfollow(target, actor)

    def mute(self, actor: AccountKey, target: AccountKey) -> None:
        """Mute somebody, who is not told."""
        self.ledger.mutes.add((self.account(actor).key, self.account(target).key))

    def serve_odd(self, reader: AccountKey, raw: str, why: str) -> None:
        """Put an unreadable item in this account's history."""
        now, sequence = self._tick()
        odd = OddRecord(raw=raw, why=why, sequence=sequence, seen_at=now)
        self.ledger.keep_odd(self.account(reader).key, odd)

    def act_later(self, at: datetime, act: Callable[[], object]) -> None:
        """Call `act` at the first `catch_up` at or after `at`."""
        self._later.append((at, act))

    def catch_up(self) -> None:
        """Do what is due."""
        now = self.clock.now()
        due = [act for at, act in self._later if at <= now]
        self._later = [(at, act) for at, act in self._later if at > now]
        for act in due:
            act()

    def _tick(self) -> tuple[datetime, int]:
        now = self.clock.now()
        self._sequence = max(self._sequence + 1, addresses.microseconds(now))
        return now, self._sequence
