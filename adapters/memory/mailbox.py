"""Direct messages and replies of one account on a server in memory."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.memory import addresses
from bot.domain.people.identity import Flag, NetworkName
from bot.domain.sentence import Sentence, marked
from bot.domain.talk.interaction import Visibility
from bot.errors import ClosedError, RefusedError
from bot.ports import CouldNotTell, DirectMessage, Found, NotThere, Obstacle, RemoteId
from bot.text.safety.likeness import resembles, says_the_same

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.record import PostRecord
    from adapters.memory.world import World
    from bot.domain.people.identity import AccountKey
    from bot.ports import Capabilities, Cursor, Message, ReadBack, Recipient


class Mailbox:
    """The direct messages that an account receives and sends, and the replies that it posts."""

    def __init__(self, world: World, account: AccountKey, capabilities: Capabilities) -> None:
        self._world = world
        self._me = account
        self._capabilities = capabilities

    def received(self, since: Cursor | None) -> list[DirectMessage]:
        """Direct messages to this account after the one with the id `since`, oldest first.

        That includes messages to itself, where the network allows them.
        """
        records = [record for record in self._all() if record.mentions == (self._me,)]
        records.sort(key=_order)
        last_read = next((_order(record) for record in records if record.uri == since), None)
        return [
            self._message(record)
            for record in records
            if last_read is None or _order(record) > last_read
        ]

    def written_to(self, to: AccountKey, since: datetime) -> list[DirectMessage]:
        """Direct messages from this account to somebody since then."""
        return [
            self._message(record)
            for record in self._all()
            if record.author == self._me and record.mentions == (to,) and record.created_at >= since
        ]

    def answers(self, sent: str, sender: AccountKey) -> list[DirectMessage]:
        """Somebody's answers to a message of this account."""
        ours = self._world.ledger.find(sent, self._me)
        if ours is None or ours.author != self._me:
            return []
        return [
            self._message(record)
            for record in self._world.ledger.posts_of(self._me)
            if record.author == sender
            and record.seen_at >= ours.seen_at
            and (record.is_chat if ours.is_chat else self._is_below(record, sent))
        ]

    def obstacle(self, to: str) -> Obstacle | None:
        """Why the server would refuse a direct message to this handle."""
        try:
            self._check_open(self._recipient(to), to)
        except ClosedError as problem:
            return Obstacle(problem.said, problem.closed)
        except RefusedError as problem:
            return Obstacle(problem.said)
        return None

    def send(self, message: Message) -> RemoteId:
        """Store a message on the server; once per key, where the network has idempotency keys.

        Raises:
            RefusedError: the text is too long; the recipient does not exist, has moved or is not
                the pinned account; there is a block; the parent is gone or by somebody else.
        """
        taken = (self._me, message.key)
        # On Bluesky the record key of a reply follows from the message's key.
        is_known = self._capabilities.idempotency_key or message.kind == "reply"
        if is_known and taken in self._world.taken_keys:
            return RemoteId(self._world.taken_keys[taken])
        recipient = self._recipient(message.to, message.recipient)
        self._check_length(message)
        if message.kind == "reply":
            uri = self._reply(message, recipient)
        else:
            self._check_open(recipient, message.to)
            uri = self._world.write(self._me, recipient, message.text)
        self._world.taken_keys[taken] = uri
        return RemoteId(uri)

    def deliver_late(self, message: Message) -> None:
        """Store a message after its sender has stopped waiting; a refusal reaches nobody."""
        with suppress(RefusedError):
            self.send(message)

    def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then: see `bot.ports.Messenger`."""
        to = message.recipient.key if message.recipient else self._account_of(message.to)
        ours = [
            record
            for record in self._world.ledger.posts_of(self._me)
            if record.author == self._me
            and to in {*record.mentions, self._world.ledger.author_of(record.reply_to)}
            and (record.seen_at >= since or message.ref is not None)
        ]
        for record in ours:
            if self._matches(message, record):
                return Found(RemoteId(record.uri))
        text = self._bare(message.text)
        if message.ref is None and any(resembles(self._bare(record.text), text) for record in ours):
            return CouldNotTell(
                Sentence(marked("Something much like it went to {to}."), to=message.to)
            )
        return NotThere()

    def _matches(self, message: Message, record: PostRecord) -> bool:
        if message.ref is not None:
            return message.ref in record.text
        return says_the_same(self._bare(message.text), self._bare(record.text))

    def _bare(self, text: str) -> str:
        """The text without the handle in front."""
        is_named = self._world.network is NetworkName.MASTODON and text.startswith("@")
        return text.partition(" ")[2] if is_named else text

    def _is_below(self, record: PostRecord, uri: str) -> bool:
        above = record.reply_to
        while above is not None and above != uri:
            above = self._world.ledger.posts[above].reply_to
        return above == uri

    def _message(self, record: PostRecord) -> DirectMessage:
        sender = self._world.account(record.author)
        return DirectMessage(
            id=record.uri,
            sender=replace(sender, local_ids=record.author_ids),
            text=self._bare(record.text),
            at=record.created_at,
            reply_to=record.reply_to,
            edited=record.is_edited,
        )

    def _all(self) -> list[PostRecord]:
        posts = self._world.ledger.posts_of(self._me)
        return [record for record in posts if record.visibility is Visibility.DIRECT]

    def _account_of(self, name: str) -> AccountKey | None:
        """The account with this handle or id."""
        accounts = self._world.ledger.accounts.values()
        return next(
            (account.key for account in accounts if name in {account.handle, account.key.id}), None
        )

    def _recipient(self, to: str, pin: Recipient | None = None) -> AccountKey:
        # On Bluesky a message goes to a DID, even if the handle has moved to another account.
        by_did = pin is not None and self._world.network is NetworkName.BLUESKY
        key = self._account_of(pin.key.id if pin and by_did else to)
        if key is None:
            raise RefusedError(
                marked("Nobody on {host} is called {to}."), host=self._world.host, to=to
            )
        account = self._world.account(key)
        local_id = account.local_ids.get(self._world.host, "")
        if pin is not None and not pin.is_of(key, self._world.host, local_id):
            raise RefusedError(marked("{to} belongs to another account by now."), to=to)
        if account.flags & {Flag.MOVED, Flag.SUSPENDED}:
            raise RefusedError(marked("The account {to} has moved or is suspended."), to=to)
        if key == self._me and self._world.network is NetworkName.BLUESKY:
            raise RefusedError(marked("Bluesky takes no messages to oneself."))
        relationship = self._world.ledger.relationship(self._me, key)
        if relationship.blocking:
            raise ClosedError(marked("This account blocks {to}."), to=to, closed="blocked")
        if relationship.blocked_by:
            raise ClosedError(marked("{to} has blocked this account."), to=to, closed="blocked")
        return key

    def _check_open(self, recipient: AccountKey, to: str) -> None:
        follows = self._world.ledger.relationship(self._me, recipient).followed_by
        if recipient in self._world.ledger.followed_only and not follows:
            raise ClosedError(
                marked("{to} accepts messages only from people they follow."),
                to=to,
                closed="followed-only",
            )

    def _check_length(self, message: Message) -> None:
        prefix = addresses.mention_prefix(self._world.network, message.to)
        text = message.text.removeprefix(prefix)
        if not self._capabilities.limits_of(message.kind).fit(text):
            raise RefusedError(
                marked("The message is longer than {host} allows."), host=self._world.host
            )

    def _reply(self, message: Message, recipient: AccountKey) -> str:
        parent = self._world.ledger.find(message.reply_to or "", self._me)
        if parent is None:
            raise RefusedError(marked("The post to answer is gone."))
        if parent.author != recipient:
            raise RefusedError(marked("The post to answer is not by {to}."), to=message.to)
        return self._world.post(
            self._me,
            message.text,
            reply_to=parent.uri,
            mentions=(recipient,),
            visibility=parent.visibility,
            languages=(message.language,),
        )


def _order(record: PostRecord) -> tuple[datetime, int]:
    return record.created_at, record.sequence
