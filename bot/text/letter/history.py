"""The history with a person: suggestions, invitations and meetings, with dates."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot.domain.meeting.invitation import State
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.letter import states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from bot.domain.meeting.goal import Meeting
    from bot.domain.meeting.invitation import Invitation
    from bot.text.language.catalogue import Catalogue

_PASSED: Final = {
    State.SENT: marked("{day}: invitation sent"),
    State.ANSWERED: marked("{day}: answered"),
    State.PLANNED: marked("{day}: planned for {plan}"),
    State.DECLINED: marked("{day}: declined"),
    State.LAPSED: marked("{day}: nothing came of it"),
}
"""States that stay in the history. `MET` is missing, as the meeting has a line of its own."""
_PRESENT: Final = {
    State.DRAFTED: marked("{day}: invitation drafted, not sent"),
    State.APPROVED: marked("{day}: invitation approved, not sent yet"),
}
"""States that are shown only while they last."""
_ANSWER_SENT: Final = marked("{day}: your answer sent")
_ORDER: Final = tuple(State)


def lines(  # noqa: PLR0913 (all that a history depends on)
    suggested: Iterable[datetime],
    invitations: Iterable[Invitation],
    meetings: Iterable[Meeting],
    *,
    zone: ZoneInfo,
    now: datetime,
    words: Catalogue,
) -> list[str]:
    """One line for each step, oldest first: `3 December: invitation sent`.

    `invitations` are all versions, by id and version. Steps that were undone are left out.
    """
    today = now.astimezone(zone).date()
    steps = [(at.astimezone(zone).date(), marked("{day}: suggested"), "") for at in suggested]
    for _, versions in groupby(invitations, key=lambda invitation: invitation.id):
        steps += _steps(tuple(versions), zone, words)
    steps += [(meeting.day, marked("{day}: you met"), "") for meeting in meetings]
    steps.sort(key=lambda step: step[0])  # steps of one day stay in their order
    return [
        words.say(message, day=dates.date_of(day, today, words), plan=plan)
        for day, message, plan in steps
    ]


def _steps(
    versions: Sequence[Invitation], zone: ZoneInfo, words: Catalogue
) -> list[tuple[date, str, str]]:
    """The steps of one invitation, in order."""
    last = versions[-1]
    if last.settles and last.sent_at is not None:
        return [(last.sent_at.astimezone(zone).date(), _ANSWER_SENT, "")]
    reached = _reached(versions)
    if last.state is State.LAPSED and not reached.keys() & {State.SENT, State.PLANNED}:
        return []  # it was never sent
    told = _PASSED | ({last.state: _PRESENT[last.state]} if last.state in _PRESENT else {})
    return [
        (
            version.at.astimezone(zone).date(),
            told[state],
            states.planned(version.plan, zone, words) if version.plan else "",
        )
        for state, version in reached.items()
        if state in told
    ]


def _reached(versions: Iterable[Invitation]) -> Mapping[State, Invitation]:
    """The version that reached each state, without undone states; a new plan replaces an old."""
    reached: dict[State, Invitation] = {}
    for version in versions:
        rank = _ORDER.index(version.state)
        reached = {state: was for state, was in reached.items() if _ORDER.index(state) <= rank}
        was = reached.get(version.state)
        if was is None or (was.plan, was.wording) != (version.plan, version.wording):
            reached[version.state] = version
    return reached
