"""The last line of a message to the owner: its part and its ref, by which it is read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.text.language.catalogue import marked
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from bot.text.language.catalogue import Catalogue

ABOUT_REF: Final = marked(
    "The ref at the end of a message lets me find it again, so that nothing is sent twice."
)
_LAST_LINE: Final = re.compile(
    r"(?:^|\n)\s*(?:\d+/\d+ · )?(?:r[eé]f\.? )?"
    r"(?=[a-z0-9]*[0-9])(?=[a-z0-9]*[a-z])([a-z0-9]{6})\s*$"
)
"""In any language; `bot.bootstrap.new_ref` makes the ref. Older messages have no word before it."""


def signed(text: str, ref: str, words: Catalogue, *, part: int = 1, total: int = 1) -> str:
    """The text of a message with its last line: `2/3 · ref k3f9q2`."""
    mark = words.say("ref {ref}", ref=ref)
    return f"{text}{GAP}{part}/{total} · {mark}" if total > 1 else f"{text}{GAP}{mark}"


def room(words: Catalogue, total: int = 1) -> str:
    """A last line as long as any of so many messages."""
    return signed("", "x" * 6, words, part=total, total=total)


def unsigned(body: str) -> str:
    """The text of a message without its last line."""
    return _LAST_LINE.sub("", body).rstrip()


def ref_in(body: str) -> str | None:
    """The ref in the last line of a message; `None` if it has none: it was written by hand."""
    found = _LAST_LINE.search(body)
    return found and found[1]
