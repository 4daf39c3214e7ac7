"""Guess whether an answer is a yes or a no. The guess only changes how a question is put."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import regex

from bot.text.language.catalogue import marked
from bot.text.language.folding import folded


class Leaning(StrEnum):
    """The guessed meaning of an answer."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


SENTENCES: Final = {
    Leaning.YES: marked("That sounds like a yes. Tell me when you have agreed on a time:"),
    Leaning.NO: marked("That may be a no. You decide:"),
    Leaning.OPEN: marked("What should I note?"),
}
"""The question about an answer, by guess."""

_YES: Final = regex.compile(
    r"\b(?:yes|yeah|yep|sure|gladly|of course|love to|sounds (?:good|great|lovely)|works for me"
    r"|with pleasure|happy to|count me in|deal"
    r"|oui|ouais|carrement|volontiers|avec (?:grand )?plaisir|bien sur|d'accord|ca marche"
    r"|ca me va|super idee|bonne idee|partante?)\b"
)
_NO: Final = regex.compile(
    r"\b(?:no(?! (?:worries|problem|doubt))|nope|sorry|afraid|rather not|can't(?! wait)|cannot"
    r"|won't|not (?:really|comfortable|for me)"
    r"|no thanks?|another time"
    r"|non|desolee?|malheureusement|pas possible|je ne (?:peux|pourrai)s? pas|je prefere pas"
    r"|une autre fois|plutot pas)\b"
)


def leaning(text: str) -> Leaning:
    """Guess the meaning of an answer; `OPEN` if it sounds like both or neither."""
    plain = folded(text).replace("’", "'")
    yes, no = _YES.search(plain) is not None, _NO.search(plain) is not None
    if yes is no:
        return Leaning.OPEN
    return Leaning.YES if yes else Leaning.NO
