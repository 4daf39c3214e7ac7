"""What real servers of Bluesky's kind answer oddly, through whole rounds.

In each row Bruno, or an answer about everybody, is odd. Alice, with whom the owner has talked as
much, is suggested every time.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapters.memory.clock import StoppedClock
from bot.bootstrap import open_context
from bot.services.rounds.cycle import go_round
from bot.services.rounds.sign_ins import verify
from config.load import load
from tests.adapters.bluesky.server import PASSWORD, atproto
from tests.fakes.bluesky.street import NOW, Street

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.services.context import Context

pytestmark = pytest.mark.anyio

CONFIG = """\
[[watch]]
account = "me.example"
url = "{url}"
secret = "file:me.secret"

[digest]
to = "file:digest.md"

[store]
url = "sqlite:///terrasse.db"
"""


@dataclass
class Told:
    """The digest that two rounds made, their failures, and what was counted as unreadable."""

    digest: str
    errors: list[str]
    unreadable: int
    interactions: int
    cursor: dict[str, Any]
    mishaps: list[str]


async def two_rounds(street: Street, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    async with opened(street, folder, monkeypatch) as context:
        await verify(context)
        rounds = [await go_round(context), await go_round(context)]
        async with context.store.unit(context.owner) as unit:
            (watch,) = await unit.watches.all()
            unreadable = sum((await unit.watches.quarantined()).values())
            count = await unit.log.count()
            mishaps = await unit.mishaps.all()
        digest = folder / "digest.md"
        return Told(
            digest.read_text() if digest.exists() else "",
            [str(error) for done in rounds for error in done.errors],
            unreadable,
            count,
            json.loads(watch.cursor or "{}"),
            [f"{mishap.error} {mishap.traceback}" for mishap in mishaps],
        )


@asynccontextmanager
async def opened(
    street: Street, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Context]:
    async with atproto(folder, street.server()) as place:
        url = place.server.url("")
        monkeypatch.setenv("TERRASSE_PLC", url)
        monkeypatch.setenv("TERRASSE_APPVIEW", url)
        config, secret = folder / "terrasse.toml", folder / "me.secret"
        config.write_text(CONFIG.format(url=url))
        secret.touch(mode=0o600)
        secret.write_text(PASSWORD)
        async with open_context(load(config), StoppedClock(NOW)) as context:
            yield context


async def test_both_are_suggested_where_nothing_is_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await two_rounds(Street(), tmp_path, monkeypatch)

    assert [] == told.errors
    assert [] == told.mishaps
    assert "Alice" in told.digest
    assert "Bruno" in told.digest
    assert told.cursor["descent"] is None
