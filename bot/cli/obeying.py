"""Doing on the command line what a direct message would do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from bot.cli.terminal import echo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.cli.session import Session
    from bot.domain.commands import Command, Verb
    from bot.text.catalogue import Catalogue

PERSON: Final = click.argument("person")


async def obey(session: Session, asked: Command | Callable[[Catalogue], Command]) -> None:
    """Do what a command says and print the answer; a command may wait for the owner's language.

    Raises:
        UserError: it cannot be done as things stand; nothing was done.
        UndeliveredError: an invitation was approved, and is not out yet or will not go out.
    """
    from bot.services.obey import do

    async with session.home() as home:
        echo(await do(home, asked(home.wishes.words) if callable(asked) else asked))


def typed(verb: Verb, person: str | None, rest: Sequence[str], words: Catalogue) -> Command:
    """The command that arguments make, read by the grammar of messages.

    A shell's `person` may be a name, which that grammar does not read: it is shown a number.

    Raises:
        ImpossibleError: the grammar does not read the rest.
    """
    from bot.domain.commands import Command, Verb, understand, word_for
    from bot.errors import ImpossibleError
    from bot.text import manual
    from bot.text.catalogue import marked

    said = _sound(" ".join(rest))
    target = () if person is None else ("1:" if verb is Verb.EDIT else "1",)
    asked = understand(" ".join((word_for(verb, words.language), *target, said)))
    if not isinstance(asked, Command) or asked.verb is not verb:
        raise ImpossibleError(
            marked("“{said}” does not fit. {example}"),
            said=said,
            example=manual.line(verb, words),
        )
    return asked if person is None else replace(asked, targets=(person,))


def _sound(text: str) -> str:
    from bot.errors import UserError

    try:
        text.encode()
    except UnicodeEncodeError as problem:
        message = "That is no text in UTF-8, so nothing was done with it."
        raise UserError(message) from problem
    return text
