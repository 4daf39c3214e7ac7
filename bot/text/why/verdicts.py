"""A verdict in a sentence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.domain.ranking.reason import Reason
from bot.domain.safety.outside import safe
from bot.text.language import dates
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.domain.ranking.verdict import Verdict
    from bot.text.language.catalogue import Catalogue

_SENTENCES: Final = {
    Reason.ALLOWED: marked("Nothing stands in the way."),
    Reason.OWN_ACCOUNT: marked("This is one of your own accounts."),
    Reason.NEVER: marked("You said never."),
    Reason.BOT: marked("This account is a bot, or a group."),
    Reason.NOBOT: marked("Their profile asks bots to leave them alone (#nobot)."),
    Reason.NOINVITE: marked("Their profile asks not to be invited (#noinvite)."),
    Reason.MINOR: marked("Their profile says that they are under 18."),
    Reason.GONE: marked("This account is closed, or a memorial."),
    Reason.MOVED: marked("This account has moved to another one, and is not written to."),
    Reason.BLOCKED: marked("One of you blocks the other."),
    Reason.MUTED: marked("You mute them."),
    Reason.UNDISCOVERABLE: marked(
        "Their profile asks not to be found (not discoverable, or noindex), and you do not follow "
        "each other."
    ),
    Reason.MEMBERS_ONLY: marked(
        "They show their profile to people who are signed in only, and your account there is read "
        "without signing in."
    ),
    Reason.DECLINED: marked("They said no to an invitation."),
    Reason.KNOWN: marked("You already meet in person."),
    Reason.SNOOZED: marked("You put this off until {until}."),
    Reason.UNTOLD: marked(
        "Whether one of you blocks the other could not be asked just now. Try again later."
    ),
    Reason.UNANSWERED: marked(
        "They have never answered you: an invitation needs a reply or a quote of theirs first."
    ),
    Reason.ONE_DAY: marked(
        "So far they have talked to you on one day only: an invitation needs two days at least."
    ),
    Reason.APART: marked(
        "Up to {apart} there was a block or a mute between you; no suggestion before {until}."
    ),
    Reason.ONE_SIDED: marked("So far only one of you has talked to the other."),
    Reason.TOO_EARLY: marked(
        "It is early: {exchanges} in {weeks} so far; a suggestion needs {wanted_exchanges} in "
        "{wanted_weeks}."
    ),
    Reason.COOLDOWN: marked("I told you about them on {suggested}; not again before {until}."),
    Reason.INVITED: marked("An invitation to them is open."),
    Reason.OWED: marked("They asked you something on {asked}, and have no answer yet."),
}


_WAITING: Final = marked(
    "The digest that names them may not have been sent in full; they are not suggested again "
    "before {until}."
)
_MOVED_TO: Final = marked("This account has moved to {target}, and is not written to.")


def sentence(verdict: Verdict, zone: ZoneInfo, today: datetime, words: Catalogue) -> str:
    """Why somebody may, or may not, be suggested. `today` is the present instant, UTC."""
    values: dict[str, object] = {}
    for name, value in verdict.details.items():
        if isinstance(value, datetime):
            day, now = value.astimezone(zone).date(), today.astimezone(zone).date()
            values[name] = dates.date_of(day, now, words)
        elif isinstance(value, str):
            values[name] = safe(value)
        elif name.endswith("exchanges"):
            values[name] = words.count("{n} exchange", "{n} exchanges", value)
        else:
            values[name] = words.count("{n} week", "{n} weeks", value)
    message = _SENTENCES[verdict.reason]
    if verdict.reason is Reason.MOVED and values:
        message = _MOVED_TO
    if "waiting" in values:
        message = _WAITING
    return words.say(message, **values)
