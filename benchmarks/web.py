"""How long each view of the web page takes at the server, beside the goal.

One owner with 100,000 interactions with 2,000 people, of whom four in ten say in their profiles
where they live, with three plans to meet, and with choices enough to learn a taste from. Each view
is asked for when nothing changed since the last page; `told` are views just after the owner has
decided something, `talked just now` and `talked` after an interaction was collected, before and
after the list of people was read anew for it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from httpx import AsyncClient

    from bot.services.context import Context

RUNS: Final = 9
GOAL: Final = 0.3
"""Seconds."""
TOWNS: Final = ("Rennes", "Lyon", "Paris", "Lille", "Berlin", "Leeds", "Nantes", "Marseille")
BASE: Final = "http://127.0.0.1:8737"
VIEWS: Final = (
    "/",
    "/people",
    "/people?sort=exchanges",
    "/people?sort=place&near=far",
    "/people?q=friend1&standing=allowed",
    "/circles",
    "/near",
    "/meetings",
    "/settings",
    "/health",
)
CHOICES: Final = (
    *(f"known @friend{number}@other.example" for number in range(10, 18)),
    *(f"never @friend{number}@other.example" for number in range(1_000, 1_008)),
)
PLANS: Final = tuple(f"planned @friend{number}@other.example saturday 12:30" for number in range(3))


def measure() -> list[Figure]:
    """Seconds of CPU that the server takes, the median of runs."""
    from benchmarks.start import COUNT, fill  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(folder / "terrasse.db"))
        seconds = asyncio.run(_views(folder))
    return [
        Figure(
            name="web",
            work=f"{view}, {COUNT} interactions",
            ours=found,
            peer=GOAL,
            peer_name="the goal",
            goal=1,
        )
        for view, found in seconds.items()
    ]


async def _views(folder: Path) -> dict[str, float]:
    from httpx import ASGITransport, AsyncClient  # noqa: PLC0415

    from adapters.memory.clock import StoppedClock  # noqa: PLC0415
    from benchmarks.start import CONFIG, COUNT  # noqa: PLC0415
    from benchmarks.talk import NOW, talk  # noqa: PLC0415
    from bot.bootstrap import open_context  # noqa: PLC0415
    from bot.web.app import application  # noqa: PLC0415
    from bot.web.entrance import Entrance  # noqa: PLC0415
    from bot.web.guard import Address  # noqa: PLC0415
    from bot.web.site import Site  # noqa: PLC0415
    from config.load import load  # noqa: PLC0415

    path = folder / "terrasse.toml"
    path.write_text(CONFIG.replace("terrasse.db", str(folder / "terrasse.db")))
    async with open_context(load(path), StoppedClock(NOW)) as context:
        person = await _describe(context)
        site = Site(lambda: context, Entrance(), Address(BASE), config=path)
        async with AsyncClient(transport=ASGITransport(application(site)), base_url=BASE) as client:
            await client.get(f"/enter/{site.entrance.new_link(NOW)}")
            feed = f"/feed/{site.entrance.new_feed(NOW, full_names=True)}.ics"
            found = {view: await _seconds(client, view) for view in (*VIEWS, person)}
            found["the feed"] = await _seconds(client, feed)
            new = talk(4 * RUNS * RUNS, first=COUNT)
            for view in ("/", "/people", "/near", person):
                told: list[float] = []
                just_now: list[float] = []
                talked: list[float] = []
                for number in range(RUNS):
                    async with context.store.unit(context.owner) as unit:
                        await unit.preferences.set("benchmark", str(number), NOW)
                    told.append(await _once(client, view))
                    await site.rankings.refresh(context)
                    async with context.store.unit(context.owner) as unit:
                        await unit.log.record(islice(new, 4))
                    just_now.append(await _once(client, view))
                    await site.rankings.refresh(context)
                    talked.append(await _once(client, view))
                found[f"{view}, told"] = median(told)
                found[f"{view}, talked"] = median(talked)
                found[f"{view}, talked just now"] = median(just_now)
    return found


async def _describe(context: Context) -> str:
    """Give people bios, the owner a home, choices and plans; the address of the best one's page."""
    from benchmarks.talk import NOW, accounts  # noqa: PLC0415
    from bot.domain.commands.message import understand  # noqa: PLC0415
    from bot.services.invite.prepared import NOTHING  # noqa: PLC0415
    from bot.services.obey.messages import answer  # noqa: PLC0415
    from bot.services.owner.place import say_home  # noqa: PLC0415
    from bot.services.ranking.scene import current_scene  # noqa: PLC0415

    async with context.store.unit(context.owner) as unit:
        described = [
            replace(
                account,
                bio=f"Likes tea, trains and {number} kinds of soup. "
                + (f"Lives in {TOWNS[number % len(TOWNS)]}." if number % 5 < 2 else ""),  # noqa: PLR2004 (four in ten)
            )
            for number, account in enumerate(accounts())
        ]
        await unit.people.save(described, NOW)
        await say_home(context, unit, "Rennes")
        for said in (*CHOICES, *PLANS):
            await answer(context, unit, understand(said), NOTHING)
    scene = await current_scene(context)
    best = scene.best_first()[0]
    learnt = scene.judge(best).tasted
    if learnt is None or learnt.habit is None:
        message = "no taste was learnt: this would measure less than there is"
        raise RuntimeError(message)
    return f"/people/{best.id}"


async def _seconds(client: AsyncClient, view: str) -> float:
    await _once(client, view)
    return median([await _once(client, view) for _ in range(RUNS)])


async def _once(client: AsyncClient, view: str) -> float:
    start = time.process_time()
    answer = await client.get(view)
    seconds = time.process_time() - start
    answer.raise_for_status()
    return seconds
