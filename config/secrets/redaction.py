"""Keeping secrets out of messages, whichever key they were written under."""

from __future__ import annotations

import re
from typing import Final

from bot.domain.sentence import Sentence, marked

HIDDEN: Final = Sentence(marked("(not shown)"))

# A Bluesky app password; then tokens: a long run with digits and letters, or, where it also
# holds - or _ as base64url does, digits with letters of both cases.
_TOKEN: Final = re.compile(
    r"""(?<![a-z0-9]) [a-z0-9]{4} (?: -[a-z0-9]{4} ){3} (?![a-z0-9])
      | (?<! [A-Za-z0-9] ) (?= [A-Za-z]*[0-9] ) (?= [0-9]*[A-Za-z] ) [A-Za-z0-9]{20,} [\w=-]*
      | (?<! [\w-] ) (?= [\w-]*[0-9] ) (?= [\w-]*[a-z] ) (?= [\w-]*[A-Z] ) [\w-]{20,} =*
    """,
    re.VERBOSE | re.ASCII,
)


def looks_secret(text: str) -> bool:
    """Whether some of `text` looks like a token or an app password."""
    return _TOKEN.search(text) is not None


def discreet(text: str) -> str:
    """The text, or "(not shown)" if it looks secret."""
    return HIDDEN if looks_secret(text) else text
