"""After an invitation: answers, meetings, .ics files, and stale invitations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from bot.domain.meeting.invitation import State
from bot.errors import CalendarError, UnreachableError
from bot.ports import Watch
from bot.services.context import Post
from bot.services.digest.occurrence import prepare_digest
from bot.services.rounds.cycle import go_round
from bot.services.rounds.follow_up import follow_up
from tests.adversary.exclusions import blocked, never
from tests.builders import at
from tests.services.household import Household
from tests.services.situations import PLAN, SITUATIONS, acquainted, invitation, tell, there

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

pytestmark = pytest.mark.anyio


class MemoryShelf:
    """A shelf on which writing can fail."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.full = False

    async def put(self, uid: str, content: bytes) -> str:
        if self.full:
            message = "The meeting cannot be written: no space left."
            raise CalendarError(message)
        self.files[uid] = content
        return uid

    async def remove(self, uid: str) -> None:
        del self.files[uid]

    def event(self) -> dict[str, object]:
        (content,) = self.files.values()
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        return {
            "start": event.decoded("DTSTART"),
            "sequence": int(str(event["SEQUENCE"])),
            "cancelled": event.get("STATUS") == "CANCELLED",
        }


@pytest.fixture
async def house() -> Household:
    house = Household()
    await acquainted(house)
    async with house.store.unit(house.owner) as unit:
        await unit.watches.save(Watch("@bot@village.example", house.bot))
    return house


@pytest.fixture
def shelf(house: Household) -> MemoryShelf:
    shelf = MemoryShelf()
    house.context = replace(house.context, shelf=shelf)
    return shelf


async def notices(house: Household) -> list[str]:
    """The bot's notices and questions to the owner."""
    async with house.store.unit(house.owner) as unit:
        rows = await unit.outbox.all()
    return [row.draft.body for row in rows if row.draft.kind in {"question", "notice"}]


async def questions(house: Household, until: datetime) -> list[datetime]:
    """Go round every hour; returns when the owner was asked something."""
    asked, before = [], len(await notices(house))
    while house.clock.now() < until:
        house.clock.advance(timedelta(hours=1))
        await follow_up(house.context)
        if len(await notices(house)) > before:
            before = len(await notices(house))
            asked.append(house.clock.now())
    return asked


async def test_an_answer_is_told_once_and_not_acted_on(house: Household) -> None:
    await SITUATIONS["answered"](house)

    for _ in range(3):
        await follow_up(house.context)

    (notice,) = await notices(house)
    assert "Alice Martin answered:" in notice
    assert "“Yes, gladly!”" in notice
    assert "That sounds like a yes." in notice
    assert (await there(house)).state is State.ANSWERED


async def test_a_network_that_does_not_answer_is_asked_again(house: Household) -> None:
    await SITUATIONS["sent"](house)
    house.world.failures.queue("answers", UnreachableError("no route"))

    assert [UnreachableError] == [type(error) for error in await follow_up(house.context)]
    assert [] == await follow_up(house.context)


async def test_the_owner_is_asked_the_day_after_at_ten_and_once_more_in_a_week(
    house: Household,
) -> None:
    await tell(house, PLAN)  # Saturday 5 September, 12:30 in Paris

    asked = await questions(house, at("2026-10-20 00:00"))

    assert [at("2026-09-06 08:00"), at("2026-09-13 08:00")] == asked
    assert (await there(house)).state is State.LAPSED


@pytest.mark.parametrize("excluded", [never, blocked])
async def test_no_question_names_whoever_is_excluded_by_then(
    house: Household, excluded: Callable[[Household], Awaitable[None]]
) -> None:
    await tell(house, PLAN)
    await excluded(house)

    assert [] == await questions(house, at("2026-10-20 00:00"))
    assert not any("Did you meet" in text for text in house.received())


async def test_ten_is_by_the_owners_clock_across_a_change_of_it(house: Household) -> None:
    house.turn_to(at("2026-10-20 08:00"))
    await tell(house, "planned @alice@village.example 24 october 12:30")

    asked = await questions(house, at("2026-10-28 00:00"))

    assert [at("2026-10-25 09:00")] == asked


async def test_not_yet_is_asked_again_and_silence_counted_anew(house: Household) -> None:
    await tell(house, PLAN)
    house.turn_to(at("2026-09-06 08:00"))
    await follow_up(house.context)

    assert "I’ll ask again in a week." in await tell(house, "not yet")
    asked = await questions(house, at("2026-10-20 00:00"))

    assert [at("2026-09-13 08:00"), at("2026-09-20 08:00")] == asked


async def test_yes_needs_a_name_where_two_questions_are_open(house: Household) -> None:
    house.chat(house.bruno)
    await go_round(house.context)
    for name in ("alice", "bruno"):
        await tell(house, f"planned @{name}@village.example saturday 12:30")
    house.clock.advance(timedelta(days=9))
    await follow_up(house.context)

    doubt = await tell(house, "yes")
    answer = await tell(house, "yes @bruno@village.example")

    assert "I have asked about Bruno, Alice Martin." in doubt
    assert "You met Bruno" in answer
    assert "You met Alice Martin" in await tell(house, "yes")


