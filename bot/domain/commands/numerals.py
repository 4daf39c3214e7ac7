"""Numbers in words, in English and French, in lower case and without accents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_IN_ORDER: Final = (
    "one un une|two deux|three trois|four quatre|five cinq|six|seven sept|eight huit|nine neuf"
    "|ten dix|eleven onze|twelve douze|treize|quatorze|fifteen quinze|seize|dix-sept|dix-huit"
    "|dix-neuf|vingt|vingt-et-une|vingt-deux|vingt-trois"
)
NUMBERS: Final = {
    name: number
    for number, names in enumerate(_IN_ORDER.split("|"), start=1)
    for name in names.split()
}
"""Of people, of meetings, of hours, and in durations."""


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


NUMBER_WORDS: Final = any_of(NUMBERS)
"""A pattern for numbers in words."""
