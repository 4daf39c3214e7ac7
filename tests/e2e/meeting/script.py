"""From the first digest to the meeting: who writes what when, and what has to come of it."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Final

from icalendar import Calendar

from tests.e2e.altered import AHEAD
from tests.e2e.meeting.stage import BOT, OTHER, OWNER, ZONE, Letter, wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.e2e.meeting.lines import Lines
    from tests.e2e.meeting.stage import Stage

FORTNIGHT: Final = 14


def play(stage: Stage, lines: Lines) -> list[Letter]:
    """All of it, from the first digest to the meeting; gives what was written, in order."""
    play = Play(stage)
    digest = play.go_round()
    assert lines.before in digest[0].text
    for said in (lines.hello, lines.why, lines.draft, lines.edit.format(lines.invitation)):
        assert play.ask(said)
    play.ask(lines.send)
    assert_sent_once(stage, play.letters, lines)

    play.hear(OTHER, OWNER, lines.answer)
    (told,) = play.go_round()
    assert lines.answer in told.text
    day = saturday_after_dst_change(datetime.now(ZONE).date())
    play.ask(lines.plan(day))
    assert_on_the_shelf(stage, day)

    play.let_pass(day)
    assert play.go_round()
    (met,) = play.ask(lines.met)
    assert lines.after in met.text
    assert [] == play.go_round()
    assert_sent_once(stage, play.letters, lines)
    return play.letters


class Play:
    """The course of it: `letters` is what was written so far, in order."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._ahead = 0.0
        self._heard = 0
        self.letters: list[Letter] = []

    def ask(self, text: str) -> list[Letter]:
        """The owner writes to the bot; gives what is written upon it."""
        self.hear(OWNER, BOT, text)
        return self.go_round()

    def hear(self, sender: str, to: str, text: str) -> None:
        """Somebody writes."""
        self._stage.write(sender, to, text)
        self._heard += 1
        self._listen()

    def go_round(self) -> list[Letter]:
        """One round of the daemon; gives what is written in it."""
        self._stage.context.type("run", "--once", altered={AHEAD: str(self._ahead)})
        return self._listen()

    def let_pass(self, day: date) -> None:
        """Go on at noon of the day after this one."""
        then = datetime.combine(day + timedelta(days=1), clock_time(12), ZONE)
        self._ahead = (then - datetime.now(UTC)) / timedelta(days=1)

    def _listen(self) -> list[Letter]:
        """Wait until all that was sent has arrived: every message of the outbox, once."""
        states = outbox(self._stage.context.store)
        assert {"sent"} >= set(states)
        wait_until(lambda: len(self._stage.letters()) >= self._heard + len(states))
        found = self._stage.letters()
        assert len(found) == self._heard + len(states), found
        new = list(found)
        for letter in self.letters:
            new.remove(letter)
        # What one round writes to two people has no order of its own.
        new.sort(key=lambda one: one.sender, reverse=True)
        self.letters += new
        return new


def outbox(path: Path) -> list[str]:
    """The states of all messages."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as store:
        return [state for (state,) in store.execute("SELECT state FROM outbox")]


def assert_sent_once(stage: Stage, letters: Sequence[Letter], lines: Lines) -> None:
    """The other has one message: what the owner approved, byte for byte, to nobody else."""
    approved, kept = stage.addressed(lines.invitation)
    received = [one for one in letters if OTHER in one.to]

    assert [Letter(OWNER, (OTHER,), kept)] == received
    with closing(sqlite3.connect(stage.context.store)) as store:
        rows = store.execute("SELECT body, body_sha FROM outbox WHERE kind = 'invitation'")
        assert [(approved, hashlib.sha256(approved.encode()).hexdigest())] == rows.fetchall()


def assert_on_the_shelf(stage: Stage, day: date) -> None:
    """The calendar file names the instant, on the far side of the change of the clocks."""
    (path,) = (stage.context.path / "meetings").glob("*.ics")
    (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    start = datetime.combine(day, clock_time(12, 30), ZONE)

    assert start == event.decoded("DTSTART").astimezone(UTC)
    assert start.utcoffset() != datetime.now(ZONE).utcoffset()
    assert str(event["LOCATION"]) == "Café X"


def saturday_after_dst_change(today: date) -> date:
    """The first one, but not the last but one day of a fortnight from today.

    The goal is counted by fortnights from the first digest, and the owner is asked a day later.
    """
    now = _offset(today)
    day = today
    while _offset(day) == now or day.weekday() != 5 or (day - today).days % FORTNIGHT == 13:
        day += timedelta(days=1)
    return day


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, clock_time(12), ZONE).utcoffset()