async def test_a_pause_asks_nothing_and_sends_no_digest(house: Household) -> None:
    await tell(house, PLAN)
    await tell(house, "pause")

    assert [] == await questions(house, at("2026-09-20 00:00"))
    assert await prepare_digest(house.context) is not None
    assert [] == house.received()

    await tell(house, "resume")
    await follow_up(house.context)
    assert 1 == len(await notices(house))


async def test_a_plan_lies_on_the_shelf_and_changes_with_the_owners_words(
    house: Household, shelf: MemoryShelf
) -> None:
    seen = []
    for word in (
        PLAN,
        "planned @alice@village.example sunday 13:00 Café Y",
        "undo",
        "declined @alice@village.example",
        "undo",
        "never @alice@village.example",
    ):
        house.clock.advance(timedelta(minutes=1))
        await tell(house, word)
        await follow_up(house.context)
        seen.append(shelf.event())

    saturday, sunday = at("2026-09-05 10:30"), at("2026-09-06 11:00")
    assert [
        (saturday, 0, False),
        (sunday, 1, False),
        (saturday, 2, False),
        (saturday, 3, True),
        (saturday, 4, False),
        (saturday, 5, True),
    ] == [(event["start"], event["sequence"], event["cancelled"]) for event in seen]


async def test_undoing_the_word_that_began_it_calls_the_plan_off(
    house: Household, shelf: MemoryShelf
) -> None:
    await tell(house, PLAN)
    await follow_up(house.context)
    await tell(house, "undo")

    await follow_up(house.context)

    assert shelf.event()["cancelled"] is True
    assert (await there(house)).state is State.LAPSED


async def test_a_full_disk_is_an_error_of_the_round_and_made_up_for(
    house: Household, shelf: MemoryShelf
) -> None:
    await tell(house, PLAN)
    shelf.full = True

    done = await go_round(house.context)
    assert [CalendarError] == [type(error) for error in done.errors]

    shelf.full = False
    await go_round(house.context)
    assert at("2026-09-05 10:30") == shelf.event()["start"]


async def test_a_plan_in_the_hour_that_does_not_exist_is_the_next_that_does(
    house: Household, shelf: MemoryShelf
) -> None:
    await tell(house, "planned @alice@village.example 28 march 2027 02:30")

    await follow_up(house.context)

    assert at("2027-03-28 01:00") == shelf.event()["start"]


async def test_a_plan_in_the_past_is_asked_back(house: Household) -> None:
    answer = await tell(house, "planned @alice@village.example 2026-08-01 12:30")

    assert "is past. Which day do you mean?" in answer
    assert await invitation(house) is None


async def test_who_reads_a_file_is_asked_in_the_file(house: Household) -> None:
    house.context = replace(house.context, post=Post(house.bot_network, "digest.md"))
    await tell(house, PLAN)
    house.turn_to(at("2026-09-06 08:00"))

    assert [] == await follow_up(house.context)

    async with house.store.unit(house.owner) as unit:
        (row,) = await unit.outbox.all()
    assert ("digest.md", None) == (row.draft.recipient, row.draft.sender)


async def test_a_sender_that_was_never_reached_ends_no_round(house: Household) -> None:
    await tell(house, PLAN)
    house.turn_to(at("2026-09-06 08:00"))
    post = Post(house.bot_network, "me@village.example", "@me@village.example", "@new@x.example")
    known = house.context
    house.context = replace(house.context, post=post)

    assert [UnreachableError] == [type(error) for error in await follow_up(house.context)]

    house.context = known
    await follow_up(house.context)
    assert 1 == len(await notices(house))


@pytest.mark.parametrize(("quiet", "said"), [(True, []), (False, ["The goal is reached"])])
async def test_until_the_next_period_a_goal_that_is_reached_is_silence_or_one_line(
    *, quiet: bool, said: list[str]
) -> None:
    house = Household(quiet_when_empty=quiet, people=1)
    house.chat(house.bruno)
    house.chat(house.alice)
    await go_round(house.context)
    await tell(house, "goal 1 per 4 weeks")
    await tell(house, "met 1")
    first = len(house.received())

    house.turn_to(at("2026-10-18 16:00"))
    await go_round(house.context)
    second = house.received()[first:]
    house.turn_to(at("2026-11-01 17:00"))
    await go_round(house.context)
    third = house.received()[first + len(second) :]

    assert said == [line for line in ("The goal is reached",) for text in second if line in text]
    assert ["2 · Bruno" in text for text in third] == [True]


async def test_the_goal_by_word_wins_over_the_file(house: Household) -> None:
    assert "0 of 3" in await tell(house, "goal 3 per month")
    assert "1 of 3" in await tell(house, "met @alice@village.example")

    await tell(house, "undo")
    assert "0 of 3" in await tell(house, "goal 3 per month")
    await tell(house, "undo")
    await tell(house, "undo")

    assert "1 of 1" in await tell(house, "met @alice@village.example")
