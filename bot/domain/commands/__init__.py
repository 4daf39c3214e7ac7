"""What the owner writes to the bot, read without guessing."""

from __future__ import annotations

from bot.domain.commands.command import Command, Unclear, Verb
from bot.domain.commands.grammar import WORDS, read, spell, word_for
from bot.domain.commands.suggestion import suggest

__all__ = ["WORDS", "Command", "Unclear", "Verb", "spell", "understand", "word_for"]


def understand(text: str) -> Command | Unclear:
    """Read a message to the bot. What is not a command to the last word has no effect."""
    return read(text) or Unclear(suggest(text))
