"""The direct messages of one account on a server in memory."""

from __future__ import annotations

from contextlib import suppress
from itertools import dropwhile
from typing import TYPE_CHECKING

from bot.domain.identity import NetworkName
from bot.domain.interaction import Visibility
from bot.errors import RefusedError
from bot.ports import DirectMessage, Found, NotThere, RemoteId

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.memory.record import PostRecord
    from adapters.memory.world import World
    from bot.domain.identity import AccountKey
    from bot.ports import Capabilities, Cursor, Message, ReadBack


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
        if since is not None and any(one.uri == since for one in letters):
            letters = list(dropwhile(lambda one: one.uri != since, letters))[1:]
        return [
            DirectMessage(
                id=one.uri,
                sender=self._world.account(one.author),
                text=one.text,
                at=one.seen_at,
                reply_to=one.reply_to,
                edited=one.is_edited,
            )
            for one in letters
        ]

    def obstacle(self, to: str) -> str | None:
        """Why a message to this handle would not be taken."""
        try:
            self._recipient(to)
        except RefusedError as problem:
            return str(problem)
        return None

    def send(self, message: Message) -> RemoteId:
        """Put a message on the server, once per key where it knows keys.

        Raises:
            RefusedError: too long, nobody there, a block, a parent that is gone.
        """
        taken = (self._me, message.key)
        if self._capabilities.idempotency_key and taken in self._world.taken_keys:
            return RemoteId(self._world.taken_keys[taken])
        recipient = self._recipient(message.to)
        self._check_length(message.text)
        uri = self._reply(message, recipient) or self._world.write(
            self._me, recipient, message.text
        )
        self._world.taken_keys[taken] = uri
        return RemoteId(uri)

    def land(self, message: Message) -> None:
        """Put a message on the server when nobody listens for the answer any more."""
        with suppress(RefusedError):
            self.send(message)

    def find_sent(self, message: Message, since: datetime) -> ReadBack:
        """Look for a message among those sent since then, by `ref` and recipient."""
        to = self._account_of(message.to)
        for one in self._world.ledger.posts_of(self._me):
            ours = one.author == self._me and to in one.mentions and one.seen_at >= since
            if ours and message.ref in one.text:
                return Found(RemoteId(one.uri))
        return NotThere()

    def _all(self) -> list[PostRecord]:
        posts = self._world.ledger.posts_of(self._me)
        return [one for one in posts if one.visibility is Visibility.DIRECT]

    def _account_of(self, handle: str) -> AccountKey | None:
        accounts = self._world.ledger.accounts.values()
        return next((one.key for one in accounts if one.handle == handle), None)

    def _recipient(self, to: str) -> AccountKey:
        found = self._account_of(to)
        if found is None:
            problem = f"Nobody on {self._world.host} is called {to}."
            raise RefusedError(problem)
        if found == self._me and self._world.network is NetworkName.BLUESKY:
            problem = "Bluesky takes no messages to oneself."
            raise RefusedError(problem)
        stands = self._world.ledger.relationship(self._me, found)
        if stands.blocked_by or stands.blocking:
            problem = f"{to} takes no messages from this account."
            raise RefusedError(problem)
        return found

    def _check_length(self, text: str) -> None:
        if not self._capabilities.limits.fit(text):
            problem = f"The message is longer than {self._world.host} allows."
            raise RefusedError(problem)

    def _reply(self, message: Message, recipient: AccountKey) -> str | None:
        if message.kind != "reply":
            return None
        parent = self._world.ledger.find(message.reply_to or "", self._me)
        if parent is None:
            problem = "The post to answer is gone."
            raise RefusedError(problem)
        return self._world.post(
            self._me,
            message.text,
            reply_to=parent.uri,
            mentions=(recipient,),
            visibility=parent.visibility,
            languages=(message.language,),
        )
