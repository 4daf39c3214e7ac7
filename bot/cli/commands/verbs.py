"""The verbs of messages as subcommands: `terrasse send 1` does what the message `send 1` does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import echo
from bot.domain.commands.verbs import HOME, VERBS, People, Rest, Verb
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.cli.session import Session

HIGHEST: Final = 99
"""Digests number people and events from 1 to this."""


def command_of(verb: Verb) -> click.Command:
    """The subcommand for a verb."""
    entry = VERBS[verb]

    @command
    async def run(
        session: Session,
        *,
        people: str | tuple[str, ...] | None = None,
        other: str | None = None,
        rest: str | int | tuple[str, ...] | None = None,
        reply: bool = False,
    ) -> None:
        from bot.domain.commands.shapes import is_home
        from bot.services.obey.messages import do
        from bot.services.obey.spoken import command_from

        targets = (*_as_tuple(people), *_as_tuple(other))
        if entry.people is People.ONE_OR_HOME and is_home(targets[0].casefold()):
            targets = (HOME,)
        text = "reply" if reply else " ".join(_as_tuple(rest))
        if entry.rest is Rest.TEXT:
            targets = tuple(target.removesuffix(":") for target in targets)
            text = _standard_input() if text == "-" else text
        async with session.context() as context:
            asked = command_from(verb, targets, _sound(text), context.wishes.words)
            echo(await do(context, asked))

    params = [*_PEOPLE[entry.people], *_REST[entry.rest]]
    return click.Command(verb.value, callback=run, params=params, help=entry.usage)


_PEOPLE: Final[Mapping[People, Sequence[click.Parameter]]] = {
    People.NONE: (),
    People.ONE: (click.Argument(["people"], metavar="PERSON"),),
    People.ONE_AT_MOST: (click.Argument(["people"], metavar="[PERSON]", required=False),),
    People.ONE_OR_HOME: (click.Argument(["people"], metavar="PERSON|home"),),
    People.TWO: (
        click.Argument(["people"], metavar="PERSON"),
        click.Argument(["other"], metavar="OTHER"),
    ),
    People.SOME: (click.Argument(["people"], metavar="PERSON...", nargs=-1, required=True),),
}
_REST: Final[Mapping[Rest, Sequence[click.Parameter]]] = {
    Rest.NOTHING: (),
    Rest.NUMBER: (click.Argument(["rest"], metavar="NUMBER", type=click.IntRange(1, HIGHEST)),),
    Rest.PERIOD: (click.Argument(["rest"], metavar="[DURATION]...", nargs=-1),),
    Rest.REPLY: (
        click.Argument(["rest"], metavar="[reply]", nargs=-1),
        click.Option(
            ["--reply"], is_flag=True, help="In public, as a reply in the thread you share."
        ),
    ),
    Rest.TEXT: (click.Argument(["rest"], metavar="TEXT...", nargs=-1, required=True),),
    Rest.PLACE: (click.Argument(["rest"], metavar="PLACE...", nargs=-1, required=True),),
    Rest.MEETING: (click.Argument(["rest"], metavar="DAY TIME [PLACE]", nargs=-1, required=True),),
    Rest.JOURNEY: (click.Argument(["rest"], metavar="PLACE DAYS...", nargs=-1, required=True),),
    Rest.FREQUENCY: (click.Argument(["rest"], metavar="[FREQUENCY]...", nargs=-1),),
    Rest.EVERYTHING: (
        click.Argument(
            ["rest"],
            metavar="[everything]",
            required=False,
            type=click.Choice(["everything", "tout"]),
        ),
    ),
}
"""For what follows the verbs that have a subcommand."""


def _as_tuple(value: str | int | tuple[str, ...] | None) -> tuple[str, ...]:
    """The words of an argument, as click gives it: one or several."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _standard_input() -> str:
    from bot.errors import UserError

    try:
        return sys.stdin.buffer.read().decode().strip()
    except UnicodeDecodeError as problem:
        raise UserError(
            marked("The standard input is not text in UTF-8, so nothing was done with it.")
        ) from problem


def _sound(text: str) -> str:
    from bot.errors import UserError

    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise UserError(
            marked("That is not text in UTF-8, so nothing was done with it.")
        ) from problem
    return text
