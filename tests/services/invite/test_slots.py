from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from adapters.memory.calendar import MemoryCalendar
from bot.domain.meeting.invitation import Invitation, Plan, State, Wording, planned, taken_back
from bot.domain.meeting.slot import Busy, Priority, Rules, Slot, Window
from bot.domain.people.identity import person_id
from bot.services.doctor.calendars import check_calendars
from bot.services.doctor.checks import Finding
from bot.services.invite.slots import choose, propose, read_agendas, taken
from bot.text.language.catalogue import catalogue
from tests.builders import account, at, key

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.services.context import Context
    from tests.services.household import Household

LUNCH = Window(1, time(12, 30), time(14), "lunch")
# The household's clock stands at Monday 3 August 2026, 9:00 UTC; Paris is two hours ahead.
FIRST = Slot(at("2026-08-11 10:30"), at("2026-08-11 12:00"), "lunch")
SECOND = Slot(at("2026-08-18 10:30"), at("2026-08-18 12:00"), "lunch")


class Assumption:
    """A holiday in France."""

    def among(self, days: Collection[date]) -> frozenset[date]:
        return frozenset(day for day in days if day == date(2026, 8, 11))


def open_for_lunch(house: Household, *calendars: MemoryCalendar) -> Context:
    wishes = replace(house.context.wishes, windows=(LUNCH,), rules=Rules(horizon=15))
    return replace(house.context, wishes=wishes, calendars=calendars)


async def test_windows_are_proposed(house: Household) -> None:
    proposals = await propose(open_for_lunch(house), ())

    assert (FIRST, SECOND) == proposals.slots
    assert () == proposals.notes


async def test_what_the_calendars_hold_is_not_proposed(house: Household) -> None:
    work = MemoryCalendar("work", [Busy(FIRST.start, FIRST.end)])

    assert (SECOND,) == (await propose(open_for_lunch(house, work), ())).slots


async def test_a_calendar_that_cannot_be_read_costs_only_itself_and_a_note(
    house: Household,
) -> None:
    work = MemoryCalendar("work", [Busy(FIRST.start, FIRST.end)])
    family = MemoryCalendar("family", [Busy(SECOND.start, SECOND.end)])
    family.fault = "It is on fire."
    proposals = await propose(open_for_lunch(house, work, family), ())

    assert (SECOND,) == proposals.slots
    assert len(proposals.notes) == 1
    assert proposals.notes[0].startswith("“family” could not be read, so these times don’t take it")


async def test_events_that_could_not_be_read_are_told(house: Household) -> None:
    work = MemoryCalendar("work", skipped=["Lunch has no start.", "Tea has no start."])
    proposals = await propose(open_for_lunch(house, work), ())

    said = "2 entries of “work” could not be read as they stand, and count as busy: "
    assert (f"{said}terrasse busy says which.",) == proposals.notes


async def test_what_is_proposed_to_others_is_not_proposed_again(house: Household) -> None:
    context = open_for_lunch(house)
    agendas = await read_agendas(context)
    first = choose(context, agendas, (), 1)

    assert (FIRST,) == first.slots
    assert (SECOND,) == choose(context, agendas, first.slots, 3).slots


async def test_where_all_that_is_free_was_proposed_it_is_told(house: Household) -> None:
    context = open_for_lunch(house)

    proposals = choose(context, await read_agendas(context), (FIRST, SECOND), 3)

    note = "All times that are free in the next 15 days are proposed already: none is left for "
    assert ((), (f"{note}another invitation.",)) == (proposals.slots, proposals.notes)


async def test_windows_are_not_proposed_on_holidays(house: Household) -> None:
    context = replace(open_for_lunch(house), holidays=Assumption())

    assert (SECOND,) == (await propose(context, ())).slots


async def test_nothing_free_is_told(house: Household) -> None:
    always = MemoryCalendar("work", [Busy(FIRST.start, SECOND.end + timedelta(days=9))])
    context = open_for_lunch(house, always)
    french = replace(context, wishes=replace(context.wishes, words=catalogue("fr")))

    assert ("Nothing is free in the next 15 days.",) == (await propose(context, ())).notes
    assert ("Rien de libre dans les 15 jours à venir.",) == (await propose(french, ())).notes


async def test_without_windows_no_calendar_is_read(house: Household) -> None:
    work = MemoryCalendar("work", priority=Priority.GOAL)
    work.fault = "It is on fire."
    proposals = await propose(replace(house.context, calendars=(work,)), ())

    assert () == proposals.slots
    assert ("No times are proposed, as the config has no [[slot]].",) == proposals.notes


async def test_slots_of_open_invitations_and_planned_meetings_are_taken(house: Household) -> None:
    context = open_for_lunch(house)
    wording = Wording("Lunch?", "en", (FIRST, SECOND))
    plan_of_bruno = Plan(SECOND.start, "Café X", "uid", context.clock.now())
    alice, chloe, bruno = [person_id(key(name)) for name in ("alice", "chloe", "bruno")]
    async with context.store.unit(context.owner) as unit:
        await unit.people.save([account(key(name)) for name in ("alice", "chloe", "bruno")])
        for person, state, plan in (
            (alice, State.SENT, None),
            (chloe, State.DECLINED, None),
            (bruno, State.PLANNED, plan_of_bruno),
        ):
            number = await unit.invitations.begin(person, None)
            one = Invitation(
                number, person, context.clock.now(), state=state, wording=wording, plan=plan
            )
            assert await unit.invitations.put(one)

    async with context.store.unit(context.owner) as unit:
        assert [FIRST, SECOND, replace(SECOND, label="")] == await taken(context, unit)
        assert [replace(SECOND, label="")] == await taken(context, unit, but=alice)


async def test_slots_are_taken_again_once_the_plan_is_undone(house: Household) -> None:
    context, now = open_for_lunch(house), house.context.clock.now()
    alice = person_id(key("alice"))
    async with context.store.unit(context.owner) as unit:
        await unit.people.save([account(key("alice"))])
        number = await unit.invitations.begin(alice, None)
        wording = Wording("Lunch?", "en", (FIRST, SECOND))
        sent = Invitation(number, alice, now, state=State.SENT, wording=wording)
        agreed = planned(sent, SECOND.start, "Café X", "uid", now)
        assert agreed is not None
        for version, slots in (
            (sent, [FIRST, SECOND]),
            (agreed, [replace(SECOND, label="")]),
            (taken_back(agreed, sent, now), [FIRST, SECOND]),
        ):
            assert await unit.invitations.put(version)
            assert slots == await taken(context, unit)


async def test_doctor_tells_what_each_calendar_holds(house: Household) -> None:
    work = MemoryCalendar("work", [Busy(FIRST.start, FIRST.end)], skipped=["Tea has no start."])
    family = MemoryCalendar("family")
    family.fault = "It is on fire."
    found = await check_calendars(open_for_lunch(house, work, family))

    assert [
        Finding("calendar work", fine=True,
                said="2 events read, 1 busy time until 15 days from now"),
        Finding("calendar work", fine=False, said="Tea has no start."),
        Finding("calendar family", fine=False, said="It is on fire."),
    ] == found  # fmt: skip
