"""Opening what says whether the daemon is well."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from adapters.health import Ended, HealthFile, Monitor
from adapters.store import beside
from bot.errors import NetworkError, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Clock
    from bot.services.rounds.daemon import Report
    from config.models.settings import Settings

_log = structlog.get_logger("terrasse")


def health_file(settings: Settings) -> HealthFile:
    """The file beside the store that says how the last round ended.

    Raises:
        ConfigError: there is no folder for it.
    """
    return HealthFile(beside(settings.store_url, ".health", settings.store.folder))


@asynccontextmanager
async def open_health(settings: Settings, clock: Clock) -> AsyncIterator[Report]:
    """What reports each round to the file and to the monitor, if there is one.

    Where one of them cannot be told, that stands in the journal: it harms no round.
    """
    from adapters.http import open_client  # noqa: PLC0415

    file, ping = health_file(settings), settings.health.ping
    address = ping.get_secret_value() if ping is not None else None
    async with open_client([address] if address else []) as client:
        monitor = Monitor(client, address) if address else None

        async def report(*, fine: bool) -> None:
            try:
                await asyncio.to_thread(file.write, Ended(clock.now(), fine))
            except StoreError as problem:
                _log.warning("health file", problem=str(problem))
            try:
                if monitor is not None:
                    await monitor.tell(fine=fine)
            except NetworkError as problem:
                _log.warning("ping", problem=str(problem))

        yield report
