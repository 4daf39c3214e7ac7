"""Where an invitation is, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.invitation import State
from bot.text import dates, draft
from bot.text.catalogue import marked
from bot.text.defuse import defuse

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.identity import Person
    from bot.domain.invitation import Invitation, Plan
    from bot.text.catalogue import Catalogue

_SENTENCES: Final = {
    State.SUGGESTED: marked("{name}: suggested, nothing drafted yet"),
    State.DRAFTED: marked("{name}: drafted, not sent"),
    State.APPROVED: marked("{name}: yours to send since {since}"),
    State.SENT: marked("{name}: sent on {since}, no answer yet"),
    State.ANSWERED: marked("{name}: answered on {since}"),
    State.PLANNED: marked("{name}: {plan}"),
    State.MET: marked("{name}: you met"),
    State.DECLINED: marked("{name}: declined on {since}"),
    State.LAPSED: marked("{name}: nothing came of it"),
}


def line(
    invitation: Invitation, person: Person, zone: ZoneInfo, now: datetime, words: Catalogue
) -> str:
    """`Alice: sent on 3 December, no answer yet`."""
    name = draft.called(person)
    if invitation.on_its_way:
        return words.say("{name}: on its way", name=name)
    since = invitation.answered_at if invitation.state is State.ANSWERED else None
    day = (since or invitation.at).astimezone(zone).date()
    return words.say(
        _SENTENCES[invitation.state],
        name=name,
        since=dates.date_of(day, now.astimezone(zone).date(), words),
        plan=planned(invitation.plan, zone, words) if invitation.plan else "",
    )


def planned(plan: Plan, zone: ZoneInfo, words: Catalogue) -> str:
    """`Saturday 5 December at 12:30, Café X`."""
    when = dates.moment(plan.start, zone, words)
    return f"{when}, {defuse(plan.place)}" if plan.place else when
