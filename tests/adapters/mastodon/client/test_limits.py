"""Half of what the server grants is the owner's own apps'."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.mastodon.client.limiter import LONGEST_WAIT, Limiter, retry_at
from adapters.memory.clock import StoppedClock
from bot.errors import RateLimitedError
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon, Mode

if TYPE_CHECKING:
    import httpx  # noqa: TID251 (nothing leaves the process)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-reset": "2026-11-20T12:03:00.000001Z"}, timedelta(seconds=180)),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 60)}, timedelta(seconds=60)),
        ({"retry-after": "90"}, timedelta(seconds=90)),
        ({"retry-after": "Fri, 20 Nov 2026 12:02:00 GMT"}, timedelta(seconds=120)),
        ({"x-ratelimit-reset": "2036-11-20T12:03:00Z"}, LONGEST_WAIT),
        ({"retry-after": "999999999999999"}, LONGEST_WAIT),
        ({"x-ratelimit-reset": "2026-11-20T11:00:00Z"}, timedelta(minutes=5)),
        ({"x-ratelimit-reset": "soon"}, timedelta(minutes=5)),
        ({}, timedelta(minutes=5)),
    ],
)
def test_how_long_a_server_is_left_alone(headers: dict[str, str], wait: timedelta) -> None:
    until = retry_at(headers, NOW)

    assert abs(until - (NOW + wait)) < timedelta(seconds=1)


def test_half_of_the_budget_for_paging_is_kept_free() -> None:
    clock = StoppedClock(NOW)
    limiter = Limiter(clock)
    for _ in range(150):
        clock.advance(timedelta(seconds=3))
        limiter.take(paging=True)

    with pytest.raises(RateLimitedError) as caught:
        limiter.take(paging=True)
    limiter.take(paging=False)
    clock.advance(caught.value.until - clock.now())

    limiter.take(paging=True)


def test_what_the_owners_apps_use_counts_too() -> None:
    clock = StoppedClock(NOW)
    limiter = Limiter(clock)
    headers = {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "149"}

    limiter.learn(headers, paging=True, refused=False)

    limiter.take(paging=False)
    with pytest.raises(RateLimitedError):
        limiter.take(paging=True)


@pytest.mark.parametrize(
    ("software", "most", "to", "room"),
    [
        ("mastodon", 500, "@camille@mastodon.example", 491),
        ("mastodon", 500, "@camille@a-host-with-a-long-name.example", 491),
        ("gotosocial", 5000, "@camille@mastodon.example", 4974),
        ("pixelfed", 500, "camille@mastodon.example", 474),
        ("unheard-of", 100, "@camille@mastodon.example", 74),
    ],
)
async def test_a_server_is_asked_how_long_a_message_may_be_before_one_is_written(
    software: str, most: int, to: str, room: int
) -> None:
    def altered(request: httpx.Request, body: bytes) -> bytes:
        if "instance" in request.url.path:
            return body.replace(b'"max_characters":500', f'"max_characters":{most}'.encode())
        return body.replace(b'"name":"mastodon"', f'"name":"{software}"'.encode())

    server = Mastodon("https://mastodon.example", clock=HandClock(NOW))
    network = network_of(server, server.sign_up("bot"), Loopback(server, altered))

    limits = await network.limits_to(to)

    assert (room, 23) == (limits.graphemes, limits.url_length)


@pytest.mark.parametrize("mode", [one for one in Mode if one.name.startswith("LIMIT_")])
async def test_a_429_of_any_form_is_waited_out(mode: Mode) -> None:
    clock = HandClock(NOW)
    server = Mastodon("https://mastodon.example", clock=clock)
    network = network_of(server, server.sign_up("camille"))
    await network.whoami()
    server.faults.add(mode, "GET /api/v1/notifications")

    with pytest.raises(RateLimitedError) as caught:
        [page async for page in network.history(None)]

    assert NOW < caught.value.until <= NOW + LONGEST_WAIT
    clock.advance(caught.value.until - NOW)
    assert [page async for page in network.history(None)]
