"""The direct messages of one account on a server in memory."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from adapters.memory import addresses
from bot.domain.identity import Flag, NetworkName
from bot.domain.interaction import Visibility
from bot.errors import ClosedError, RefusedError
from bot.ports import CouldNotTell, DirectMessage, Found, NotThere, Obstacle, RemoteId
from bot.text.likeness import resembles, says_the_same

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.record import PostRecord
    from adapters.memory.world import World
    from bot.domain.identity import AccountKey
    from bot.ports import Capabilities, Cursor, Message, ReadBack, Recipient


class Letters:
    """What an account receives and sends in private, and the replies that it sends."""

    def __init__(self, world: World, account: AccountKey, capabilities: Capabilities) -> None:
        self._world = world
        self._me = account
        self._capabilities = capabilities

    def received(self, since: Cursor | None) -> list[DirectMessage]:
        """What was written to this account alone, after the message with the id `since`.

        That includes what the account wrote to itself, where the network lets it.
        """
        letters = [one for one in self._all() if one.mentions == (self._me,)]
        letters.sort(key=_arrival)
        border = next((_arrival(one) for one in letters if one.uri == since), None)
        return [self._letter(one) for one in letters if border is None or _arrival(one) > border]

    def written_to(self, to: AccountKey, since: datetime) -> list[DirectMessage]:
        """What this account wrote to somebody alone since then."""
        return [
            self._letter(letter)
            for letter in self._all()
            if letter.author == self._me and letter.mentions == (to,) and letter.created_at >= since
        ]

    def answers(self, sent: str, sender: AccountKey) -> list[DirectMessage]:
        """What somebody answered to a message of this account's."""
        ours = self._world.ledger.find(sent, self._me)
        if ours is None or ours.author != self._me:
            return []
        return [
            self._letter(one)
            for one in self._world.ledger.posts_of(self._me)
            if one.author == sender
            and one.seen_at >= ours.seen_at
            and (one.is_chat if ours.is_chat else self._is_below(one, sent))
        ]

    def obstacle(self, to: str) -> Obstacle | None:
        """Why a direct message to this handle would not be taken."""
        try:
            self._check_open(self._recipient(to), to)
        except ClosedError as problem:
            return Obstacle(str(problem), problem.closed)
        except RefusedError as problem:
            return Obstacle(str(problem))
        return None

    def send(self, message: Message) -> RemoteId:
        """Put a message on the server, once per key where it knows keys.

        Raises:
            RefusedError: too long; nobody there, or somebody else than is pinned, or who has moved;
                a block; a parent that is gone or another's.
        """
        taken = (self._me, message.key)
        # On Bluesky a post's key follows from the message's, and is taken once.
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

    def land(self, message: Message) -> None:
        """Put a message on the server when nobody listens for the answer any more."""
        with suppress(RefusedError):
            self.send(message)

    def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then: see `bot.ports.Messenger`."""
        to = message.recipient.key if message.recipient else self._account_of(message.to)
        ours = [
            one
            for one in self._world.ledger.posts_of(self._me)
            if one.author == self._me
            and to in {*one.mentions, self._world.ledger.author_of(one.reply_to)}
            and (one.seen_at >= since or message.ref is not None)
        ]
        for one in ours:
            if self._is_it(message, one):
                return Found(RemoteId(one.uri))
        said = self._bare(message.text)
        if message.ref is None and any(resembles(self._bare(one.text), said) for one in ours):
            return CouldNotTell(f"Something much like it went to {message.to}.")
        return NotThere()

    def _is_it(self, message: Message, one: PostRecord) -> bool:
        if message.ref is not None:
            return message.ref in one.text
        return says_the_same(self._bare(message.text), self._bare(one.text))

    def _bare(self, text: str) -> str:
        """The words of a message, without the handle that addresses it."""
        is_named = self._world.network is NetworkName.MASTODON and text.startswith("@")
        return text.partition(" ")[2] if is_named else text

    def _is_below(self, record: PostRecord, uri: str) -> bool:
        above = record.reply_to
        while above is not None and above != uri:
            above = self._world.ledger.posts[above].reply_to
        return above == uri

    def _letter(self, record: PostRecord) -> DirectMessage:
        return DirectMessage(
            id=record.uri,
            sender=self._world.account(record.author),
            text=self._bare(record.text),
            at=record.created_at,
            reply_to=record.reply_to,
            edited=record.is_edited,
        )

    def _all(self) -> list[PostRecord]:
        posts = self._world.ledger.posts_of(self._me)
        return [one for one in posts if one.visibility is Visibility.DIRECT]

    def _account_of(self, name: str) -> AccountKey | None:
        """Whose handle or id this is."""
        accounts = self._world.ledger.accounts.values()
        return next((one.key for one in accounts if name in {one.handle, one.key.id}), None)

    def _recipient(self, to: str, pin: Recipient | None = None) -> AccountKey:
        # On Bluesky a message goes to a DID, whoever has the handle now.
        is_direct = pin is not None and self._world.network is NetworkName.BLUESKY
        found = self._account_of(pin.key.id if pin and is_direct else to)
        if found is None:
            problem = f"Nobody on {self._world.host} is called {to}."
            raise RefusedError(problem)
        account = self._world.account(found)
        local_id = account.local_ids.get(self._world.host, "")
        if pin is not None and not pin.is_of(found, self._world.host, local_id):
            problem = f"{to} belongs to another account by now."
            raise RefusedError(problem)
        if account.flags & {Flag.MOVED, Flag.SUSPENDED}:
            problem = f"The account {to} has moved or is suspended."
            raise RefusedError(problem)
        if found == self._me and self._world.network is NetworkName.BLUESKY:
            problem = "Bluesky takes no messages to oneself."
            raise RefusedError(problem)
        stands = self._world.ledger.relationship(self._me, found)
        if stands.blocking:
            problem = f"This account blocks {to}."
            raise ClosedError(problem, closed="blocked")
        if stands.blocked_by:
            problem = f"{to} has blocked this account."
            raise ClosedError(problem, closed="blocked")
        return found

    def _check_open(self, found: AccountKey, to: str) -> None:
        follows = self._world.ledger.relationship(self._me, found).followed_by
        if found in self._world.ledger.choosy and not follows:
            problem = f"{to} accepts messages only from people they follow."
            raise ClosedError(problem, closed="followed-only")

    def _check_length(self, message: Message) -> None:
        salutation = addresses.salutation(self._world.network, message.to)
        said = message.text.removeprefix(salutation)
        if not self._capabilities.limits_of(message.kind).fit(said):
            problem = f"The message is longer than {self._world.host} allows."
            raise RefusedError(problem)

    def _reply(self, message: Message, recipient: AccountKey) -> str:
        parent = self._world.ledger.find(message.reply_to or "", self._me)
        if parent is None:
            problem = "The post to answer is gone."
            raise RefusedError(problem)
        if parent.author != recipient:
            problem = f"The post to answer is not by {message.to}."
            raise RefusedError(problem)
        return self._world.post(
            self._me,
            message.text,
            reply_to=parent.uri,
            mentions=(recipient,),
            visibility=parent.visibility,
            languages=(message.language,),
        )


def _arrival(record: PostRecord) -> tuple[datetime, int]:
    return record.created_at, record.sequence
