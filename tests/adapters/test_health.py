"""A monitor is told of each round, and whatever it does harms none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from adapters.clock import SystemClock
from adapters.health import Ended, HealthFile
from bot.bootstrap.health import open_health
from bot.domain.safety.outside import safe
from config.models.settings import Settings
from tests.adapters.http.server import Seen, answer, redirecting, saying, serving

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from collections.abc import Sequence
    from pathlib import Path

    from tests.adapters.http.server import Script

pytestmark = pytest.mark.anyio
CHECK = "5a1f0000-1111-2222-3333-444455556666"


async def reported(url: str, folder: Path, outcomes: Sequence[bool] = (True,)) -> Sequence[str]:
    """Report these rounds; returns what was written to the journal."""
    settings = Settings.model_validate(
        {
            "watch": [{"account": "@camille@village.example", "url": "memory:village"}],
            "digest": {"to": "file:digest.md"},
            "store": {"url": f"sqlite:///{folder}/terrasse.db"},
            "health": {"ping": url},
        }
    )
    assert CHECK not in repr(settings)
    with capture_logs() as logs:
        async with open_health(settings, SystemClock()) as report:
            for outcome in outcomes:
                await report(fine=outcome)
    ended = HealthFile(folder / "terrasse.db.health").read()
    assert ended is not None
    assert outcomes[-1] is ended.fine
    return [f"{log['event']}: {log['problem']}" for log in logs]


async def test_it_is_told_of_success_and_failure(tmp_path: Path) -> None:
    async with serving(saying(answer(b"OK"))) as server:
        logs = await reported(server.url(f"/ping/{CHECK}"), tmp_path, [True, False])

    assert [] == logs
    assert [("GET", f"/ping/{CHECK}"), ("GET", f"/ping/{CHECK}/fail")] == [
        (seen.method, seen.target) for seen in server.seen
    ]


async def stuck(_request: Seen, writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    await writer.drain()
    await asyncio.sleep(30)


@pytest.mark.parametrize(
    "script",
    [
        saying(answer(CHECK.encode(), status=f"404 {CHECK}")),
        saying(answer(b"x" * 20_000)),
        saying(b"no HTTP at all\r\n\r\n"),
        redirecting(f"http://10.0.0.1/{CHECK}"),
        redirecting(f"https://[::1]:1/{CHECK}"),
        stuck,
    ],
    ids=["404", "long", "garbage", "private", "loopback", "stuck"],
)
async def test_a_monitor_that_fails_is_a_line_in_the_journal_without_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    monkeypatch.setattr("adapters.health.DEADLINE", 0.3)
    async with serving(script) as server:
        [line] = await reported(server.url(f"/ping/{CHECK}"), tmp_path)

    assert line.startswith("ping: ")
    assert CHECK not in line


async def test_a_monitor_that_is_not_there_is_a_line_in_the_journal(tmp_path: Path) -> None:
    [line] = await reported(f"http://127.0.0.1:1/{CHECK}", tmp_path, [False])

    assert line.startswith("ping: ")
    assert CHECK not in line


async def test_no_text_shown_holds_the_address(tmp_path: Path) -> None:
    await reported(f"http://127.0.0.1:1/{CHECK}", tmp_path)

    assert CHECK not in safe(f"GET /{CHECK}/fail")


@pytest.mark.parametrize("fine", [True, False])
def test_the_file_says_what_was_written(tmp_path: Path, *, fine: bool) -> None:
    file = HealthFile(tmp_path / "health")
    assert file.read() is None

    for hour in (1, 2):
        ended = Ended(datetime(2026, 11, 27, hour, tzinfo=UTC), fine)
        file.write(ended)
        assert ended == file.read()
    assert [file.path] == list(tmp_path.iterdir())
    assert 0o600 == file.path.stat().st_mode & 0o777
