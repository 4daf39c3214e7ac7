"""Error messages about templates that the owner wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.sentence import Sentence
from bot.text.language.catalogue import marked
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from bot.errors import TemplateError
    from bot.text.language.catalogue import Catalogue

FAULTY: Final = "{said}"
"""Jinja's own error message, which is in English."""
TOO_SLOW: Final = marked("it takes longer than a second.")
TOO_MUCH_MEMORY: Final = marked("it needs too much memory.")
TOO_LONG_TEXT: Final = marked("it makes a text of more than 20 kB.")
BROKEN_OFF: Final = marked("the process that renders it broke off ({code}).")
NOT_STARTED: Final = marked("the process that renders it cannot be started: {why}.")
NOT_A_FILE: Final = marked("it is not a regular file.")
UNREADABLE: Final = marked("it cannot be read: {why}.")
NOT_TEXT: Final = marked("it is not text in UTF-8.")
TOO_LARGE: Final = marked("it is larger than 20 kB.")
NOTHING_FITS: Final = marked("what it makes has more than {limit} characters, or none.")
MENTIONS: Final = marked("what it makes mentions somebody (@).")

SAID: Final = 200
"""Grapheme clusters that are shown of Jinja's error message."""


def sentence(error: TemplateError, words: Catalogue) -> str:
    """`en/coffee.txt, line 3: 'nmae' is undefined`."""
    values = {
        name: value if isinstance(value, Sentence) else defuse(str(value), SAID)
        for name, value in error.problem.values.items()
    }
    problem = words.tell(Sentence(error.problem.text, **values))
    if error.line is None:
        return words.say("{file}: {problem}", file=error.file, problem=problem)
    return words.say(
        "{file}, line {line}: {problem}", file=error.file, line=error.line, problem=problem
    )
