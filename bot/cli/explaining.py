"""`why` and `why-not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.services.home import Home
    from bot.services.ranking import Ranked

_PERSON = click.argument("person")
_JSON = click.option("--json", "as_json", is_flag=True, help="The same as JSON.")


@click.command()
@_PERSON
@_JSON
@command
async def why(session: Session, *, person: str, as_json: bool) -> None:
    """Show what PERSON's place rests on: factors, evidence, links.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    async with session.home() as home:
        one, place = await _judge(home, person)
    if as_json:
        _print_json(one, home)
        return
    from bot.cli.output import evidence_line, named, verdict_line

    say = home.wishes.words.say
    click.echo(click.style(named(one.person), bold=True))
    click.echo(evidence_line(one, home))
    for link in one.score.evidence.links:
        click.echo(f"  {link}")
    factors = " × ".join(f"{name} {value:.2f}" for name, value in one.score.parts.items())
    click.echo(f"{factors} = {one.score.value:.2f}")
    if place:
        click.echo(say("Number {place} of your list.", place=place))
    click.echo(verdict_line(one, home))
    if any(stance.relationship.blocked_by is None for stance in one.relationships):
        click.echo(say("Whether they block you, the server does not say."))
    if not one.relationships:
        click.echo(say("Whether one of you blocks the other has not been asked yet."))


@click.command(name="why-not")
@_PERSON
@_JSON
@command
async def why_not(session: Session, *, person: str, as_json: bool) -> None:
    """Say what holds PERSON back from being suggested.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    async with session.home() as home:
        one, place = await _judge(home, person)
    if as_json:
        _print_json(one, home)
        return
    from bot.cli.output import named, verdict_line

    click.echo(click.style(named(one.person), bold=True))
    click.echo(verdict_line(one, home))
    if one.verdict.allowed:
        click.echo(
            home.wishes.words.say(
                "Number {place} of your list; a digest names {people} at most.",
                place=place,
                people=home.wishes.people,
            )
        )


async def _judge(home: Home, name: str) -> tuple[Ranked, int | None]:
    from bot.services.decisions import find_person
    from bot.services.ranking import current_scene

    person = await find_person(home, name)
    scene = await current_scene(home)
    order = [one.person.id for one in scene.ranked()]
    place = order.index(person.id) + 1 if person.id in order else None
    return scene.judge(person), place


def _print_json(one: Ranked, home: Home) -> None:
    from bot.cli.output import print_json, ranked_json

    print_json(ranked_json(one, home))
