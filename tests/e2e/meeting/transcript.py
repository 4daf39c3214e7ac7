"""What was written, as a file that a person reads; and that this is what they read last time.

`TERRASSE_TRANSCRIPTS=write` writes the files anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.e2e.meeting.stage import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.e2e.meeting.stage import Letter

FOLDER: Final = Path(__file__).parents[1] / "transcripts"
_WEEKDAY: Final = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_MONTH: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_VOLATILE: Final = (
    (rf"(?:(?:{_WEEKDAY}) )?\b(?:\d\d?|1er) (?:{_MONTH})\b(?: 20\d\d)?", "[day]"),
    (r"https?://[^\s)]+", "[link]"),
    (r"@127\.0\.0\.1:\d+", "@snac.example"),
    (r"\b(camille|alice|terrasse)\d+\.test", r"\1.test"),
    (r"(?m)^((?:\d/\d · )?(?:ref|réf\.)) [a-z0-9]{6}$", r"\1 [ref]"),
)


def assert_as_kept(name: str, letters: Iterable[Letter]) -> None:
    """Compare with the file of this name, or write it."""
    path = FOLDER / f"{name}.md"
    text = transcript(name, letters)
    if os.environ.get("TERRASSE_TRANSCRIPTS") == "write":
        path.write_text(text)

    assert gist(path.read_text()) == gist(text)


def gist(text: str) -> list[str]:
    """A transcript without what hangs on the day and the hour.

    That is where a message was parted, as dates are of other lengths, and what a score comes to:
    how many of the owner's days ago talk was depends on whether it is before four in the morning.
    """
    lines: list[str] = []
    header = ""
    for line in text.splitlines():
        if line in {"", ">", header} or re.fullmatch(r"> (?:\d/\d · )?(?:ref|réf\.) \[ref\]", line):
            continue
        if line.startswith("**"):
            header = line
        lines.append(re.sub(r"\b\d+[.,]\d\d\b", "[figure]", re.sub(r"^> @\w+ ", "> ", line)))
    return lines


def transcript(title: str, letters: Iterable[Letter]) -> str:
    """Who wrote what to whom; `[…]` stands for what is another one each time."""
    blocks = [f"# {title}"]
    for letter in letters:
        to = ", ".join(NAMES[name] for name in letter.to)
        lines = "\n".join(f"> {line}".rstrip() for line in steady(letter.text).splitlines())
        blocks.append(f"**{NAMES[letter.sender]} → {to}**\n\n{lines}")
    return "\n\n".join(blocks) + "\n"


def steady(text: str) -> str:
    """A text without what is another one each time."""
    for pattern, instead in _VOLATILE:
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text
