"""The command that a verb, people and a text make: for forms and arguments, which part them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.command import Command
from bot.domain.commands.grammar import read_rest
from bot.domain.commands.verbs import VERBS
from bot.errors import ImpossibleError
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.commands.verbs import Verb
    from bot.text.language.catalogue import Catalogue


def command_from(verb: Verb, targets: Sequence[str], text: str, words: Catalogue) -> Command:
    """The command; `text` is what follows the people, as in a message.

    Raises:
        ImpossibleError: the text does not fit the verb.
    """
    fields = read_rest(verb, text, words.language)
    if fields is None:
        raise ImpossibleError(
            marked("“{said}” does not fit. {example}"),
            said=text,
            example=words.say(VERBS[verb].line),
        )
    return Command(**{"verb": verb, "targets": tuple(targets), **fields})
