"""What the owner says of the bot itself: the goal, and a pause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.meeting.goal import Goal, progress
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.services.owner.undo import Undoable
from bot.text.letter import goals

if TYPE_CHECKING:
    from bot.domain.meeting.goal import Progress
    from bot.ports import Unit
    from bot.services.context import Context

GOAL: Final = "goal"
PAUSED: Final = "paused"


async def goal_of(context: Context, unit: Unit) -> Goal:
    """What the owner last said, or what the file says."""
    said = await unit.preferences.get(GOAL)
    if said is None:
        return context.wishes.goal
    meetings, count, span = json.loads(said)
    return Goal(meetings, Period(count, Span(span)))


async def progress_of(context: Context, unit: Unit) -> Progress:
    """How far the goal is reached by now."""
    today = context.clock.now().astimezone(context.owner.zone).date()
    began = await unit.suggestions.began()
    return progress(
        await goal_of(context, unit),
        await unit.meetings.all(),
        began=today if began is None else began.astimezone(context.owner.zone).date(),
        today=today,
    )


async def is_paused(unit: Unit) -> bool:
    """Whether the owner wants to hear nothing but answers."""
    return await unit.preferences.get(PAUSED) is not None


async def say_goal(context: Context, unit: Unit, meetings: int, every: Period) -> str:
    """Set another goal: it wins over the file."""
    undoable = Undoable(unit, Verb.GOAL.value, context.clock.now())
    await undoable.prefer(GOAL, json.dumps([meetings, every.count, every.unit.value]))
    await undoable.done()
    return await say_progress(context, unit)


async def say_progress(context: Context, unit: Unit) -> str:
    """How far the goal is reached, in a sentence."""
    return goals.sentence(await progress_of(context, unit), context.wishes.words)


async def say_pause(context: Context, unit: Unit) -> str:
    """No digests and no questions, until `resume`."""
    undoable = Undoable(unit, Verb.PAUSE.value, context.clock.now())
    await undoable.prefer(PAUSED, undoable.at.isoformat())
    await undoable.done()
    return context.wishes.words.say("I shall be silent until you write resume.")


async def say_resume(context: Context, unit: Unit) -> str:
    """Digests again, at the next occurrence."""
    if not await is_paused(unit):
        return context.wishes.words.say("There was no pause.")
    undoable = Undoable(unit, Verb.RESUME.value, context.clock.now())
    await undoable.prefer(PAUSED, None)
    await undoable.done()
    return context.wishes.words.say("Digests come again.")
