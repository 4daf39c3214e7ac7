"""Signing the owner's accounts in and out, and keeping what comes of it.

A token is kept in the file that the config names, and beside it, in `NAME.app`, what the server
has registered: with that, the token can be revoked.
"""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.clock import SystemClock
from adapters.store import folder_of
from bot import regular_file
from bot.bootstrap.networks import OWNER
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import marked, reason
from bot.errors import ConfigError, ImpossibleError, NetworkError, SignInError, WrongAccountError
from config.secrets import file as secret_file
from config.secrets.reference import SecretKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from adapters.bluesky.app_password import AppPasswords
    from adapters.http import Client
    from adapters.mastodon.callback import Callback
    from adapters.mastodon.oauth import App, Request
    from config.models.account import AccountName
    from config.models.settings import Settings
    from config.models.tables import Access

APP_SUFFIX: Final = ".app"


@dataclass(frozen=True, slots=True)
class Place:
    """An account to sign in, its server where the owner named it, and the file of its secret."""

    account: AccountName
    url: str | None
    file: Path

    @property
    def app(self) -> Path:
        """The file beside the secret that tells what it was made with."""
        return self.file.with_name(f"{self.file.name}{APP_SUFFIX}")


class MastodonSignIn:
    """A sign-in on the page `url`, which somebody has to open."""

    def __init__(
        self, client: Client, place: Place, request: Request, callback: Callback | None
    ) -> None:
        self.url = request.url
        self._client = client
        self._place = place
        self._request = request
        self._callback = callback

    async def finish(self, pasted: str | None) -> None:
        """Wait for the browser, or take the code that was pasted; keep the token.

        Raises:
            SignInError: nobody came back, or they said no.
            WrongAccountError: another account was signed in.
            NetworkError: the server does not answer.
            ConfigError: the secret cannot be written.
        """
        from adapters.mastodon import MastodonNetwork, oauth  # noqa: PLC0415

        request, clock = self._request, SystemClock()
        if self._callback is None:
            code = oauth.code_pasted(request, pasted or "")
        else:
            code = oauth.code_from(request, await self._callback.returned())
        granted = await oauth.finish(self._client, clock, request, code)
        network = MastodonNetwork(
            self._client,
            lambda: None,
            self._place.account.handle,
            OWNER,
            secret=lambda: granted.token,
            clock=clock,
            url=request.app.base,
        )
        try:
            await network.whoami()
        except WrongAccountError as error:
            await self._throw_away(granted.token)
            sentence = marked(
                "You signed in as {signed_in}, not as {configured}. Log out of {server} in your "
                "browser, or use a private window, and sign in again."
            )
            raise SignInError(
                sentence,
                signed_in=error.signed_in,
                configured=error.configured,
                server=request.app.base,
            ) from error
        except NetworkError:
            await self._throw_away(granted.token)
            raise
        try:
            old, old_app = _kept(self._place)
            # An app that is not the token's counts for nothing: see `_kept`.
            secret_file.write(self._place.app, _described(request.app, granted.token))
            secret_file.write(self._place.file, f"{granted.token}\n")
        except ConfigError:
            await self._throw_away(granted.token)
            raise
        if old_app is not None:
            with suppress(NetworkError):  # most often it has ended already
                await oauth.revoke(self._client, clock, old_app, old)

    async def _throw_away(self, token: str) -> None:
        """Revoke a token that is not kept, if the server can be told."""
        from adapters.mastodon import oauth  # noqa: PLC0415

        with suppress(NetworkError):
            await oauth.revoke(self._client, SystemClock(), self._request.app, token)


