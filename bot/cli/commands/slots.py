"""`slots` and `trips`: when and where the owner may meet somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import Styled, echo, echo_json

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.domain.meeting.slot import Slot
    from bot.services.context import Context


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The slots and the notes as JSON.")
@command
async def slots(session: Session, *, as_json: bool) -> None:
    """List the times that an invitation would propose now, and why others are missing."""
    from bot.cli.output import instant, wrapped
    from bot.services.invite.slots import propose, taken

    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            engaged = await taken(context, unit)
        proposals = await propose(context, engaged)
    if as_json:
        found = [
            {
                "start": instant(slot.start),
                "end": instant(slot.end),
                "label": slot.label,
                "tentative": slot.tentative,
            }
            for slot in proposals.slots
        ]
        echo_json({"slots": found, "notes": list(proposals.notes)})
        return
    for slot in proposals.slots:
        echo(wrapped(_line(slot, context)))
    for note in proposals.notes:
        echo(Styled(wrapped(f"– {note}"), dim=True))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Home and trips as JSON.")
@command
async def trips(session: Session, *, as_json: bool) -> None:
    """Show where you live, and your trips: those you said, and those of your calendars."""
    from bot.cli.output import city_json, wrapped
    from bot.services.invite.slots import read_agendas
    from bot.services.owner.trips import say_trips, stays_of

    async with session.context() as context:
        await read_agendas(context)
        async with context.store.unit(context.owner) as unit:
            stays = await stays_of(context, unit)
            said = await say_trips(context, unit)
    if not as_json:
        for line in said.splitlines():
            echo(wrapped(line))
        return
    echo_json(
        {
            "home": stays.home and city_json(stays.home),
            "trips": [
                {
                    **city_json(trip.city),
                    "first": trip.first.isoformat(),
                    "last": trip.last.isoformat(),
                    "calendar": trip.calendar or None,
                }
                for trip in stays.trips
            ],
        }
    )


def _line(slot: Slot, context: Context) -> str:
    from bot.text.language import dates

    words = context.wishes.words
    start, end = (at.astimezone(context.owner.zone) for at in (slot.start, slot.end))
    perhaps = words.say(" (a calendar has something there, perhaps)") if slot.tentative else ""
    return dates.span(start, end, words) + (f", {slot.label}" if slot.label else "") + perhaps
