"""What the owner writes to the bot, read without guessing."""

from __future__ import annotations

from bot.domain.commands.command import Command, Unclear, Verb
from bot.domain.commands.grammar import WORDS, find_verb, read, spell, word_for
from bot.domain.commands.suggestion import suggest
from bot.domain.commands.words import words

__all__ = ["WORDS", "Command", "Unclear", "Verb", "spell", "understand", "verb_of", "word_for"]


def understand(text: str) -> Command | Unclear:
    """Read a message to the bot. What is not a command to the last word has no effect."""
    return read(text) or Unclear(suggest(text))


def verb_of(text: str) -> Verb | None:
    """The verb that these words are, in any language, if they are nothing else."""
    said = words(text)
    found = find_verb(said)
    return found.verb if found is not None and found.length == len(said) else None
