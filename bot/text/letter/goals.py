"""The goal and its progress in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.schedule import Unit

if TYPE_CHECKING:
    from bot.domain.meeting.goal import Progress
    from bot.domain.schedule import Period
    from bot.text.language.catalogue import Catalogue

FORTNIGHT = 2


def line(progress: Progress, words: Catalogue) -> str:
    """`one meeting this fortnight: 0 of 1`, `goal this fortnight: one meeting, and you had 2`."""
    goal, met, period = progress.goal.meetings, progress.met, this(progress.goal.every, words)
    if not goal:
        return words.count(
            "no goal, and one meeting {period}",
            "no goal, and {n} meetings {period}",
            met,
            period=period,
        )
    if met > goal:
        return words.count(
            "goal {period}: one meeting, and you had {met}",
            "goal {period}: {n} meetings, and you had {met}",
            goal,
            period=period,
            met=met,
        )
    return words.count(
        "one meeting {period}: {met} of {n}",
        "{n} meetings {period}: {met} of {n}",
        goal,
        period=period,
        met=met,
    )


def sentence(progress: Progress, words: Catalogue) -> str:
    """The same line as a sentence, with a capital and a full stop."""
    text = line(progress, words)
    return f"{text[0].upper()}{text[1:]}."


def this(every: Period, words: Catalogue) -> str:
    """`this week`, `this fortnight`, `in these 10 days`."""
    if every.unit is Unit.WEEK and every.count == FORTNIGHT:
        return words.say("this fortnight")
    if every.unit is Unit.DAY:
        return words.count("on this day", "in these {n} days", every.count)
    if every.unit is Unit.WEEK:
        return words.count("this week", "in these {n} weeks", every.count)
    return words.count("this month", "in these {n} months", every.count)
