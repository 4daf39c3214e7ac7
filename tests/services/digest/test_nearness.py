"""Whom a digest names first, and what it proposes, by where people live."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.calendar import MemoryCalendar
from bot.domain.meeting.quiet import QuietHours
from bot.domain.meeting.slot import Busy, Window
from bot.ports import WholeDays
from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.digest.composing import compose
from bot.services.digest.due import next_due
from bot.services.digest.occurrence import prepare_digest, write
from bot.services.invite.slots import choose, read_agendas
from bot.services.rounds.cycle import go_round
from bot.text.language.catalogue import catalogue
from bot.text.place import telling
from bot.text.safety.links import mentions
from tests.builders import at
from tests.services.household import Household
from tests.services.situations import tell, there

if TYPE_CHECKING:
    from bot.domain.digest import Digest
    from bot.domain.people.identity import AccountKey

LUNCHES = tuple(Window(day, time(12, 30), time(14), "lunch") for day in range(7))
ALICE, BRUNO = "@alice@village.example", "@bruno@village.example"


async def says(house: Household, who: AccountKey, bio: str) -> None:
    house.world.describe(replace(house.world.account(who), bio=bio))
    await read_anew(house.context, [who])


@pytest.fixture
async def house() -> Household:
    """Bruno has talked with the owner lately, Alice not for a month: it is Monday 28 September."""
    house = Household()
    wishes = replace(house.context.wishes, windows=LUNCHES, places=("Café X, Rennes",))
    house.context = replace(house.context, wishes=wishes)
    house.chat(house.alice)
    house.chat(house.bruno)
    await collect(house.context)
    return house


async def composed(house: Household) -> Digest:
    return await compose(house.context, house.clock.now())


async def names(house: Household) -> list[str]:
    return [entry.person.name for entry in (await composed(house)).entries]


async def text(house: Household) -> str:
    return "\n".join(part for part, _ in write(house.context, await composed(house)))


async def draft(house: Household, name: str) -> str:
    digest = await composed(house)
    [wording] = [entry.wording for entry in digest.entries if entry.person.name == name]
    assert wording is not None
    return wording.text


async def test_who_is_near_comes_first_and_who_is_far_last(house: Household) -> None:
    assert ["Bruno", "Alice Martin"] == await names(house)
    await says(house, house.alice, "Based in Cesson-Sévigné.")
    await tell(house, "place home Rennes")
    assert ["Alice Martin", "Bruno"] == await names(house)

    await says(house, house.alice, "Based in Lyon.")
    assert ["Bruno", "Alice Martin"] == await names(house)
    await says(house, house.bruno, "Based in Oslo.")
    assert ["Bruno", "Alice Martin"] == await names(house)


async def test_place_changes_no_score(house: Household) -> None:
    before = {entry.person.id: entry.score.value for entry in (await composed(house)).entries}
    await says(house, house.alice, "Based in Rennes.")
    await tell(house, "place home Rennes")

    after = {entry.person.id: entry.score.value for entry in (await composed(house)).entries}
    assert before == after


async def test_without_a_home_all_is_as_it_was(house: Household) -> None:
    await says(house, house.bruno, "Based in New York.")

    assert ["Bruno", "Alice Martin"] == await names(house)
    assert "lunch" in await draft(house, "Bruno")
    assert "for you" not in await text(house)


async def test_no_call_is_proposed_at_night_over_there(house: Household) -> None:
    wishes = house.context.wishes
    rules = replace(wishes.rules, quiet=QuietHours(time(22), time(8)))
    house.context = replace(house.context, wishes=replace(wishes, rules=rules))
    await says(house, house.bruno, "Based in New York.")
    await tell(house, "place home Rennes")

    noted = await tell(house, f"draft {BRUNO}")
    assert "video call" in noted
    assert "for you" not in noted
    assert "in quiet hours where they live" in noted

    await tell(house, "undo")
    evening = Window(3, time(18), time(19, 30))
    wishes = replace(wishes, rules=rules, windows=(*wishes.windows, evening))
    house.context = replace(house.context, wishes=wishes)
    assert "at 18:00 (12:00 for you)" in await tell(house, f"draft {BRUNO}")


async def test_to_who_is_far_a_call_is_proposed_in_both_zones(house: Household) -> None:
    await says(house, house.bruno, "Based in New York.")
    await tell(house, "place home Rennes")

    written = await draft(house, "Bruno")
    assert "video call" in written
    assert "12:30 (06:30 for you)" in written
    assert "lunch" not in written
    assert "Café X" not in written
    assert "New York City, says their bio · far from you: a video call" in await text(house)
    assert "(06:30 for you)" in await tell(house, f"draft {BRUNO}")


async def test_reach_is_the_owner_s(house: Household) -> None:
    await says(house, house.alice, "Based in Laval, France.")
    await tell(house, "place home Rennes")
    assert "video call" in await draft(house, "Alice Martin")

    house.context = replace(house.context, wishes=replace(house.context.wishes, reach=80))
    assert "lunch" in await draft(house, "Alice Martin")
    assert "within your reach" in await text(house)


async def test_on_a_trip_the_draft_names_the_days_and_proposes_times_there(
    house: Household,
) -> None:
    await says(house, house.alice, "Based in Lyon.")
    await tell(house, "place home Rennes")
    await tell(house, "trip Lyon 4-6 oct")

    digest = await composed(house)
    first, other = digest.entries
    assert ["Alice Martin", "Bruno"] == [first.person.name, other.person.name]
    assert first.wording is not None
    assert other.wording is not None
    assert "I’ll be in Lyon from 4 to 6 October." in first.wording.text
    assert "Café X" not in first.wording.text
    assert {date(2026, 10, day) for day in (4, 5, 6)} >= {
        slot.start.date() for slot in first.wording.slots
    }
    assert first.wording.slots
    assert "Café X, Rennes" in other.wording.text
    assert not {date(2026, 10, day) for day in (4, 5, 6)} & {
        slot.start.date() for slot in other.wording.slots
    }
    assert "you will be there from 4 to 6 October" in await text(house)
    assert "You will be there from 4 to 6 October." in await tell(house, f"why {ALICE}")


async def test_a_trip_has_the_clock_of_its_town(house: Household) -> None:
    await says(house, house.alice, "Based in London.")
    await tell(house, "place home Rennes")
    await tell(house, "trip London, England 4-6 oct")

    digest = await composed(house)
    wording = digest.entries[0].wording
    assert wording is not None
    assert "at 12:30" in wording.text
    assert "for you" not in wording.text
    assert {at("2026-10-04 11:30").time()} == {slot.start.time() for slot in wording.slots}


async def test_a_meeting_on_a_trip_is_planned_by_the_clock_there(house: Household) -> None:
    await says(house, house.alice, "Based in London.")
    await tell(house, "trip London, England 4-6 oct")
    proposed = (await composed(house)).entries[0].wording
    assert proposed is not None
    words = proposed.text.replace("How about", "What about")
    await tell(house, f"edit {ALICE}: {words}")

    said = await tell(house, f"planned {ALICE} sunday 12:30 Café Y")
    assert "Sunday 4 October at 12:30 there, Sunday 4 October at 13:30 at home" in said
    assert "Saturday 10 October at 12:30." in await tell(house, f"planned {ALICE} 10 oct 12:30")
    assert (await there(house)).plan is not None


async def test_a_trip_in_reach_of_home_keeps_nobody_away(house: Household) -> None:
    await tell(house, "place home Rennes")
    before = await draft(house, "Bruno")
    await tell(house, "trip Cesson-Sévigné 29 sep - 20 oct")

    assert before == await draft(house, "Bruno")


async def test_a_favourite_place_in_the_town_of_the_trip_is_proposed(house: Household) -> None:
    places = ("Café X, Rennes", "Bar Y, Lyon")
    house.context = replace(house.context, wishes=replace(house.context.wishes, places=places))
    await says(house, house.alice, "Based in Lyon.")
    await tell(house, "place home Rennes")
    await tell(house, "trip Lyon 4-6 oct")

    assert "Bar Y, Lyon" in await draft(house, "Alice Martin")
    assert "Café X, Rennes" in await draft(house, "Bruno")


async def test_without_a_free_time_on_the_trip_the_days_alone_are_named(house: Household) -> None:
    house.context = replace(
        house.context, wishes=replace(house.context.wishes, windows=LUNCHES[2:3])
    )
    await says(house, house.alice, "Based in Lyon.")
    await tell(house, "trip Lyon 4-6 oct")

    written = await draft(house, "Alice Martin")
    assert "from 4 to 6 October. Would you like that, while I’m there" in written
    assert "the draft names only its days" in await text(house)


async def test_a_trip_beyond_the_horizon_does_not_count_yet(house: Household) -> None:
    await says(house, house.alice, "Based in Lyon.")
    await tell(house, "place home Rennes")
    await tell(house, "trip Lyon 20-22 oct")
    assert "video call" in await draft(house, "Alice Martin")

    house.clock.advance(timedelta(days=1))
    assert "20 to 22 October" in await draft(house, "Alice Martin")


async def test_the_days_of_a_trip_in_a_calendar_are_free_there(house: Household) -> None:
    start = at("2026-10-03 22:00")
    days = WholeDays("Lyon", "", date(2026, 10, 4), date(2026, 10, 6), start, start + timedelta(3))
    travel = MemoryCalendar("travel", [Busy(days.start, days.end)], days=[days], trips=True)
    house.context = replace(house.context, calendars=(travel,))
    await says(house, house.alice, "Based in Lyon.")

    written = await draft(house, "Alice Martin")
    assert "I’ll be in Lyon from 4 to 6 October. How about Sunday 4 October at 12:30" in written
    assert written in await tell(house, f"draft {ALICE}")


async def test_whole_days_that_are_no_trip_block_the_same_days(house: Household) -> None:
    start = at("2026-10-03 22:00")
    first, last, end = date(2026, 10, 4), date(2026, 10, 6), start + timedelta(3)
    days = [WholeDays(title, "", first, last, start, end) for title in ("Lyon", "No visitors")]
    travel = MemoryCalendar("travel", [Busy(start, end)], days=days, trips=True)
    house.context = replace(house.context, calendars=(travel,))
    await says(house, house.alice, "Based in Lyon.")

    assert "while I’m there" in await draft(house, "Alice Martin")


async def test_french_drafts_say_where_and_when(house: Household) -> None:
    words = catalogue("fr")
    house.context = replace(house.context, wishes=replace(house.context.wishes, words=words))
    house.chat(house.alice, weeks=2, about="les graines et le pain que nous aimons tous les deux")
    await collect(house.context)
    await says(house, house.alice, "J’habite au Mans. Basée à Le Mans, France.")
    await tell(house, "voyage Le Mans 18-20 oct")

    assert "tu y seras du 18 au 20 octobre" in await text(house)


async def test_several_in_one_town_are_told_in_one_line(house: Household) -> None:
    for who in (house.alice, house.bruno):
        await says(house, who, "Based in Lyon.")

    assert "Bruno and Alice Martin are both in Lyon." in (await text(house)).splitlines()

    await tell(house, f"never {ALICE}")
    said = await text(house)
    assert "both" not in said
    assert "Alice" not in said


async def test_an_ambiguous_place_is_asked_once_with_the_way_to_answer(house: Household) -> None:
    await says(house, house.alice, "NYC / Lyon")
    await prepare_digest(house.context)
    await go_round(house.context)
    first = "\n".join(house.received())

    assert "“NYC / Lyon”: New York City, New York, United States · Lyon," in first
    assert "Tell me which: place 2 New York City, New York, United States" in first
    house.clock.advance(timedelta(days=95))
    house.chat(house.alice)
    await go_round(house.context)  # the digest of meanwhile is missed
    due = await next_due(house.context)
    assert due is not None
    house.turn_to(due)
    await go_round(house.context)
    second = "\n".join(house.received()).removeprefix(first)
    assert "Alice Martin" in second
    assert "NYC" not in second
    assert "Their profile says" in await tell(house, f"why {ALICE}")
    await tell(house, f"place {ALICE} Lyon")
    assert "Lyon: you said so" in await tell(house, f"why {ALICE}")


async def test_a_region_is_kept_and_claims_no_nearness(house: Household) -> None:
    await says(house, house.alice, "Somewhere in Bretagne")
    await tell(house, "place home Rennes")

    said = await tell(house, f"why {ALICE}")
    assert "Somewhere in Bretagne, says their profile (seen today)." in said
    assert "your town" not in said
    assert "lunch" in await draft(house, "Alice Martin")
    house.clock.advance(timedelta(days=183))
    assert "Bretagne" not in await tell(house, f"why {ALICE}")


async def test_a_draft_that_takes_another_place_for_granted_is_not_sent(house: Household) -> None:
    await tell(house, "place home Rennes")
    assert "lunch" in await tell(house, f"draft {ALICE}")
    await tell(house, f"place {ALICE} Oslo")

    assert "A place or a trip has changed" in await tell(house, f"send {ALICE}")
    assert "video call" in await tell(house, f"draft {ALICE}")
    assert "I am sending it" in await tell(house, f"send {ALICE}")


async def test_the_owner_s_own_words_hold_wherever_they_are(house: Household) -> None:
    await tell(house, f"edit {ALICE}: Hi Alice, tea one day?")
    await tell(house, "place home Rennes")
    await tell(house, f"place {ALICE} Oslo")

    assert "tea one day?" in await tell(house, f"draft {ALICE}")
    assert "I am sending it" in await tell(house, f"send {ALICE}")


async def test_no_time_of_another_invitation_is_on_the_days_of_a_trip(house: Household) -> None:
    async def proposed() -> set[date]:
        agendas = await read_agendas(house.context)
        return {slot.start.date() for slot in choose(house.context, agendas, (), 99).slots}

    away = {date(2026, 10, day) for day in (4, 5, 6)}
    before = await proposed()
    await tell(house, "trip Lyon 4-6 oct")

    assert away < before
    assert before - away == await proposed()
    agendas = await read_agendas(house.context)
    [trip] = agendas.stays.trips
    there = choose(house.context, agendas, (), 99, trip=trip).slots
    assert away == {slot.start.date() for slot in there}


async def test_the_question_where_somebody_lives_mentions_nobody(house: Household) -> None:
    cities = house.context.gazetteer.find("Cambridge")

    said = telling.question(cities, "@cambridge@village.example", "place 1 …", catalogue("en"))

    assert not mentions(said)
