from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.talk.thread import (
    AGAIN_AFTER,
    MOST,
    QUIET,
    Seen,
    Thread,
    Threads,
    next_due,
    noted,
    read,
)
from tests.builders import NOON, interaction

HOUR = timedelta(hours=1)


def kept(*threads: Thread) -> Threads:
    return noted((), threads)


def seen(*at: datetime, above: str | None = None, below: tuple[str, ...] = ()) -> Seen:
    return Seen([interaction(when=when) for when in at], above, frozenset(below))


def test_what_was_never_read_is_due_the_latest_first() -> None:
    threads = kept(Thread("old", NOON - HOUR), Thread("new", NOON))

    assert threads[0] == Thread("new", NOON)
    assert next_due(threads, NOON) == Thread("new", NOON)


def test_nothing_is_due_of_no_threads() -> None:
    assert next_due((), NOON) is None


def test_each_interval_is_as_long_as_the_silence_before_it() -> None:
    threads = kept(Thread("one", NOON))
    now, readings = NOON + HOUR, []
    while now < NOON + 2 * QUIET:
        if (due := next_due(threads, now)) is not None:
            threads = read(threads, due, now, seen())
            readings.append((now - NOON) / HOUR)
        now += HOUR

    assert [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] == readings
    assert () == threads


def test_a_thread_of_this_minute_is_not_read_twice_within_five() -> None:
    threads = read(kept(Thread("one", NOON)), Thread("one", NOON), NOON, seen(NOON))

    assert next_due(threads, NOON + AGAIN_AFTER - timedelta(seconds=1)) is None
    assert next_due(threads, NOON + AGAIN_AFTER) is not None


def test_new_talk_makes_a_thread_due_soon_again() -> None:
    day = timedelta(days=1)
    threads = read(kept(Thread("one", NOON)), Thread("one", NOON), NOON + day, seen())
    assert next_due(threads, NOON + day + HOUR) is None

    told = noted(threads, [Thread("one", NOON + day)])

    assert next_due(told, NOON + day + HOUR) is not None


def test_talk_that_was_seen_while_reading_counts_as_new() -> None:
    day = timedelta(days=1)

    threads = read(kept(Thread("one", NOON)), Thread("one", NOON), NOON + day, seen(NOON + day))

    assert next_due(threads, NOON + day + HOUR) is not None


def test_a_thread_that_is_long_quiet_is_read_once() -> None:
    threads = kept(Thread("one", NOON - QUIET))
    assert next_due(threads, NOON) is not None

    assert () == read(threads, threads[0], NOON, seen(NOON - QUIET))


def test_what_lies_below_a_thread_was_read_with_it() -> None:
    threads = kept(Thread("above", NOON), Thread("below", NOON), Thread("beside", NOON))

    left = read(threads, Thread("above", NOON), NOON, seen(below=("below",)))

    assert {"above", "beside"} == {thread.id for thread in left}


def test_a_thread_is_read_from_above_next() -> None:
    threads = read(kept(Thread("one", NOON)), Thread("one", NOON), NOON, seen(above="top"))

    assert next_due(threads, NOON) == Thread("top", NOON)


def test_what_is_gone_is_not_looked_for_again() -> None:
    threads = kept(Thread("one", NOON), Thread("two", NOON))

    assert kept(Thread("two", NOON)) == read(threads, Thread("one", NOON), NOON, None)


def test_of_too_many_the_oldest_are_left_out() -> None:
    threads = kept(*(Thread(f"{number}", NOON - number * HOUR) for number in range(MOST + 5)))

    assert MOST == len(threads)
    assert "0" == threads[0].id
