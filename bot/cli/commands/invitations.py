"""`invitations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import Styled, echo, echo_json

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.services.context import Context
    from bot.services.obey.pending import Pending


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@command
async def invitations(session: Session, *, as_json: bool) -> None:
    """List open and recent invitations.

    That is those that are open, with what to say next, and those that ended in the last 30 days.
    """
    from bot.services.obey.pending import pending

    async with session.context() as context:
        found = await pending(context)
        if as_json:
            echo_json([_as_json(invitation) for invitation in found])
            return
        for invitation in found:
            echo(_line(invitation, context))
        if not found:
            echo(context.wishes.words.say("No invitation yet: a digest proposes some."))


def _line(pending: Pending, context: Context) -> str | Styled:
    from bot.cli.output import wrapped
    from bot.text.draft import naming
    from bot.text.language import dates
    from bot.text.letter import states

    zone, now, words = context.owner.zone, context.clock.now(), context.wishes.words
    today, since = (at.astimezone(zone).date() for at in (now, pending.since))
    if pending.unsure:
        name = naming.called(pending.person)
        where = words.say(
            "{name}: whether your message arrived is not known. Yes or no?", name=name
        )
    else:
        where = states.line(pending.invitation, pending.person, zone, now, words)
    line = f"{dates.date_of(since, today, words)} · {where}"
    if not pending.invitation.is_open:
        return Styled(wrapped(line), dim=True)
    following = _following(pending, words.say("saturday 12:30 Café X"))
    return wrapped(f"{line} → {following}" if following else line)


def _following(pending: Pending, when: str) -> str:
    """The command to type next, `terrasse send 1`; empty if there is none now."""
    from bot.domain.commands.spelling import spell
    from bot.domain.commands.verbs import Verb

    if pending.next is None:
        return ""
    what = spell(pending.next, "en")
    return f"terrasse {what} {when}" if pending.next.verb is Verb.PLANNED else f"terrasse {what}"


def _as_json(pending: Pending) -> dict[str, object]:
    from bot.cli.output import instant, person_json

    invitation = pending.invitation
    plan = invitation.plan
    return {
        "id": invitation.id,
        "person": person_json(pending.person),
        "number": invitation.number,
        "state": invitation.state.value,
        "since": instant(pending.since),
        "open": invitation.is_open,
        "on_its_way": invitation.on_its_way,
        "unsure": pending.unsure,
        "sent": instant(invitation.sent_at),
        "answered": instant(invitation.answered_at),
        "plan": None
        if plan is None
        else {"start": instant(plan.start), "place": plan.place, "cancelled": plan.cancelled},
        "next": None if pending.next is None else [pending.next.verb.value, *pending.next.targets],
    }
