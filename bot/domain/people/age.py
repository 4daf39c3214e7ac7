"""Detect profiles that state an age under 18, in English and French.

An age counts where the author claims it ("I'm 16", "j'ai 16 ans") or where it stands alone
between separators ("16 | she/her"). "15 years of Python" and "dev depuis 15 ans" do not count. In
doubt it counts: leaving out an adult costs less.
"""

from __future__ import annotations

import re
from typing import Final

_AGE: Final = r"1[0-7](?:[.,]\d|1\u2044\d)?"
_EN_WORDS: Final = r"(?:thir|four|fif|six|seven)teen"
_FR_WORDS: Final = r"(?:treize|quatorze|quinze|seize|dix-sept)"
_SEPARATOR: Final = r"(?:^|[|,;·•(/!.\n\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])"
_I_AM: Final = r"\b(?:i\s*['’]?\s*a?m)"
# "15 ans d'expérience", "15 ans dans le libre", "15 ans que je code" are spans of time.
_OF: Final = r"\s+(?:d['’]|d[eu]s?\b)"
_SPAN: Final = r"\s+(?:d['’]|(?:d[eu]s?|dans|en|chez|à|aux?|sur|que|comme|déjà)\b|qu['’])"
_OLD: Final = r"(?:y\.?\s?/?o\b|(?:yr|year)s?[\s-]*old\b)"
_ANS: Final = r"(?:ans|piges)\b"

_STATEMENTS: Final = (
    # I'm 16. I am 17, and … I'm just a 16 year old …
    rf"{_I_AM}\s+(?:{_AGE}|{_EN_WORDS})\s*(?=$|[^\w\s.,:%/°'’\"-]|[.,:/-](?!\d)|{_OLD})",
    rf"{_I_AM}\s+(?:{_AGE}|{_EN_WORDS})\s+(?:and|but|from|so|she|he|they|any|living|btw)\b",
    rf"(?:{_SEPARATOR}|\b(?:i\s*['’]?\s*a?m|just|only))\s*an?\s+(?:{_AGE}|{_EN_WORDS})[\s-]*{_OLD}",
    rf"{_SEPARATOR}\s*(?:{_AGE}|{_EN_WORDS})[\s-]*{_OLD}",
    rf"\baged:?\s*(?:{_AGE}|{_EN_WORDS})\b(?!\s*(?:-|–|to\b))",
    # J'ai 16 ans. Âgée de 17 ans. Lycéen de 15 ans. 16 ans, lycéenne
    rf"\b(?:j['’]ai|âgée?\s+de)\s+(?:{_AGE}|{_FR_WORDS})\s*{_ANS}(?!{_OF})",
    rf"(?<!\bun\s)(?<!\bune\s)\b(?:ado|lycéen(?:ne)?|collégien(?:ne)?|élève)\s+de\s+{_AGE}\s*{_ANS}",
    rf"{_SEPARATOR}\s*{_AGE}\s*{_ANS}(?!{_SPAN})",
    # Age: 16. Âge : 16 ans
    rf"\b(?:age|âge)\s*:?\s*{_AGE}\b\s*(?:$|{_ANS}|{_OLD}|[|,;·•)/!\n]|\.(?!\d))",
    # 16 | she/her. Not a list of numbers, as versions or districts are.
    r"(?:^|(?<!\d)[|,·•\n])\s*1[0-7]\s*(?:$|[|,·•\n](?!\s*\d))",
    # The word itself
    rf"{_I_AM}\s+a\s+minor\b(?!\s+(?!and|but|so)\w)",
    r"\bje\s+suis\s+mineure?\b(?!\s+de\b)",
    r"(?:^|[|·•(\n])\s*(?:minor|mineure?|mineur·e)\s*(?:$|[|·•)\n])",
)
_MINOR: Final = re.compile("|".join(_STATEMENTS), re.IGNORECASE)


def states_minority(text: str) -> bool:
    """Whether a profile's text (as `cleaning.seen`) states an age under 18 as the author's own."""
    return _MINOR.search(text) is not None
