"""`trips`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Home and trips as JSON.")
@command
async def trips(session: Session, *, as_json: bool) -> None:
    """Show where you live, and your trips: those you said, and those of your calendars."""
    from bot.cli.output import city_json
    from bot.services.invite.slots import read_agendas
    from bot.services.owner.trips import say_trips, stays_of

    async with session.context() as context:
        await read_agendas(context)
        async with context.store.unit(context.owner) as unit:
            stays = await stays_of(context, unit)
            said = await say_trips(context, unit)
    if not as_json:
        echo(said)
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
