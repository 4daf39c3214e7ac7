"""Words for what the owner probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.domain.sentence import Sentence, marked

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, whatever its case, if one is like it at all."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[found[0]] if found else None


def did_you_mean(choice: str | None) -> Sentence:
    """A sentence to end a message with, led by a space; empty without a choice."""
    return Sentence(marked(" Did you mean “{choice}”?"), choice=choice) if choice else Sentence("")
