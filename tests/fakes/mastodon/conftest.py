from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.fakes.mastodon import HandClock, Mastodon, client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import AsyncClient  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.fixture
def server(clock: HandClock) -> Mastodon:
    return Mastodon(clock=clock)


@pytest.fixture
def anna(server: Mastodon) -> Account:
    return server.sign_up("anna")


@pytest.fixture
def bruno(server: Mastodon) -> Account:
    return server.sign_up("bruno")


@pytest.fixture
async def api(server: Mastodon, anna: Account) -> AsyncIterator[AsyncClient]:
    async with client(server, server.token(anna)) as api:
        yield api


@pytest.fixture
async def anybody(server: Mastodon) -> AsyncIterator[AsyncClient]:
    async with client(server) as api:
        yield api
