"""A Mastodon server on loopback whose answers a test spoils, and an owner who talks with two."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from adapters.mastodon import MastodonNetwork
from bot.services.digest.composing import compose
from bot.services.digest.occurrence import write
from bot.services.rounds.cycle import go_round
from tests.adapters.mastodon.in_process import Loopback, client_of
from tests.fakes.mastodon import Mastodon
from tests.fakes.mastodon.running import listener, uvicorn_server
from tests.services.household import Household

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import Message, Receive, Scope, Send

    from bot.domain.mishap import Mishap
    from bot.errors import TerrasseError
    from bot.ports import Watch
    from bot.services.context import Context
    from tests.fakes.mastodon import Account, Status

Json = Any
DOMAIN: Final = "home.example"
EXCHANGES: Final = 6


@dataclass(frozen=True)
class Asked:
    """A request: `query` has all values of each parameter."""

    method: str
    path: str
    query: dict[str, list[str]]

    @property
    def limit(self) -> int:
        """How many items are asked for."""
        return int(self.query.get("limit", ["0"])[0])

    @property
    def is_first(self) -> bool:
        """Whether it is for the first page of a list."""
        return "max_id" not in self.query


@dataclass(frozen=True)
class Answer:
    """An answer: header names are in lower case."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Json:
        return json.loads(self.body)

    def saying(self, value: Json) -> Answer:
        """The same answer with another body."""
        return replace(self, body=json.dumps(value).encode())


class Home:
    """The owner camille; bruno, with whom all goes well; odd and `more`, whose answers are spoilt.

    Camille has answered a post of each of them, and they have answered that, in six threads over
    six weeks. `above` are the posts at the top. `spoil` changes each answer on its way.
    """

    def __init__(self, url: str, *more: str) -> None:
        self.fake = Mastodon(url, domain=DOMAIN)
        self.fake.limits.is_on = False
        self.spoil: Callable[[Asked, Answer], Answer] = lambda _asked, answer: answer
        self.asked: list[Asked] = []
        self.me = self.fake.sign_up("camille", display_name="Camille")
        self.bruno = self.fake.meet("bruno@far.example", display_name="Bruno")
        self.odd = self.fake.meet("odd@odd.example", display_name="Odd")
        self.token = self.fake.token(self.me)
        self.now = datetime.now(UTC)
        others = [self.fake.meet(acct) for acct in more]
        self.above: dict[Account, list[Status]] = {
            account: [] for account in (self.bruno, self.odd, *others)
        }
        for number in range(EXCHANGES):
            for account in self.above:
                self.exchange(account, self.now - timedelta(days=3 + 7 * (EXCHANGES - number)))

    def exchange(self, account: Account, then: datetime) -> None:
        """Let camille answer a post of somebody, and them answer that."""
        above = self.fake.post(account, "<p>Who keeps seeds of old tomatoes?</p>", at=then)
        said = self.fake.post(
            self.me,
            f"@{account.acct} I keep some Roma",
            reply_to=above,
            at=then + timedelta(hours=1),
        )
        self.fake.post(
            account,
            f'<p><a href="{self.fake.world.profile(self.me)}" class="u-url mention">@camille</a> '
            "May I have some?</p>",
            reply_to=said,
            at=then + timedelta(hours=2),
        )
        self.above[account].append(above)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI app."""
        if scope["type"] != "http":
            await self.fake(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def hear(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            else:
                parts.append(message.get("body", b""))

        await self.fake(scope, receive, hear)
        asked = Asked(scope["method"], scope["path"], parse_qs(scope["query_string"].decode()))
        self.asked.append(asked)
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        answer = self.spoil(asked, Answer(start["status"], headers, b"".join(parts)))
        raw = [
            (name.encode(), value.encode())
            for name, value in answer.headers.items()
            if name != "content-length"
        ]
        raw.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        await send({"type": "http.response.body", "body": answer.body})


class Door:
    """Where the server of each test answers."""

    def __init__(self) -> None:
        self.home: Home | None = None
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.home is not None
        await self.home(scope, receive, send)


@contextmanager
def open_door() -> Iterator[Door]:
    """A socket on loopback, served in a thread of its own."""
    door, bound = Door(), listener()
    door.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    runner = uvicorn_server(door)  # type: ignore[arg-type]
    runner.config.lifespan = "off"
    thread = threading.Thread(target=lambda: asyncio.run(runner.serve([bound])))
    thread.start()
    try:
        yield door
    finally:
        runner.should_exit = runner.force_exit = True
        thread.join()


@dataclass(frozen=True)
class Told:
    """What came of some rounds: the failures of the last, and the digest that would be sent."""

    errors: list[TerrasseError]
    digest: str
    mishaps: list[Mishap]
    watch: Watch


class Rounds:
    """Whole rounds for camille within the process: nothing but the server is asked."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.house = Household(people=len(home.above))
        self.house.clock.set(home.now)
        network = MastodonNetwork(
            client_of(Loopback(home)),  # type: ignore[arg-type] # an ASGI app is all it takes
            lambda: None,
            "camille@home.example",
            self.house.owner.id,
            secret=lambda: home.token,
            clock=self.house.clock,
            url=home.fake.world.base,
        )
        self.context: Context = replace(
            self.house.context, networks={"@camille@home.example": network}
        )

    async def go(self, count: int = 2) -> Told:
        """So many rounds, and a digest."""
        for _ in range(count):
            done = await go_round(self.context)
            self.house.clock.advance(timedelta(minutes=30))
        digest = await compose(self.context, self.house.clock.now())
        async with self.context.store.unit(self.context.owner) as unit:
            mishaps = list(await unit.mishaps.all())
            [watch] = [watch for watch in await unit.watches.all() if "camille" in watch.account]
        texts = [text for text, _ref in write(self.context, digest)]
        return Told(list(done.errors), "\n".join(texts), mishaps, watch)
