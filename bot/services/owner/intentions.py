"""What the owner says of the bot itself: the goal, and a pause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.meeting.goal import Goal, progress
from bot.domain.schedule import Period
from bot.domain.schedule import Unit as Span
from bot.services.owner.undo import Deed
from bot.text.letter import goals

if TYPE_CHECKING:
    from bot.domain.meeting.goal import Progress
    from bot.ports import Unit
    from bot.services.context import Home

GOAL: Final = "goal"
PAUSED: Final = "paused"


async def goal_of(home: Home, unit: Unit) -> Goal:
    """What the owner last said, or what the file says."""
    said = await unit.preferences.get(GOAL)
    if said is None:
        return home.wishes.goal
    meetings, count, span = json.loads(said)
    return Goal(meetings, Period(count, Span(span)))


async def progress_of(home: Home, unit: Unit) -> Progress:
    """How far the goal is reached by now."""
    today = home.clock.now().astimezone(home.owner.zone).date()
    began = await unit.suggestions.began()
    return progress(
        await goal_of(home, unit),
        await unit.meetings.all(),
        began=today if began is None else began.astimezone(home.owner.zone).date(),
        today=today,
    )


async def is_paused(unit: Unit) -> bool:
    """Whether the owner wants to hear nothing but answers."""
    return await unit.preferences.get(PAUSED) is not None


async def say_goal(home: Home, unit: Unit, meetings: int, every: Period) -> str:
    """Set another goal: it wins over the file."""
    deed = Deed(unit, Verb.GOAL.value, home.clock.now())
    await deed.prefer(GOAL, json.dumps([meetings, every.count, every.unit.value]))
    await deed.done()
    return await say_progress(home, unit)


async def say_progress(home: Home, unit: Unit) -> str:
    """How far the goal is reached, in a sentence."""
    return goals.sentence(await progress_of(home, unit), home.wishes.words)


async def say_pause(home: Home, unit: Unit) -> str:
    """No digests and no questions, until `resume`."""
    deed = Deed(unit, Verb.PAUSE.value, home.clock.now())
    await deed.prefer(PAUSED, deed.at.isoformat())
    await deed.done()
    return home.wishes.words.say("I’ll stay quiet until you write resume.")


async def say_resume(home: Home, unit: Unit) -> str:
    """Digests again, at the next occurrence."""
    if not await is_paused(unit):
        return home.wishes.words.say("There was no pause.")
    deed = Deed(unit, Verb.RESUME.value, home.clock.now())
    await deed.prefer(PAUSED, None)
    await deed.done()
    return home.wishes.words.say("Digests are back on.")
