"""A household on an invented server, and all that can happen to it: see `acts`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Final

from adapters.gazetteer.table import CityTable
from adapters.memory.clock import StoppedClock
from adapters.memory.failures import CrashedError
from adapters.memory.network import MemoryNetwork
from adapters.memory.world import World
from bot.domain.meeting.goal import Goal
from bot.domain.people.identity import NetworkName, Owner, OwnerId
from bot.domain.schedule import Schedule
from bot.domain.talk.interaction import Visibility
from bot.errors import TerrasseError
from bot.services.context import Context, Post, Wishes
from bot.services.delivery.deliver import deliver
from bot.services.obey.messages import obey
from bot.services.obey.restored import settle_copy, tell_of_copy
from bot.services.rounds.cycle import go_round
from bot.services.rounds.sign_ins import verify
from bot.text.language.catalogue import catalogue
from tests.adversary.oracle import Holder, Left, Oracle
from tests.services.household import FORTNIGHT, PARIS, START, SUNDAY_SIX
from tests.stores import in_memory, put_back

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from adapters.store import SqlStore
    from bot.domain.people.identity import AccountKey

OWNED: Final = ("me", "second", "bot", "otherbot")
PEOPLE: Final = ("alice", "bruno")
STRANGERS: Final = ("victim", "mallory", "mei")


class SkewedClock(StoppedClock):
    """The machine's clock: the server's, and so much wrong."""

    def __init__(self, server: StoppedClock) -> None:
        super().__init__(server.now())
        self._server = server
        self.skew = timedelta(0)

    def now(self) -> datetime:
        """The instant that it shows, UTC."""
        return self._server.now() + self.skew

    async def sleep(self, seconds: float) -> None:
        """Let it pass on the server too."""
        await self._server.sleep(seconds)


@dataclass
class Config:
    """What the owner's file says: whom digests go to, which secrets it holds, and whose they are.

    `signs_in` names, for an account of the config, the account that its secret is of in truth.
    """

    addressee: str = "me"
    bot: str | None = "bot"
    secrets: set[str] = field(default_factory=lambda: {"me", "bot"})
    signs_in: dict[str, str] = field(default_factory=dict)


class Stage:
    """Everybody, their server, the product's stores and processes, and an oracle who looks on."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.clock = StoppedClock(START)
        self.machine = SkewedClock(self.clock)
        network = random.choice(list(NetworkName))
        self.world = World(network, self.clock)
        self.key = {
            name: self.world.join(name, name.title()) for name in (*OWNED, *PEOPLE, *STRANGERS)
        }
        self.oracle = Oracle()
        self.config = Config()
        self.store = in_memory()
        self.kept: list[SqlStore] = []
        self.edits: dict[str, str] = {}
        self.numbers = count(1)
        self._workers = count(1)
        self._scripted: set[str] = set()
        self._looked_at: set[str] = set()
        self.owner = Owner(OwnerId("owner"), PARIS)
        self.contexts = [self.start()]

    # --- the product -------------------------------------------------------------------------

    def start(self) -> Context:
        """A process of the product, on the config and the store that there are now."""
        config, name = self.config, self._written
        watched = dict.fromkeys(("me", config.addressee))
        sender = config.bot or config.addressee
        networks = {name(account): self._network(account) for account in watched}
        bot = (name(config.bot), self._network(config.bot)) if config.bot else None
        refs = f"{next(self._workers):02}"
        numbers = count(1)
        post = Post(
            bot[1] if bot else networks[name(sender)],
            self.world.account(self.key[config.addressee]).handle,
            name(config.addressee),
            name(sender),
        )
        self.oracle.named.add(self.key[config.addressee])
        self.oracle.owned |= {self.holder(account) for account in self._truly_held()}
        self.oracle.bots |= {self.holder("bot"), self.holder("otherbot")}
        return Context(
            owner=self.owner,
            wishes=Wishes(
                words=catalogue("en"),
                schedule=Schedule(FORTNIGHT, SUNDAY_SIX, PARIS),
                goal=Goal(1, FORTNIGHT),
                people=3,
                quiet_when_empty=True,
                weights={},
            ),
            store=self.store,
            clock=self.machine,
            networks=networks,
            post=post,
            worker=f"worker {refs}",
            gazetteer=CityTable(),
            new_ref=lambda: f"r{refs}{next(numbers):03x}",
            bot=bot,
            operator="Camille",
            public=frozenset(name(account) for account in watched if account not in config.secrets),
            send_as_me=frozenset({name("me")} if "me" in config.secrets else ()),
        )

    def restart(self) -> None:
        """End all processes, and start one on what there is now."""
        self.contexts = [self.start()]

    async def work(self, context: Context | None = None) -> None:
        """Let a process do a round, or a part of one; it may die in it, or refuse to begin."""
        context = context or self.random.choice(self.contexts)
        with suppress(CrashedError, TerrasseError):
            if not context.is_known_to_be_current.is_set():
                if await settle_copy(context):
                    await tell_of_copy(context)
                await verify(context)
            match self.random.randrange(4):
                case 0:
                    await obey(context)
                    await deliver(context)
                case _:
                    await go_round(context)
        self.look()

    def look(self) -> None:
        """Have the oracle look at what left since the last time."""
        posts = self.world.ledger.posts
        for uri in posts.keys() - self._scripted - self._looked_at:
            post = posts[uri]
            left = Left(
                sender=self._holder(post.author),
                to=tuple(self._holder(key) for key in post.mentions),
                text=post.text,
                is_public=post.visibility.is_open and post.reply_to is None,
                at=post.created_at,
            )
            problem = self.oracle.objection(left)
            assert problem is None, f"{problem}: {post.text!r}"
            self._looked_at.add(uri)

    def _network(self, account: str) -> MemoryNetwork:
        signed_in = self.config.signs_in.get(account, account)
        return MemoryNetwork(
            self.world,
            self.key[signed_in],
            self.owner.id,
            configured=self.key[account],
            machine=self.machine,
        )

    def _truly_held(self) -> list[str]:
        config = self.config
        return [
            account
            for account in config.secrets
            if config.signs_in.get(account, account) == account
        ]

    def _written(self, account: str) -> str:
        handle = self.world.account(self.key[account]).handle
        return f"@{handle}" if self.world.network is NetworkName.MASTODON else handle

    # --- people ------------------------------------------------------------------------------

    def holder(self, name: str) -> Holder:
        """Who is behind an account now."""
        return self._holder(self.key[name])

    def _holder(self, key: AccountKey) -> Holder:
        return Holder(key, self.world.account(key).local_ids[self.world.host])

    def post(
        self,
        who: str,
        text: str,
        *,
        to: str,
        visibility: Visibility = Visibility.PUBLIC,
        reply_to: str | None = None,
    ) -> str:
        """Somebody posts something by hand."""
        uri = self.world.post(
            self.key[who], text, mentions=(self.key[to],), visibility=visibility, reply_to=reply_to
        )
        self._scripted.add(uri)
        return uri

    def write(self, who: str, to: str, text: str) -> None:
        """Somebody writes to an account in private by hand."""
        uri = self.world.write(self.key[who], self.key[to], text)
        self._scripted.add(uri)
        if to != who:
            self.oracle.hear(self.holder(who), self.key[to], text)

    def let_land(self) -> None:
        """Let what is on its way arrive: whom it goes to may be left out from now on."""
        self.clock.advance(timedelta(minutes=2))
        self.world.catch_up()

    def say(self, text: str) -> None:
        """The owner says something, where the product listens by the config of now."""
        self.write("me", self.config.bot or "me", text)

    async def approve(self, who: str) -> None:
        """The owner is about to say `send`: to what was edited last, or to the draft as it is."""
        texts = {self.edits[who]} if who in self.edits else set()
        async with self.store.unit(self.owner) as unit:
            invitations = await unit.invitations.all()
        texts |= {drafted.wording.text for drafted in invitations if drafted.wording}
        move = self.world.account(self.key[who]).move
        keys = [self.key[who], *([move.to] if move is not None and move.shown else [])]
        self.oracle.approved |= {(key, text) for key in keys for text in texts}

    def go_back(self, kept: SqlStore, *, is_told: bool) -> None:
        """The store is an earlier one; `is_told`: the number in the file beside it is later."""
        self.store = kept
        if is_told:
            put_back(kept)
        self.restart()

    def describe(self, who: str, **says: object) -> None:
        """Somebody changes their profile."""
        self.world.describe(replace(self.world.account(self.key[who]), **says))  # type: ignore[arg-type]
