"""The small Mastodon, as contract tests act on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from adapters.mastodon import MastodonNetwork
from bot.domain.people.identity import AccountKey, NetworkName, OwnerId
from bot.domain.talk.interaction import Visibility
from tests.adapters.mastodon.dialect import GoToSocial, Linkless, snowflakes, ulids
from tests.adapters.mastodon.in_process import Loopback, StageClock, client_of, session_of
from tests.contract.network.stage import Ability
from tests.fakes.mastodon import HandClock, Mastodon, Mode
from tests.fakes.mastodon.model import reacting
from tests.fakes.mastodon.model.notifying import notify

if TYPE_CHECKING:
    import httpx  # noqa: TID251 (nothing leaves the process)

    from bot.ports import RemoteId
    from tests.fakes.mastodon import Account, Status

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BASE = "https://mastodon.example"


def network_of(
    server: Mastodon,
    account: Account,
    transport: Loopback | None = None,
    *,
    handle: str | None = None,
    **options: Any,  # noqa: ANN401 (as the network takes them)
) -> MastodonNetwork:
    """Somebody's network, signed in unless `secret` says otherwise."""
    transport = transport or Loopback(server)
    token = server.token(account)
    clock = StageClock(cast("HandClock", server.world.clock))
    given = {"secret": lambda: token, "url": server.world.base, "clock": clock, **options}
    return MastodonNetwork(
        client_of(transport),
        lambda: session_of(transport),
        handle or f"{account.username}@{server.world.domain}",
        OwnerId("camille"),
        **given,
    )


class MastodonStage:
    """A server of its own, read three items a page."""

    abilities = frozenset(Ability) - {Ability.CHOOSE}
    # Mastodon takes a message from anybody, and filters it on the other side.
    speaks: type[Loopback] = Loopback

    def __init__(self) -> None:
        self.clock = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.clock)
        self._hidden = False
        self._transport = self.speaks(self.server, self._hide)
        self._accounts: dict[AccountKey, Account] = {}
        self._networks: dict[AccountKey, MastodonNetwork] = {}
        self._posts: dict[str, Status] = {}

    def now(self) -> datetime:
        return self.clock.now()

    async def settle(self) -> None:
        self.clock.advance(timedelta(seconds=1))

    async def network(self, account: AccountKey) -> MastodonNetwork:
        if account not in self._networks:
            self._networks[account] = network_of(
                self.server, self._accounts[account], self._transport, page_size=3
            )
        return self._networks[account]

    async def account(self, name: str) -> AccountKey:
        key = AccountKey(NetworkName.MASTODON, f"{name}@mastodon.example")
        self._accounts[key] = self.server.sign_up(name, display_name=name.title())
        return key

    def stranger(self) -> AccountKey:
        return AccountKey(NetworkName.MASTODON, "nobody@nowhere.example")

    def address(self, account: AccountKey) -> str:
        return account.id

    async def post(  # noqa: PLR0913 (what a post can carry)
        self,
        author: AccountKey,
        text: str,
        *,
        reply_to: str | None = None,
        quotes: str | None = None,
        mentions: tuple[AccountKey, ...] = (),
        visibility: Visibility = Visibility.PUBLIC,
        created_at: datetime | None = None,
    ) -> str:
        self.clock.advance(timedelta(seconds=1))
        above = self._posts[reply_to] if reply_to else None
        # As every app writes it: who answers somebody addresses them.
        named = [*([above.account] if above else []), *(self._accounts[one] for one in mentions)]
        handles = [f"@{one.username}" for one in dict.fromkeys(named)]
        status = self.server.post(
            self._accounts[author],
            " ".join([*handles, text]),
            at=created_at,
            reply_to=above,
            quoting=self._posts[quotes] if quotes else None,
            visibility=visibility.value,
        )
        uri = self._called(f"{self.server.world.uri(status.account)}/statuses/{status.id}")
        self._posts[uri] = status
        return uri

    async def edit(self, uri: str, text: str) -> None:
        status = self._posts[uri]
        handles = [word for word in status.text.split() if word.startswith("@")]
        self.server.edit(status, " ".join([*handles, text]))

    async def delete(self, uri: str) -> None:
        self.server.delete(self._posts[uri])

    async def like(self, actor: AccountKey, uri: str) -> None:
        self.server.favourite(self._accounts[actor], self._posts[uri])

    async def unlike(self, actor: AccountKey, uri: str) -> None:
        reacting.unfavourite(self.server.world, self._accounts[actor], self._posts[uri])

    async def boost(self, actor: AccountKey, uri: str) -> None:
        self.server.boost(self._accounts[actor], self._posts[uri])

    async def follow(self, actor: AccountKey, target: AccountKey) -> None:
        self.server.follow(self._accounts[actor], self._accounts[target])

    async def block(self, actor: AccountKey, target: AccountKey) -> None:
        self.server.block(self._accounts[actor], self._accounts[target])

    async def mute(self, actor: AccountKey, target: AccountKey) -> None:
        self.server.mute(self._accounts[actor], self._accounts[target])

    async def write(self, sender: AccountKey, recipient: AccountKey, text: str) -> None:
        to = self._accounts[recipient].username
        self.clock.advance(timedelta(seconds=1))
        self.server.post(self._accounts[sender], f"@{to} {text}", visibility="direct")

    async def answer(self, sender: AccountKey, sent: RemoteId, text: str) -> None:
        self.clock.advance(timedelta(seconds=1))
        ours = self.server.world.statuses.get(int(snowflakes(sent).rpartition("/")[2]))
        assert ours is not None
        self.server.post(
            self._accounts[sender],
            f"@{ours.account.username} {text}",
            reply_to=ours,
            visibility=ours.visibility,
        )

    async def choose(self, account: AccountKey) -> None:
        raise NotImplementedError

    async def misprint(self, reader: AccountKey) -> None:
        kind = cast("str", 7)
        sender = self.server.meet("odd@other.example")
        notify(self.server.world, self._accounts[reader], kind, sender, self.now())

    async def lose_next_answer(self) -> None:
        self.server.faults.add(Mode.LOST, "POST /api/v1/statuses")

    async def hide_sent_once(self) -> None:
        self._hidden = True

    def _called(self, uri: str) -> str:
        return uri

    def _hide(self, request: httpx.Request, body: bytes) -> bytes:
        if not self._hidden or not request.url.path.endswith("/statuses"):
            return body
        self._hidden = False
        shown = [one for one in json.loads(body) if one["visibility"] != "direct"]
        return json.dumps(shown).encode()


class GoToSocialStage(MastodonStage):
    """The same, speaking as GoToSocial does; what it cannot tell is left out."""

    abilities = MastodonStage.abilities - {Ability.QUOTE}
    speaks = GoToSocial

    def _called(self, uri: str) -> str:
        return ulids(uri)


class LinklessStage(MastodonStage):
    """The same, without a Link header to any page."""

    speaks = Linkless
