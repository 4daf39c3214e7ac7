"""A first look at an account on Mastodon, and at one on GoToSocial: marks as servers send them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.people.identity import Flag, OwnerId, described_again
from bot.errors import TerrasseError, UserError
from bot.services.try_out.glimpse import look, own_account
from tests.adapters.mastodon.dialect import GoToSocial
from tests.adapters.mastodon.in_process import Loopback, StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.builders import account
from tests.fakes.mastodon import HandClock, Mastodon
from tests.services.household import looking_at

if TYPE_CHECKING:
    import httpx  # noqa: TID251 (nothing leaves the process)

    from bot.services.try_out.glimpse import Glimpse
    from tests.fakes.mastodon import Account

MARKS: dict[str, dict[str, Any]] = {
    "nobot": {"note": "Hi. #nobot"},
    "noinvite": {"note": "Hi. #NoInvite"},
    "minor": {"note": "17 yo"},
    "bot": {"is_bot": True},
    "noindex": {"is_noindex": True},
    "undiscoverable": {"is_discoverable": False},
    "memorial": {"is_memorial": True},
}
marks = pytest.mark.parametrize("marked", MARKS.values(), ids=MARKS)


class Square:
    """The owner, whose account is looked at, and who talks with them, in public."""

    def __init__(self, speaks: type[Loopback] = Loopback, **profile: Any) -> None:  # noqa: ANN401
        self.clock = HandClock(NOW)
        self.server = Mastodon(BASE, clock=self.clock)
        self.me = self.server.sign_up("me", **profile)
        self.transport = speaks(self.server, self._alter)
        self.network = network_of(self.server, self.me, self.transport, secret=None)
        self.hidden = ""
        self.chat(self.server.sign_up("control"))

    def chat(self, other: Account) -> Account:
        for day in range(3, 9):
            at = NOW - timedelta(days=day)
            asked = self.server.post(self.me, "Who has beans?", at=at)
            said, at = "@me@mastodon.example I do!", at + timedelta(hours=1)
            answer = self.server.post(other, said, at=at, reply_to=asked)
            at += timedelta(hours=1)
            self.server.post(self.me, f"@{other.acct} Thanks.", at=at, reply_to=answer)
        return other

    async def own_account(self) -> object:
        return await own_account(self.network, NOW)

    async def seen(self) -> Glimpse:
        clock = StageClock(self.clock)
        context = looking_at("@me@mastodon.example", self.network, clock, OwnerId("camille"))
        return await look(context)

    async def shown(self) -> set[str]:
        seen = await self.seen()
        return {account.handle for one in seen.people for account in one.person.accounts}

    def _alter(self, request: httpx.Request, body: bytes) -> bytes:
        """Let the server say nothing of somebody but their address."""
        path = request.url.path
        if self.hidden and path.startswith("/api/v1/accounts") and not path.endswith("/statuses"):
            return body.replace(f'"acct":"{self.hidden}"'.encode(), b'"acct":"@"')
        return body


@marks
async def test_whoever_carries_a_mark_is_not_shown(marked: dict[str, Any]) -> None:
    square = Square()
    square.chat(square.server.sign_up("shy", **marked))
    square.chat(square.server.sign_up("open"))

    assert {"control@mastodon.example", "open@mastodon.example"} == await square.shown()


@marks
async def test_an_account_that_carries_a_mark_is_not_looked_at(marked: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="so it is not looked at"):
        await Square(**marked).own_account()


async def test_who_has_moved_is_neither_shown_nor_looked_at() -> None:
    square = Square()
    gone = square.chat(square.server.sign_up("gone"))
    gone.moved_to = square.server.sign_up("elsewhere")

    assert {"control@mastodon.example"} == await square.shown()
    square.me.moved_to = gone
    with pytest.raises(UserError, match="has moved"):
        await square.own_account()


async def test_who_was_suspended_is_neither_shown_nor_looked_at() -> None:
    square = Square()
    square.chat(square.server.sign_up("gone")).is_suspended = True

    assert {"control@mastodon.example"} == await square.shown()
    square.me.is_suspended = True
    with pytest.raises(TerrasseError):
        await square.own_account()


async def test_it_is_said_that_blocks_are_not_told() -> None:
    square = Square()

    seen = await square.seen()

    assert (False, None) == (seen.tells_blocks, seen.silence)
    assert not square.network.capabilities.tells_blocked_by


@pytest.mark.parametrize("is_discoverable", [None, True, False])
async def test_where_everybody_starts_undiscoverable_that_is_nobodys_choice(
    is_discoverable: bool | None,  # noqa: FBT001 (a table of cases)
) -> None:
    square = Square(GoToSocial, is_discoverable=is_discoverable)
    square.chat(square.server.sign_up("neighbour", is_discoverable=is_discoverable))

    await square.own_account()

    assert {"control@mastodon.example", "neighbour@mastodon.example"} == await square.shown()


async def test_of_another_servers_people_it_is_their_choice_all_the_same() -> None:
    square = Square(GoToSocial)
    square.chat(square.server.meet("far@gts.example", is_discoverable=False))
    square.chat(square.server.meet("near@gts.example", is_discoverable=True))

    assert {"control@mastodon.example", "near@gts.example"} == await square.shown()


@pytest.mark.parametrize("mark", ["nobot", "noinvite", "minor", "bot"])
async def test_other_marks_count_on_gotosocial_as_elsewhere(mark: str) -> None:
    square = Square(GoToSocial)
    square.chat(square.server.sign_up("shy", **MARKS[mark]))

    assert {"control@mastodon.example"} == await square.shown()


async def test_of_whom_no_profile_is_given_the_marks_are_unknown() -> None:
    square = Square()
    square.chat(square.server.sign_up("shy", note="#nobot"))
    square.hidden = "shy"

    page = await anext(square.network.history(None))

    flags = {account.handle: account.flags for account in page.accounts}
    unknown = frozenset({Flag.UNDESCRIBED})
    expected = {"control@mastodon.example": frozenset(), "shy@mastodon.example": unknown}
    assert expected == flags


async def test_a_profile_that_is_not_given_takes_no_mark_back() -> None:
    known = account(bio="#nobot", local_ids={"here.example": "7"})
    bare = replace(
        known, bio="", flags=frozenset({Flag.UNDESCRIBED}), local_ids={"there.example": "8"}
    )

    again = described_again(known, bare)

    assert replace(known, local_ids={"here.example": "7", "there.example": "8"}) == again
