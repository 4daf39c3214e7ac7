"""Carry out `goal`, `pause` and `resume`."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.meeting.goal import Goal, progress
from bot.domain.schedule import Period, instant
from bot.domain.schedule import Unit as Span
from bot.services.owner.undo import Undoable
from bot.text.language import dates
from bot.text.letter import goals

if TYPE_CHECKING:
    from bot.domain.meeting.goal import Progress
    from bot.ports import Unit
    from bot.services.context import Context

GOAL: Final = "goal"
PAUSED: Final = "paused"
PAUSE_ENDS: Final = "pause-ends"
"""The instant at which the pause ends by itself; not set if it has no end."""


async def goal_of(context: Context, unit: Unit) -> Goal:
    """The goal that the owner last set, or else that of the config file."""
    said = await unit.preferences.get(GOAL)
    if said is None:
        return context.wishes.goal
    meetings, count, span = json.loads(said)
    return Goal(meetings, Period(count, Span(span)))


async def progress_of(context: Context, unit: Unit) -> Progress:
    """The progress toward the goal."""
    today = context.clock.now().astimezone(context.owner.zone).date()
    began = await unit.suggestions.began()
    return progress(
        await goal_of(context, unit),
        await unit.meetings.all(),
        began=today if began is None else began.astimezone(context.owner.zone).date(),
        today=today,
    )


async def is_paused(unit: Unit, now: datetime) -> bool:
    """Whether digests and questions are paused."""
    ends = await unit.preferences.get(PAUSE_ENDS)
    is_over = ends is not None and datetime.fromisoformat(ends) <= now
    return not is_over and await unit.preferences.get(PAUSED) is not None


async def say_goal(context: Context, unit: Unit, meetings: int, every: Period) -> str:
    """Set a goal, which replaces that of the config file; returns the answer."""
    undoable = Undoable(unit, Verb.GOAL.value, context.clock.now())
    await undoable.prefer(GOAL, json.dumps([meetings, every.count, every.unit.value]))
    await undoable.done()
    return await say_progress(context, unit)


async def say_progress(context: Context, unit: Unit) -> str:
    """The progress toward the goal, in a sentence."""
    return goals.sentence(await progress_of(context, unit), context.wishes.words)


async def say_pause(context: Context, unit: Unit, period: Period | None) -> str:
    """Pause digests and questions until `resume`, or for a period; returns the answer."""
    words, zone = context.wishes.words, context.owner.zone
    undoable = Undoable(unit, Verb.PAUSE.value, context.clock.now())
    today = undoable.at.astimezone(zone).date()
    last = None if period is None else period.after(today)
    ends = None if last is None else instant(datetime.combine(last, time.min), zone)
    await undoable.prefer(PAUSED, undoable.at.isoformat())
    await undoable.prefer(PAUSE_ENDS, None if ends is None else ends.isoformat())
    await undoable.done()
    if last is None:
        return words.say("I’ll stay quiet until you write resume.")
    return words.say(
        "I’ll stay quiet until {until}, or until you write resume.",
        until=dates.date_of(last, today, words),
    )


async def say_resume(context: Context, unit: Unit) -> str:
    """End the pause; returns the answer."""
    undoable = Undoable(unit, Verb.RESUME.value, context.clock.now())
    if not await is_paused(unit, undoable.at):
        return context.wishes.words.say("There was no pause.")
    await undoable.prefer(PAUSED, None)
    await undoable.done()
    return context.wishes.words.say("Digests are back on.")
