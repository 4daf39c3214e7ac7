"""One line about each verb, with an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands import Verb
from bot.text.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.text.catalogue import Catalogue

_LINES: Final[Mapping[Verb, str]] = {
    Verb.LIST: marked("list: the people you talk with most"),
    Verb.WHY: marked("why 1: what a suggestion rests on; why 1 2 sets two side by side"),
    Verb.WHY_NOT: marked("why-not 1: what holds somebody back"),
    Verb.DRAFT: marked("draft 1: an invitation to look at"),
    Verb.EDIT: marked("edit 1: Hi Alice … – your own words for the invitation"),
    Verb.SEND: marked("send 1: sends the invitation; send 1 reply answers in your thread"),
    Verb.SENT: marked("sent 1: you sent the invitation yourself"),
    Verb.SNOOZE: marked("snooze 1 3w: not before three weeks are over (3d, 3w, 3m)"),
    Verb.NEVER: marked("never 1: never suggest them again"),
    Verb.KNOWN: marked("known 1 2: you already meet these people"),
    Verb.MET: marked("met 1: you met them"),
    Verb.PLANNED: marked("planned 1 saturday 12:30 Café X: when and where you will meet"),
    Verb.DECLINED: marked("declined 1: they said no"),
    Verb.WENT: marked("went 3: you were at the event"),
    Verb.UNDO: marked("undo: takes back the latest thing you said"),
    Verb.PAUSE: marked("pause: no digests until you write resume"),
    Verb.RESUME: marked("resume: digests again, after a pause"),
    Verb.TRIP: marked("trip Lyon 12-14 dec: where you will be, and when"),
    Verb.PLACE: marked("place 1 Rennes: where somebody lives, as far as you know"),
    Verb.SAME: marked("same 1 2: these two are one person"),
    Verb.UNJOIN: marked("unjoin 1: their accounts are not one person’s after all"),
    Verb.NOT_SAME: marked("not-same 1 2: these two are not one person"),
    Verb.GOAL: marked(
        "goal: how far it is reached; goal 1 every 2 weeks: how often to meet somebody"
    ),
    Verb.FORGET: marked("forget 1: removes everything about them"),
    Verb.YES: marked("yes: answers a question; yes 1 where there are several"),
    Verb.NO: marked("no: answers a question; no 1 where there are several"),
    Verb.NOT_YET: marked("not yet: answers a question; I shall ask again"),
    Verb.START: marked("start: connects you with this bot, also after a stop"),
    Verb.STOP: marked(
        "stop: no more reading and no more messages; stop everything also deletes what was kept"
    ),
    Verb.HELP: marked("help snooze: one line about a command"),
}


def line(verb: Verb, words: Catalogue) -> str:
    """What a verb does, with an example."""
    return words.say(_LINES[verb])
