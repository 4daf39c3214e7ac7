"""What the owner writes to the bot, read without guessing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.command import Command, Unclear, Verb

if TYPE_CHECKING:
    from bot.domain.commands.grammar import WORDS, spell, word_for

__all__ = ["WORDS", "Command", "Unclear", "Verb", "spell", "understand", "verb_of", "word_for"]

# The grammar takes its time to load, and `terrasse --help` needs verbs only.


def __getattr__(name: str) -> object:
    if name in __all__:
        from bot.domain.commands import grammar  # noqa: PLC0415

        found: object = getattr(grammar, name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def understand(text: str) -> Command | Unclear:
    """Read a message to the bot. What is not a command to the last word has no effect."""
    from bot.domain.commands.grammar import read  # noqa: PLC0415
    from bot.domain.commands.suggestion import suggest  # noqa: PLC0415

    return read(text) or Unclear(suggest(text))


def verb_of(text: str) -> Verb | None:
    """The verb that these words are, in any language, if they are nothing else."""
    from bot.domain.commands.grammar import find_verb  # noqa: PLC0415
    from bot.domain.commands.words import words  # noqa: PLC0415

    said = words(text)
    found = find_verb(said)
    return found.verb if found is not None and found.length == len(said) else None
