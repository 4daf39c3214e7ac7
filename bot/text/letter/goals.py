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
    """`one meeting this fortnight: 0 of 1`."""
    return words.count(
        "one meeting {period}: {met} of {n}",
        "{n} meetings {period}: {met} of {n}",
        progress.goal.meetings,
        period=this(progress.goal.every, words),
        met=progress.met,
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
