"""A small Bluesky in a thread of its own, for commands that run an event loop themselves."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import ME, Answer, Atproto, atproto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.adapters.bluesky.server import Asked


@contextmanager
def served_bluesky(folder: Path) -> Iterator[tuple[Atproto, str]]:
    """The server and its address; the scope of its tokens is `world.scope`."""
    world = Atproto(Repository(ME, {}))
    begun, ended = threading.Event(), asyncio.Event()
    where: list[str] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        async with atproto(folder, world) as place:
            where.append(place.server.url(""))
            begun.set()
            await ended.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert begun.wait(30)
    try:
        yield world, where[0]
    finally:
        loops[0].call_soon_threadsafe(ended.set)
        thread.join(30)


def tokens_of(world: Atproto, scope: str) -> None:
    """Let its access tokens have this scope from now on."""

    def sign_in(asked: Asked) -> Answer:
        said = world._sign_in(asked)
        if said.status == 200:
            claims = base64.urlsafe_b64encode(json.dumps({"scope": scope}).encode()).decode()
            world.access = said.body["accessJwt"] = f"x.{claims}.{world.access}"
        return said

    world.more["com.atproto.server.createSession"] = sign_in
