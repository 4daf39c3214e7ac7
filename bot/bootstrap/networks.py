"""Opening the networks that the config names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from adapters.store import folder_of
from bot.domain.people.identity import NetworkName, Owner, OwnerId
from bot.domain.sentence import all_of, marked
from bot.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from adapters.memory.village import Village
    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Clock, Known, Network, Remembered, Store, Watch
    from bot.ports.store.remembered import Span
    from config.models.account import AccountName
    from config.models.settings import Settings
    from config.models.tables import Access
    from config.secrets.reference import SecretRef

OWNER: Final = OwnerId("owner")
"""The id of the one owner whose bot this process runs."""

VILLAGE_ACCOUNTS: Final = ("@camille@village.example", "camille.village.example")
"""The accounts of the village's owner."""


class Networks:
    """Opens each account's network once; the accounts of the village share one village.

    `follows_threads`: where an account has no secret, collecting reads the threads it is in.
    """

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        store: Store,
        *,
        appview: str | None = None,
        follows_threads: bool = True,
    ) -> None:
        self._follows_threads = follows_threads
        self._clock = clock
        self._settings = settings
        self._store = store
        self._appview = appview or os.environ.get("TERRASSE_APPVIEW")
        self._village: Village | None = None
        self._bluesky: _Bluesky | None = None
        self._mastodon: _Mastodon | None = None
        self._open: dict[AccountName, Network] = {}

    async def close(self) -> None:
        """Close the connections to all networks."""
        if self._bluesky is not None:
            await self._bluesky.close()
        if self._mastodon is not None:
            await self._mastodon.close()

    def open(self, access: Access) -> Network:
        """The network as this account sees it; no request is sent yet."""
        if access.account not in self._open:
            self._open[access.account] = self._build(access)
        return self._open[access.account]

    def _build(self, access: Access) -> Network:
        if access.account.network is NetworkName.BLUESKY and not access.in_village:
            self._bluesky = self._bluesky or _Bluesky(
                self._clock,
                self._settings,
                self._store,
                self._appview,
                follows_threads=self._follows_threads,
            )
            return self._bluesky.open(access)
        if not access.in_village:
            self._mastodon = self._mastodon or _Mastodon(
                self._clock, self._settings, self._store, follows_threads=self._follows_threads
            )
            return self._mastodon.open(access)
        if str(access.account) not in VILLAGE_ACCOUNTS:
            residents = all_of(*VILLAGE_ACCOUNTS)
            raise ConfigError(
                marked("{account} is not the village's owner: that is {residents}."),
                account=access.account,
                residents=residents,
            )
        from adapters.memory.village import village  # noqa: PLC0415

        self._village = self._village or village(self._clock.now(), OWNER, self._clock)
        return self._village.networks[access.account.network]


class Opened(Mapping[str, "Network"]):
    """The networks of these accounts, by the account as the config names it; opened on first use.

    A network's libraries load slowly, and most commands use no network.
    """

    def __init__(self, networks: Networks, accesses: Iterable[Access]) -> None:
        self._networks = networks
        self._accesses = {str(access.account): access for access in accesses}

    def __getitem__(self, account: str) -> Network:
        return self._networks.open(self._accesses[account])

    def __contains__(self, account: object) -> bool:
        return account in self._accesses

    def __iter__(self) -> Iterator[str]:
        return iter(self._accesses)

    def __len__(self) -> int:
        return len(self._accesses)


class _Bluesky:
    """Opens the accounts on Bluesky; they share connections.

    $TERRASSE_PLC and $TERRASSE_APPVIEW name other servers than the public network's, for labs.
    """

    def __init__(
        self,
        clock: Clock,
        settings: Settings,
        store: Store,
        appview: str | None,
        *,
        follows_threads: bool,
    ) -> None:
        # msgspec and the TLS of httpx load slowly, and the village does not need them.
        from adapters.bluesky import Servers  # noqa: PLC0415
        from adapters.http import open_client  # noqa: PLC0415

        public = Servers()
        self._servers = Servers(
            plc=os.environ.get("TERRASSE_PLC") or public.plc,
            appview=appview or public.appview,
            tells_blocks=appview in {None, public.appview},
        )
        written = _addresses(settings)
        self._client = open_client([self._servers.plc, self._servers.appview, *written])
        self._sessions = folder_of(settings.store_url, settings.store.folder) / "sessions"
        owner = Owner(OWNER, settings.timezone)
        self._remembered = _remembering(store, owner)
        self._known = _knowing(store, owner)
        self._follows_threads = follows_threads
        self._clock = clock

    def open(self, access: Access) -> Network:
        from adapters.bluesky import BlueskyNetwork  # noqa: PLC0415

        return BlueskyNetwork(
            self._client,
            access.account.handle,
            OWNER,
            secret=_reader(access),
            sessions=self._sessions,
            clock=self._clock,
            servers=replace(self._servers, pds=access.url),
            remembered=self._remembered,
            follows_threads=self._follows_threads,
            known=self._known,
        )

    async def close(self) -> None:
        await self._client.aclose()


class _Mastodon:
    """Opens the accounts on Mastodon and servers with its API; they share connections."""

    def __init__(
        self, clock: Clock, settings: Settings, store: Store, *, follows_threads: bool
    ) -> None:
        from adapters.http import open_client  # noqa: PLC0415

        self._written = _addresses(settings)
        self._client = open_client(self._written)
        self._keep_text = settings.retention.limits().text
        owner = Owner(OWNER, settings.timezone)
        self._remembered = _remembering(store, owner)
        self._known = _knowing(store, owner)
        self._follows_threads = follows_threads
        self._clock = clock

    def open(self, access: Access) -> Network:
        from adapters.mastodon import MastodonNetwork  # noqa: PLC0415

        return MastodonNetwork(
            self._client,
            self._session,
            access.account.handle,
            OWNER,
            secret=_reader(access),
            clock=self._clock,
            url=access.url,
            keep_text=self._keep_text,
            remembered=self._remembered,
            follows_threads=self._follows_threads,
            known=self._known,
        )

    def _session(self) -> object:
        """A session for one message. Mastodon.py and requests are loaded here: they are slow."""
        from adapters.http.requests_adapter import open_session  # noqa: PLC0415

        return open_session(self._written)

    async def close(self) -> None:
        await self._client.aclose()


def _addresses(settings: Settings) -> list[str]:
    """The servers' addresses that the owner wrote down."""
    return [access.url for access in settings.accesses if access.url and not access.in_village]


def _reader(access: Access) -> Callable[[], str] | None:
    """A function that reads an account's secret; `None` if it has none."""
    return partial(read_secret, access.secret) if access.secret else None


def read_secret(secret: SecretRef) -> str:
    """The secret that is kept there.

    Raises:
        ConfigError: it cannot be read.
    """
    return secret.read(os.environ).get_secret_value()


def _remembering(store: Store, owner: Owner) -> Remembered:
    """A function that reads an account's interactions from the log, less deleted posts."""

    async def remembered(
        watched: AccountKey, among: Sequence[Span] | None = None
    ) -> Sequence[Interaction]:
        async with store.unit(owner) as unit:
            log = await unit.log.with_watched(watched, among=among)
        return [interaction for interaction in log if interaction.kind.is_signal or interaction.url]

    return remembered


def _knowing(store: Store, owner: Owner) -> Known:
    """A function that reads the accounts ever signed in, with their names in the config."""

    async def known() -> Sequence[Watch]:
        async with store.unit(owner) as unit:
            return await unit.watches.all()

    return known
