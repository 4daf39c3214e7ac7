"""Whether an answer sounds like a yes or a no: a guess, to phrase a question with.

It is never acted on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import regex

from bot.text.language.catalogue import marked
from bot.text.language.folding import folded


class Leaning(StrEnum):
    """Which way an answer leans."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


SENTENCES: Final = {
    Leaning.YES: marked("That sounds like a yes. Tell me when you have agreed on a time:"),
    Leaning.NO: marked("That may be a no. You decide:"),
    Leaning.OPEN: marked("What should I note?"),
}
"""What is asked about an answer that leans so."""

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
    """Which way an answer leans; open, where it sounds like both or neither."""
    plain = folded(text).replace("’", "'")
    yes, no = _YES.search(plain) is not None, _NO.search(plain) is not None
    if yes is no:
        return Leaning.OPEN
    return Leaning.YES if yes else Leaning.NO
