"""Text as people see it, without what machines hide in it.

Profiles are read for marks and ages as a person reads them: a zero-width space, a soft hyphen or a
joiner within `#nobot` makes no difference to the eye.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt) that are no format characters
# (Cf), and the blank Braille pattern.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_DASHES: Final = re.compile(
    "[\u00ad\u02d7\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]"
)
_HASHES: Final = re.compile("[\uff03\ufe5f\u266f]")


def cleaned(text: str) -> str:
    """The text in compatibility form (NFKC), without characters that nobody sees.

    Kept are line breaks and tabs; dashes and hash signs of all kinds become `-` and `#`.
    """
    text = _UNSEEN.sub("", _DASHES.sub(_as_seen, _HASHES.sub("#", text)))
    text = "".join(
        letter for letter in text if unicodedata.category(letter) != "Cf" and _is_text(letter)
    )
    return unicodedata.normalize("NFKC", text)


def bare(text: str) -> str:
    """The text without accents and strokes over its letters, for what is spelt in plain letters."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))


def _as_seen(dash: re.Match[str]) -> str:
    return "" if dash[0] == "\u00ad" else "-"  # a soft hyphen is not seen


def _is_text(letter: str) -> bool:
    return unicodedata.category(letter) != "Cc" or letter in "\n\t"
