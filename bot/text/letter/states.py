"""The state of an invitation in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import State
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.meeting.invitation import Invitation, Plan
    from bot.domain.people.identity import Person
    from bot.text.language.catalogue import Catalogue

_SENTENCES: Final = {
    State.SUGGESTED: marked("suggested, nothing drafted yet"),
    State.DRAFTED: marked("drafted, not sent"),
    State.APPROVED: marked("yours to send (since {since})"),
    State.SENT: marked("sent on {since}, no answer yet"),
    State.ANSWERED: marked("answered on {since}"),
    State.MET: marked("you met"),
    State.DECLINED: marked("declined on {since}"),
    State.LAPSED: marked("nothing came of it"),
}


_ANSWER_SENT: Final = marked("your answer is sent")
_TOGETHER: Final = {
    State.ANSWERED: marked("You have an answer from: {names}"),
    State.SENT: marked("Invited, no answer yet: {names}"),
    State.MET: marked("You met: {names}"),
    State.DECLINED: marked("It is a no: {names}"),
    State.LAPSED: marked("Nothing came of it: {names}"),
}
"""The lines for several invitations in one state, in this order."""


def lines(
    earlier: Sequence[tuple[Person, Invitation]], zone: ZoneInfo, now: datetime, words: Catalogue
) -> list[str]:
    """The states of several invitations: a line for each plan, and one for each other state.

    `Alice: Saturday 5 December at 12:30, Café X`, `Invited, no answer yet: Bruno (3 December)`.
    """
    found = [
        line(invitation, person, zone, now, words)
        for person, invitation in earlier
        if invitation.on_its_way or invitation.state not in _TOGETHER
    ]
    for state, sentence in _TOGETHER.items():
        names = [
            _dated(invitation, person, zone, now, words)
            for person, invitation in earlier
            if invitation.state is state
        ]
        if names:
            found.append(words.say(sentence, names=", ".join(names)))
    return found


def line(
    invitation: Invitation, person: Person, zone: ZoneInfo, now: datetime, words: Catalogue
) -> str:
    """`Alice: sent on 3 December, no answer yet`."""
    how = how_it_stands(invitation, zone, now, words)
    return words.say("{name}: {how}", name=naming.called(person), how=how)


def how_it_stands(invitation: Invitation, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """`sent on 3 December, no answer yet`."""
    if invitation.on_its_way:
        return words.say("on its way")
    if invitation.settles:
        return words.say(_ANSWER_SENT)
    if invitation.state is State.PLANNED:
        return planned(invitation.plan, zone, words) if invitation.plan else ""
    since = _since(invitation, zone, now, words)
    return words.say(_SENTENCES[invitation.state], since=since)


def _dated(
    invitation: Invitation, person: Person, zone: ZoneInfo, now: datetime, words: Catalogue
) -> str:
    """`Alice (3 December)`; the day only while an invitation waits."""
    name = naming.called(person)
    if invitation.state not in {State.SENT, State.ANSWERED}:
        return name
    return f"{name} ({_since(invitation, zone, now, words)})"


def _since(invitation: Invitation, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    answered = invitation.answered_at if invitation.state is State.ANSWERED else None
    day = (answered or invitation.at).astimezone(zone).date()
    return dates.date_of(day, now.astimezone(zone).date(), words)


def planned(plan: Plan, zone: ZoneInfo, words: Catalogue) -> str:
    """`Saturday 5 December at 12:30, Café X`."""
    when = dates.moment(plan.start, zone, words)
    return f"{when}, {defuse(plan.place)}" if plan.place else when
