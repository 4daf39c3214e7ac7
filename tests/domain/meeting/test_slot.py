from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.meeting.quiet import QuietHours
from bot.domain.meeting.slot import Busy, Priority, Rules, Slot, Window, free_slots, spread
from tests.builders import at

PARIS = ZoneInfo("Europe/Paris")
NOW = at("2026-11-23 09:00")
"""A Monday; Paris is an hour ahead of UTC."""
LUNCH = Window(1, time(12, 30), time(14), "lunch")
AFTERNOON = Window(5, time(14), time(18), "afternoon", Priority.LEISURE)
THIS_WEEK = Rules(notice=1, horizon=7)


def paris(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=PARIS)


def busy(
    start: str, end: str, priority: Priority = Priority.WORK, *, tentative: bool = False
) -> Busy:
    return Busy(paris(start), paris(end), priority, tentative)


def told(slots: list[Slot]) -> list[str]:
    """`Tue 24 12:30-14:00 lunch`, by the clock of Paris."""
    return [
        f"{slot.start.astimezone(PARIS):%a %d %H:%M}-{slot.end.astimezone(PARIS):%H:%M} "
        + slot.label
        + ("?" if slot.tentative else "")
        for slot in slots
    ]


def free(
    *windows: Window,
    busy: tuple[Busy, ...] = (),
    taken: tuple[Slot, ...] = (),
    rules: Rules = THIS_WEEK,
    holidays: frozenset[date] = frozenset(),
) -> list[str]:
    return told(
        free_slots(windows, busy, zone=PARIS, now=NOW, taken=taken, rules=rules, holidays=holidays)
    )


def test_a_window_that_nothing_stands_in_is_offered_as_it_is() -> None:
    assert ["Tue 24 12:30-14:00 lunch"] == free(LUNCH)


def test_a_window_comes_back_every_week_up_to_the_horizon() -> None:
    assert ["Tue 24 12:30-14:00 lunch", "Tue 01 12:30-14:00 lunch"] == free(
        LUNCH, rules=Rules(notice=1, horizon=8)
    )
    assert ["Tue 24 12:30-14:00 lunch"] == free(LUNCH, rules=Rules(notice=1, horizon=7))


def test_a_day_that_is_too_near_is_not_offered() -> None:
    assert [] == free(LUNCH, rules=Rules(notice=2, horizon=7))


def test_without_notice_nothing_begins_before_now() -> None:
    today = Window(0, time(8), time(12))

    # It is 10:00 in Paris.
    assert ["Mon 23 10:00-11:30 "] == free(today, rules=Rules(notice=0, horizon=6))


def test_a_long_window_is_cut_into_meetings() -> None:
    assert ["Sat 28 14:00-15:30 afternoon", "Sat 28 15:30-17:00 afternoon",
            "Sat 28 17:00-18:00 afternoon"] == free(AFTERNOON)  # fmt: skip


def test_a_busy_time_and_the_way_there_are_left_out() -> None:
    dentist = busy("2026-11-28 14:50", "2026-11-28 15:20")

    assert ["Sat 28 16:00-17:30 afternoon"] == free(AFTERNOON, busy=(dentist,))


def test_what_is_left_of_a_window_must_hold_a_meeting() -> None:
    assert [] == free(LUNCH, busy=(busy("2026-11-24 13:45", "2026-11-24 15:00"),))


def test_a_calendar_blocks_windows_up_to_its_own_priority() -> None:
    blocked = {}
    for calendar in Priority:
        meeting = busy("2026-11-24 12:00", "2026-11-24 14:00", calendar)
        windows = [
            Window(1, time(12, 30), time(14), priority.name, priority) for priority in Priority
        ]
        offered = [slot for window in windows for slot in free(window, busy=(meeting,))]
        blocked[calendar.name] = [priority.name for priority in Priority if not any(
            slot.endswith(priority.name) for slot in offered)]  # fmt: skip

    assert {
        "LEISURE": ["LEISURE"],
        "GOAL": ["LEISURE", "GOAL"],
        "WORK": ["LEISURE", "GOAL", "WORK"],
    } == blocked


def test_a_tentative_busy_time_puts_its_slots_last() -> None:
    perhaps = busy("2026-11-24 12:00", "2026-11-24 13:00", tentative=True)

    assert ["Sat 28 14:00-15:30 afternoon", "Sat 28 15:30-17:00 afternoon",
            "Sat 28 17:00-18:00 afternoon", "Tue 24 12:30-14:00 lunch?"] == free(
        LUNCH, AFTERNOON, busy=(perhaps,)
    )  # fmt: skip