class SignIns:
    """Signs accounts in and out; `sessions` is the folder for the sessions of Bluesky."""

    def __init__(self, client: Client, sessions: Path) -> None:
        self._client = client
        self._sessions = sessions

    @asynccontextmanager
    async def on_mastodon(
        self, place: Place, *, sends: bool, page: str | None, language: str
    ) -> AsyncIterator[MastodonSignIn]:
        """Begin a sign-in.

        `page` is what the browser shows at the end; without one, it shows a code to be pasted.

        Raises:
            NetworkError: the server does not answer, or wants no sign-in.
        """
        from adapters.mastodon import oauth  # noqa: PLC0415
        from adapters.mastodon.callback import listening  # noqa: PLC0415
        from adapters.mastodon.client.reconnecting import ReconnectingClient  # noqa: PLC0415
        from adapters.mastodon.client.server import find_base  # noqa: PLC0415

        clock, handle = SystemClock(), place.account.handle
        base = place.url or await find_base(ReconnectingClient(self._client), handle)
        scopes = oauth.SENDING if sends else oauth.READING

        async def begun(redirect_uri: str) -> Request:
            app = await oauth.register(
                self._client, clock, base, scopes=scopes, redirect_uri=redirect_uri
            )
            return await oauth.begin(self._client, clock, app, language=language)

        if page is None:
            yield MastodonSignIn(self._client, place, await begun(oauth.OUT_OF_BAND), None)
            return
        async with listening(page) as callback:
            request = await begun(callback.uri)
            callback.expect(lambda url: oauth.is_answer_to(request, url))
            yield MastodonSignIn(self._client, place, request, callback)

    async def on_bluesky(self, place: Place, password: str, *, writes: bool) -> None:
        """Try an app password, and keep it.

        `writes`: it must give access to direct messages, as the account sends.

        Raises:
            SignInError: it is not accepted, or gives too little access.
            NetworkError: the server does not answer.
            ConfigError: the secret cannot be written.
        """
        password = password.strip()
        reads_messages = await self._app_passwords(place).check(place.account.handle, password)
        if writes and not reads_messages:
            sentence = marked(
                "This app password of {account} gives no access to direct messages, so it is not "
                "kept. Make a new one with “Allow access to your direct messages” ticked (Settings "
                "→ Privacy and security → App passwords), then: terrasse login {account}"
            )
            raise SignInError(sentence, account=str(place.account))
        secret_file.write(place.file, f"{password}\n")

    async def out(self, place: Place) -> bool:
        """Delete a sign-in, and revoke what can be revoked. Whether that ends it on the server.

        Raises:
            NetworkError: the server could not be told; here it is deleted.
            ConfigError: the secret cannot be read or deleted.
        """
        token, app = _kept(place)
        for path in (place.file, place.app):
            try:
                regular_file.delete(path)
            except OSError as error:
                raise ConfigError(
                    marked("{path} cannot be deleted: {why}."), path=path, why=reason(error)
                ) from None
        if place.account.network is NetworkName.BLUESKY:
            await self._app_passwords(place).sign_out(place.account.handle)
        if app is None:
            return False
        from adapters.mastodon import oauth  # noqa: PLC0415

        await oauth.revoke(self._client, SystemClock(), app, token)
        return True

    def _app_passwords(self, place: Place) -> AppPasswords:
        from adapters.bluesky import Servers  # noqa: PLC0415
        from adapters.bluesky.app_password import AppPasswords  # noqa: PLC0415

        public = Servers()
        servers = Servers(
            plc=os.environ.get("TERRASSE_PLC") or public.plc,
            appview=os.environ.get("TERRASSE_APPVIEW") or public.appview,
            pds=place.url,
        )
        return AppPasswords(self._client, SystemClock(), servers, self._sessions)


@asynccontextmanager
async def open_sign_ins(urls: Iterable[str], sessions: Path) -> AsyncIterator[SignIns]:
    """Open what signs accounts in; `urls` are the servers' addresses that the owner wrote down."""
    from adapters.http import open_client  # noqa: PLC0415

    labs = [os.environ.get(name) for name in ("TERRASSE_PLC", "TERRASSE_APPVIEW")]
    async with open_client([*urls, *filter(None, labs)]) as client:
        yield SignIns(client, sessions)


def sessions_of(settings: Settings) -> Path:
    """The folder for the sessions of Bluesky."""
    return folder_of(settings.store_url, settings.store.folder) / "sessions"


def place_of(access: Access) -> Place:
    """Where an account's secret is to be kept.

    Raises:
        ImpossibleError: the config names no file for it.
    """
    account, secret = access.account, access.secret
    line = f'secret = "file:{account.handle}.secret"'
    if secret is None:
        raise ImpossibleError(
            marked(
                "The config file names no secret for {account}. Add this line below its account, "
                "then call this again: {line}"
            ),
            account=str(account),
            line=line,
        )
    if secret.kind is not SecretKind.FILE:
        raise ImpossibleError(
            marked(
                "The secret of {account} is kept in {place}, where Terrasse cannot write: change "
                "it there. Or write in the config file: {line}"
            ),
            account=str(account),
            place=str(secret),
            line=line,
        )
    return Place(account, access.url, Path(secret.place))


def _described(app: App, token: str) -> str:
    return json.dumps({**asdict(app), "token": _digest(token)}, indent=2) + "\n"


def _kept(place: Place) -> tuple[str, App | None]:
    """The token that is kept, if any, and what it was made with, if it was by signing in here.

    Raises:
        ConfigError: the files cannot be read.
    """
    from adapters.mastodon.oauth import App  # noqa: PLC0415

    read = secret_file.read(place.file, private=False) if place.file.exists() else b""
    token = read.decode("utf-8", "replace").strip()
    if not place.app.exists():
        return token, None
    try:
        kept = json.loads(secret_file.read(place.app))
        digest = kept.pop("token")
        app = App(**kept)
    except (ValueError, KeyError, TypeError, AttributeError):
        return token, None  # somebody wrote into it
    return token, app if digest == _digest(token) else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
