"""A first look at an account on Bluesky: marks as the AppView sends them, and who blocks whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adapters.bluesky.read.translate import key_of
from bot.domain.people.identity import OwnerId, Relationship
from bot.errors import RefusedError, UnreachableError, UserError
from bot.services.try_out.glimpse import look, own_account
from tests.adapters.bluesky.server import HANDLE, ME, Answer
from tests.adapters.bluesky.test_threads import ANOUK, BRUNO, HANDLES, Village
from tests.services.household import looking_at

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from bot.services.try_out.glimpse import Glimpse
    from tests.adapters.bluesky.server import Place

RELATIONSHIPS = "app.bsky.graph.getRelationships"
URI = "at://did:plc:x/app.bsky.graph.block/3m3p222aaaaaa"


def label(did: str, value: str, *, of: str | None = None) -> dict[str, Any]:
    return {"labels": [{"src": of or did, "uri": f"at://{did}", "val": value}]}


MARKS: dict[str, Any] = {
    "nobot": lambda _: {"description": "Hi. #nobot"},
    "noinvite": lambda _: {"description": "Hi. #NoInvite"},
    "minor": lambda _: {"description": "17 yo"},
    "minor-by-name": lambda _: {"displayName": "Kim (15 yo)"},
    "bot": lambda did: label(did, "bot"),
    "members": lambda did: label(did, "!no-unauthenticated"),
    "hidden": lambda _: None,
}
marks = pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)


class Square(Village):
    """The owner, who is not signed in, and Anouk and Bruno, who talk with them."""

    def __init__(self, place: Place, clock: StoppedClock) -> None:
        super().__init__(place, clock)
        self.world = place.world
        self.clock = clock
        self.network = place.network(clock, secret=None)
        for did in (ME, ANOUK, BRUNO):
            self.describe(did, {})
        for did in (ANOUK, BRUNO):
            self.world.ties[did] = {}
            for day in (8, 20, 32):
                self.say(did, "Beans!", day - 1, self.say(ME, "Beans?", day))
                self.say(ME, "Thank you.", day - 2, [*self._records][-1])

    def describe(self, did: str, said: dict[str, Any] | None) -> None:
        if said is None:
            self.world.profiles.pop(did)
        else:
            self.world.profiles[did] = {"did": did, "handle": HANDLES[did], **said}

    async def seen(self) -> Glimpse:
        return await look(looking_at(HANDLE, self.network, self.clock, OwnerId("camille")))

    async def shown(self) -> set[str]:
        seen = await self.seen()
        return {account.key.id for one in seen.people for account in one.person.accounts}


@pytest.fixture
def square(place: Place, clock: StoppedClock) -> Square:
    return Square(place, clock)


async def test_friends_without_marks_are_shown(square: Square) -> None:
    await own_account(square.network, square.clock.now())

    seen = await square.seen()

    assert 2 == len(seen.people)
    assert (True, None) == (seen.tells_blocks, seen.silence)


@marks
async def test_whoever_carries_a_mark_is_not_shown(square: Square, mark: Any) -> None:  # noqa: ANN401
    square.describe(BRUNO, mark(BRUNO))

    assert {ANOUK} == await square.shown()


@marks
async def test_an_account_that_carries_a_mark_is_not_looked_at(square: Square, mark: Any) -> None:  # noqa: ANN401
    square.describe(ME, mark(ME))

    with pytest.raises(UserError, match="so it is not looked at"):
        await own_account(square.network, square.clock.now())


async def test_what_others_call_somebody_is_no_mark(square: Square) -> None:
    square.describe(BRUNO, label(BRUNO, "bot", of=ANOUK))

    assert {ANOUK, BRUNO} == await square.shown()


@pytest.mark.parametrize("tie", ["blocking", "blockedBy", "blockingByList", "blockedByList"])
async def test_a_block_either_way_leaves_somebody_out(square: Square, tie: str) -> None:
    square.world.ties[BRUNO] = {tie: URI, "following": URI, "followedBy": URI}

    assert {ANOUK} == await square.shown()


@pytest.mark.parametrize("said", [None, {"did": BRUNO, "blocking": True}, {"did": 7}])
async def test_of_whom_nothing_readable_is_told_is_not_shown(square: Square, said: Any) -> None:  # noqa: ANN401
    told = [{"did": ANOUK}, *([said] if said else [])]
    square.world.more[RELATIONSHIPS] = lambda _: Answer({"actor": ME, "relationships": told})

    assert {ANOUK} == await square.shown()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer.error(501, "MethodNotImplemented"), UnreachableError),
        (Answer.error(400, "InvalidRequest"), RefusedError),
        (Answer({"actor": ANOUK, "relationships": [{"did": ANOUK}]}), UnreachableError),
        (Answer({"relationships": "none"}), UnreachableError),
    ],
)
async def test_nobody_is_shown_where_blocks_could_not_be_asked_for(
    square: Square, answer: Answer, error: type[Exception]
) -> None:
    square.world.more[RELATIONSHIPS] = lambda _: answer

    seen = await square.seen()

    assert [] == list(seen.people)
    assert isinstance(seen.silence, error)


async def test_all_are_asked_about_and_no_more_at_once_than_may_be(square: Square) -> None:
    many = [f"did:plc:{number:024}" for number in range(65)]
    square.world.ties |= {did: {"followedBy": URI} for did in many}

    told = await square.network.relationships([key_of(did) for did in many])

    stands = Relationship(following=False, followed_by=True, blocking=False, blocked_by=False)
    assert {key_of(did): stands for did in many} == told
    assert 3 == square.world.times(RELATIONSHIPS)
    assert {ME} == {one.first("actor") for one in square.world.asked if "actor" in one.parameters}


async def test_an_appview_that_may_not_tell_of_blocks_is_not_taken_to_say_there_are_none(
    square: Square, place: Place, clock: StoppedClock
) -> None:
    square.network = place.network(clock, secret=None, tells_blocks=False)
    square.world.ties[BRUNO] = {"blockedBy": URI}

    told = await square.network.relationships([key_of(ANOUK), key_of(BRUNO)])
    seen = await square.seen()

    assert (None, None) == (told[key_of(ANOUK)].blocking, told[key_of(ANOUK)].blocked_by)
    assert (None, True) == (told[key_of(BRUNO)].blocking, told[key_of(BRUNO)].blocked_by)
    assert [ANOUK] == [account.key.id for one in seen.people for account in one.person.accounts]
    assert not seen.tells_blocks