def test_a_tentative_time_in_a_long_window_leaves_firm_slots_around_it() -> None:
    perhaps = busy("2026-11-28 15:30", "2026-11-28 16:00", tentative=True)

    assert ["Sat 28 14:00-15:00 afternoon", "Sat 28 16:30-18:00 afternoon",
            "Sat 28 15:00-16:30 afternoon?"] == free(AFTERNOON, busy=(perhaps,))  # fmt: skip


def test_a_tentative_time_of_a_lower_priority_is_nothing() -> None:
    perhaps = busy("2026-11-24 12:00", "2026-11-24 13:00", Priority.LEISURE, tentative=True)

    assert ["Tue 24 12:30-14:00 lunch"] == free(LUNCH, busy=(perhaps,))


def test_a_slot_proposed_elsewhere_is_not_offered_again_nor_the_way_there() -> None:
    proposed = Slot(paris("2026-11-28 14:00"), paris("2026-11-28 15:30"))

    assert ["Sat 28 16:00-17:30 afternoon"] == free(AFTERNOON, taken=(proposed,))


def test_quiet_hours_cut_a_window() -> None:
    late = Window(4, time(20), time(23, 30), "evening")
    rules = Rules(notice=1, horizon=7, quiet=QuietHours(time(22), time(8)))

    assert ["Fri 27 20:00-21:30 evening"] == free(late, rules=rules)


def test_quiet_hours_of_the_evening_before_reach_into_the_morning() -> None:
    early = Window(4, time(7), time(9, 30), "breakfast")
    rules = Rules(notice=1, horizon=7, quiet=QuietHours(time(22), time(8)))

    assert ["Fri 27 08:00-09:30 breakfast"] == free(early, rules=rules)


def test_a_window_is_not_offered_on_a_holiday() -> None:
    assert ["Sat 28 14:00-15:30 afternoon", "Sat 28 15:30-17:00 afternoon",
            "Sat 28 17:00-18:00 afternoon"] == free(
        LUNCH, AFTERNOON, holidays=frozenset({date(2026, 11, 24)})
    )  # fmt: skip


def test_where_windows_overlap_the_higher_priority_is_cut_first() -> None:
    all_day = Window(1, time(11), time(17), "free day", Priority.LEISURE)

    assert ["Tue 24 11:00-12:30 free day", "Tue 24 12:30-14:00 lunch",
            "Tue 24 14:00-15:30 free day", "Tue 24 15:30-17:00 free day"] == free(
        all_day, LUNCH
    )  # fmt: skip


def test_a_window_on_the_day_that_the_clock_goes_back_keeps_its_wall_time() -> None:
    sunday = Window(6, time(12), time(13, 30), "lunch")
    summer, winter = (
        free_slots((sunday,), (), zone=PARIS, now=now, rules=THIS_WEEK)
        for now in (at("2026-10-12 09:00"), at("2026-10-19 09:00"))
    )

    assert [at("2026-10-18 10:00")] == [slot.start for slot in summer]
    assert [at("2026-10-25 11:00")] == [slot.start for slot in winter]


def test_a_window_that_the_clock_jumps_into_begins_when_it_can() -> None:
    night = Window(6, time(2), time(4), "stars")
    (slot,) = free_slots((night,), (), zone=PARIS, now=at("2026-03-23 09:00"), rules=THIS_WEEK)

    assert (at("2026-03-29 01:00"), at("2026-03-29 02:00")) == (slot.start, slot.end)


def test_a_window_that_the_clock_jumps_over_is_not_offered() -> None:
    night = Window(6, time(2), time(3), "stars")

    assert [] == free_slots((night,), (), zone=PARIS, now=at("2026-03-23 09:00"), rules=THIS_WEEK)


def test_proposals_are_spread_over_days() -> None:
    slots = free_slots(
        (LUNCH, AFTERNOON), (), zone=PARIS, now=NOW, rules=Rules(notice=1, horizon=10)
    )

    assert ["Tue 24 12:30-14:00 lunch", "Sat 28 14:00-15:30 afternoon",
            "Tue 01 12:30-14:00 lunch"] == told(spread(slots, 3, PARIS))  # fmt: skip


def test_a_second_slot_of_a_day_comes_before_a_tentative_one() -> None:
    perhaps = busy("2026-11-24 12:00", "2026-11-24 13:00", tentative=True)
    slots = free_slots((LUNCH, AFTERNOON), (perhaps,), zone=PARIS, now=NOW, rules=THIS_WEEK)

    assert ["Sat 28 14:00-15:30 afternoon", "Sat 28 15:30-17:00 afternoon"] == told(
        spread(slots, 2, PARIS)
    )


def test_the_way_cuts_a_window_on_the_quarter_of_an_hour() -> None:
    train = busy("2026-11-28 14:10", "2026-11-28 14:50")

    assert ["Sat 28 15:30-17:00 afternoon", "Sat 28 17:00-18:00 afternoon"] == free(
        AFTERNOON, busy=(train,)
    )
