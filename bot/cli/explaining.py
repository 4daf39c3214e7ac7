"""`why` and `why-not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.session import Session
    from bot.services.explain import Judged
    from bot.services.home import Home

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
    from bot.services import explain

    await _explain(session, person, explain.why, as_json=as_json)


@click.command(name="why-not")
@_PERSON
@_JSON
@command
async def why_not(session: Session, *, person: str, as_json: bool) -> None:
    """Say what holds PERSON back from being suggested.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.services import explain

    await _explain(session, person, explain.why_not, as_json=as_json)


async def _explain(
    session: Session, name: str, say: Callable[[Home, Judged], str], *, as_json: bool
) -> None:
    from bot.cli.output import print_json, ranked_json, wrapped
    from bot.services.decisions import find_person
    from bot.services.explain import judge

    async with session.home() as home:
        async with home.store.unit(home.owner) as unit:
            judged = await judge(home, unit, await find_person(unit, name))
        if as_json:
            print_json(ranked_json(judged.ranked, home))
        else:
            for line in say(home, judged).splitlines():
                click.echo(wrapped(line))
