"""A cue in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.draft import naming
from bot.text.language import dates
from bot.text.safety.links import shown

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.people.identity import Person
    from bot.domain.talk.cue import Cue
    from bot.text.language.catalogue import Catalogue


def line(cue: Cue, person: Person, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """`Bruno asked you on Thursday: “Which compost bin do you use?” No answer yet: LINK`."""
    day, today = cue.asked_at.astimezone(zone).date(), now.astimezone(zone).date()
    said = words.say(
        "{name} asked you {day}: “{question}” No answer yet",
        name=naming.called(person),
        day=dates.on(day, today, words),
        question=naming.asked(cue.text),
    )
    link = shown(cue.url)
    return words.say("{sentence}: {link}", sentence=said, link=link) if link else f"{said}."
