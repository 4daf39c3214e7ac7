"""Collecting from snac, and sending there, where little can be told of what was sent."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

import pytest
import requests  # noqa: TID251 (what the guarded session raises)

from adapters.gazetteer.table import CityTable
from adapters.http import open_client
from adapters.http.requests_adapter import open_session
from adapters.memory.clock import StoppedClock
from bot.domain.delivery.outbox import Draft, OutboxState
from bot.domain.meeting.goal import Goal
from bot.domain.people.identity import Owner, OwnerId
from bot.domain.schedule import Period, Schedule, Unit, WallTime
from bot.services.collect.collecting import collect
from bot.services.context import Context, Post, Wishes
from bot.services.delivery.deliver import deliver
from bot.text.language.catalogue import catalogue
from tests.e2e.labs.snac import Lab
from tests.e2e.labs.snac.seed import Seeded, seed
from tests.e2e.snac.snac_stage import host_of, network_of
from tests.stores import in_memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from adapters.http import Client
    from adapters.mastodon import MastodonNetwork

DELIVERY_S = 60


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab("anna", "bruno", "chloe", "bot") as lab:
        yield lab


@pytest.fixture(scope="module")
def seeded(lab: Lab) -> Seeded:
    made = seed(lab, rounds=3)
    expected = len(made.replies) // 2 + len(made.direct) + len(made.favourites) + len(made.boosts)
    deadline = time.monotonic() + DELIVERY_S
    while len(told(lab)) < expected + 3:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return made


def told(lab: Lab) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = lab.sign_in("anna").get("/api/v1/notifications", limit=80)
    return notes


@pytest.fixture
async def client(lab: Lab) -> AsyncIterator[Client]:
    async with open_client([lab.info.url]) as client:
        yield client


def home_of(network: MastodonNetwork, clock: Any, to: str) -> Context:  # noqa: ANN401 (a clock)
    owner = Owner(OwnerId("camille"), ZoneInfo("Europe/Paris"))
    fortnight = Period(2, Unit.WEEK)
    wishes = Wishes(
        words=catalogue("en"),
        schedule=Schedule(fortnight, WallTime(datetime.min.time(), 6), owner.zone),
        goal=Goal(1, fortnight),
        people=3,
        quiet_when_empty=True,
        weights={},
    )
    return Context(
        owner=owner,
        wishes=wishes,
        store=in_memory(),
        clock=clock,
        networks={"@anna": network},
        post=Post(network, to),
        worker="test",
        gazetteer=CityTable(),
        new_ref=lambda: "k3f9q2",
    )


def walk(lab: Lab, made: Seeded) -> set[tuple[str, str, str]]:
    """What the seed did between Anna and others, status by status."""
    uris: dict[str, str] = {}
    acts: set[tuple[str, str, str]] = set()
    anna = lab.sign_in("anna")
    for number in [*made.roots, *made.replies]:
        status = anna.get(f"/api/v1/statuses/{number}")
        uris[number] = str((status.get("reblog") or status)["uri"])
    for answer, thanks in zip(made.replies[::2], made.replies[1::2], strict=True):
        acts |= {("reply", "in", uris[answer]), ("reply", "out", uris[thanks])}
    acts |= {("like", "in", uris[number]) for number in made.favourites}
    acts |= {("boost", "in", uris[number]) for number in made.boosts}
    return acts


async def test_all_that_happened_is_found_once(lab: Lab, seeded: Seeded, client: Client) -> None:
    clock = StoppedClock(datetime.now(UTC))
    context = home_of(network_of(lab, client, "anna", clock=clock, page_size=7), clock, "nobody")

    (first,) = await collect(context)
    (second,) = await collect(context)

    async with context.store.unit(context.owner) as unit:
        keys = {key for person in await unit.people.all() for key in person.keys}
        log = await unit.log.with_accounts(keys)
    found = {
        (one.kind.value, "out" if one.outgoing else "in", one.subject_uri or one.object_uri)
        for one in log
        if one.kind.value in {"reply", "like", "boost"}
    }
    assert (None, None) == (first.error, second.error)
    assert walk(lab, seeded) == found
    assert (0, 0) == (second.added, second.changed)


class Losing:
    """A session whose answers, or whose requests, are lost."""

    def __init__(self, lab: Lab, *, sends: bool) -> None:
        self._session = open_session([lab.info.url])
        self._sends = sends

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # noqa: ANN401 (as requests)
        if self._sends:
            self._session.request(method, url, **options)
        message = "the connection broke"
        raise requests.ConnectionError(message)


@pytest.mark.parametrize(
    ("sends", "ends"), [(True, OutboxState.SENT), (False, OutboxState.NEEDS_OWNER)]
)
async def test_nothing_is_sent_twice(
    lab: Lab, client: Client, *, sends: bool, ends: OutboxState
) -> None:
    clock = StoppedClock(datetime.now(UTC))
    network = network_of(lab, client, "bot", clock=clock)
    network._sessions = lambda: Losing(lab, sends=sends)
    context = home_of(network, clock, f"anna@{host_of(lab)}")
    ref = f"ref{sends:d}x"
    draft = Draft("test", None, context.post.recipient, f"test:{ref}", 1, f"Hello. {ref}", ref)
    async with context.store.unit(context.owner) as unit:
        await unit.outbox.put([draft], clock.now())

    await deliver(context)
    network._sessions = lambda: open_session([lab.info.url])
    for _ in range(5):
        clock.advance(timedelta(minutes=10))
        await deliver(context)

    async with context.store.unit(context.owner) as unit:
        (row,) = await unit.outbox.all()
    shown = lab.sign_in("bot").get("/api/v1/timelines/home", limit=80)
    assert ends is row.state
    assert int(sends) == sum(ref in one["content"] for one in shown)
