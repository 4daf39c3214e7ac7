"""An invented server: what people on it do."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from adapters.memory import addresses
from adapters.memory.failures import Failures
from adapters.memory.ledger import Ledger
from adapters.memory.record import OddRecord, PostRecord, SignalRecord
from bot.domain.identity import Account, AccountKey, Flag, NetworkName
from bot.domain.interaction import Kind, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.ports import Clock

_VERBS: Final = {Kind.LIKE: "like", Kind.BOOST: "repost", Kind.FOLLOW: "follow"}


class World:
    """One server. Its methods are what people on it do; a `MemoryNetwork` is how one reads it.

    Every act gets a sequence number, the order in which the server saw it. The numbers are
    microseconds, so that a world built anew from the same acts numbers them alike. An act may
    say of itself that it happened earlier (`created_at`); the server's own time is the clock's.

    `failures` is what goes wrong between it and whoever reads it. `taken_keys` are the
    Idempotency-Keys that it has met. An act on an account or a post that does not exist raises
    `KeyError`: the script is wrong.
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

    # --- people -----------------------------------------------------------------------------

    def join(self, name: str, display_name: str = "", *, host: str | None = None) -> AccountKey:
        """Let somebody open an account, here or on a server that this one talks to."""
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
        """How an account describes itself."""
        return self.ledger.accounts[key]

    def describe(self, account: Account) -> None:
        """Put this in place of how the account described itself."""
        self.ledger.accounts[self.account(account.key).key] = account

    def suspend(self, key: AccountKey) -> None:
        """Hide an account and all that it did."""
        account = self.account(key)
        self.describe(replace(account, flags=account.flags | {Flag.SUSPENDED}))

    # --- posts ------------------------------------------------------------------------------

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
        """Write a post, a reply or a quote; the latter two name the other post's URI.

        Returns the new post's URI.
        """
        now, sequence = self._tick()
        here = self.account(author)
        address = next(
            found
            for nudge in count()
            if (found := addresses.post_address(here, now, nudge)).uri not in self.ledger.posts
        )
        record = PostRecord(
            uri=address.uri,
            url=address.url,
            author=author,
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
        """Take a post back; nothing says that it was there."""
        self.ledger.posts[uri] = replace(self.ledger.posts[uri], text="", is_deleted=True)

    # --- signals ----------------------------------------------------------------------------

    def like(self, actor: AccountKey, uri: str, *, created_at: datetime | None = None) -> None:
        """Like a post."""
        self._signal(Kind.LIKE, actor, self.ledger.posts[uri].author, uri, created_at)

    def unlike(self, actor: AccountKey, uri: str) -> None:
        """Take a like back."""
        self.ledger.drop_signal(Kind.LIKE, actor, self.ledger.posts[uri].author, uri)

    def boost(self, actor: AccountKey, uri: str, *, created_at: datetime | None = None) -> None:
        """Boost a post."""
        self._signal(Kind.BOOST, actor, self.ledger.posts[uri].author, uri, created_at)

    def unboost(self, actor: AccountKey, uri: str) -> None:
        """Take a boost back."""
        self.ledger.drop_signal(Kind.BOOST, actor, self.ledger.posts[uri].author, uri)

    def follow(self, actor: AccountKey, target: AccountKey, *, long_ago: bool = False) -> None:
        """Follow somebody; `long_ago`, before anything that the server still tells of."""
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

    # --- distance ---------------------------------------------------------------------------

    def block(self, actor: AccountKey, target: AccountKey) -> None:
        """Block somebody: neither follows the other any more."""
        self.ledger.blocks.add((self.account(actor).key, self.account(target).key))
        self.unfollow(actor, target)
        self.unfollow(target, actor)

    def unblock(self, actor: AccountKey, target: AccountKey) -> None:
        """Take a block back."""
        self.ledger.blocks.discard((actor, target))

    def mute(self, actor: AccountKey, target: AccountKey) -> None:
        """Mute somebody, who does not learn of it."""
        self.ledger.mutes.add((self.account(actor).key, self.account(target).key))

    def unmute(self, actor: AccountKey, target: AccountKey) -> None:
        """Take a mute back."""
        self.ledger.mutes.discard((actor, target))

    def choose(self, key: AccountKey) -> None:
        """Let an account take messages only from those whom it follows."""
        self.ledger.choosy.add(self.account(key).key)

    # --- what the server does by itself -----------------------------------------------------

    def misprint(self, reader: AccountKey, raw: str, why: str) -> None:
        """Hand out, in this account's history, an item that cannot be read."""
        now, sequence = self._tick()
        odd = OddRecord(raw=raw, why=why, sequence=sequence, seen_at=now)
        self.ledger.keep_odd(self.account(reader).key, odd)

    def act_later(self, at: datetime, act: Callable[[], object]) -> None:
        """Let something happen once the clock shows `at` and somebody looks."""
        self._later.append((at, act))

    def catch_up(self) -> None:
        """Do what was to happen by now."""
        now = self.clock.now()
        due = [act for at, act in self._later if at <= now]
        self._later = [(at, act) for at, act in self._later if at > now]
        for act in due:
            act()

    def _tick(self) -> tuple[datetime, int]:
        now = self.clock.now()
        self._sequence = max(self._sequence + 1, addresses.microseconds(now))
        return now, self._sequence
