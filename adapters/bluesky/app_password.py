"""An app password that the owner has just made: whether it works, and what for; and signing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.bluesky.client.identity import Resolver
from adapters.bluesky.client.rpc import Rpc
from adapters.bluesky.client.session import SessionFile
from adapters.bluesky.client.sign_in import SignIn, is_own_password, reads_messages
from bot.domain.sentence import marked
from bot.errors import SignInError

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.bluesky.client.identity import Servers
    from adapters.http import Client
    from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class AppPasswords:
    """Tries app passwords; `sessions` is the folder for stored sessions."""

    client: Client
    clock: Clock
    servers: Servers
    sessions: Path

    async def check(self, name: str, password: str) -> bool:
        """Sign an account in; the session is kept. Whether it gives access to direct messages.

        Raises:
            SignInError: it is not accepted, or is the account's own password.
            NetworkError: signing in failed.
        """
        rpc = Rpc(self.client, self.clock)
        file = SessionFile(self.sessions, name)
        sign_in = SignIn(rpc, Resolver(rpc, self.servers), file, name, lambda: password)
        session = await sign_in.session()
        if is_own_password(session):
            await self.sign_out(name)
            sentence = marked(
                "That is the password of {account} itself, and is not kept. Make an app password "
                "(Settings → Privacy and security → App passwords), then: terrasse login {account}"
            )
            raise SignInError(sentence, account=name)
        return reads_messages(session)

    async def sign_out(self, name: str) -> None:
        """End the stored session of an account, here and on its server.

        Raises:
            NetworkError: the server could not be told; here it is ended.
        """
        file = SessionFile(self.sessions, name)
        async with file.held():
            session = file.read()
            file.delete()
        if session.refresh:
            await Rpc(self.client, self.clock).procedure(
                session.pds,
                "com.atproto.server.deleteSession",
                headers={"authorization": f"Bearer {session.refresh}"},
                effect=False,
            )
