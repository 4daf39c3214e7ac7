"""Sentences that can be said in other languages: the English text in the code is the key."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("en", "fr")
"""Those that sentences are said in, the first one being their own."""


def marked(message: str) -> str:
    """Return the message unchanged; the call marks it for extraction (gettext's `N_`)."""
    return message


class Sentence(str):
    """A sentence, in English as a string; `bot.text.language.catalogue` says it in other languages.

    `text` has `{…}` for `values`, which may be sentences themselves.
    """

    __slots__ = ("text", "values")

    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, /, **values: object) -> Sentence:  # noqa: PYI034 (never a subclass)
        """Fill in the `{…}` of `text`, which is `marked`."""
        self = super().__new__(cls, text.format(**values) if values else text)
        self.text = text
        self.values = values
        return self


def joined(*sentences: str, between: str = " ") -> Sentence:
    """Several sentences, one after the other; those that are empty are left out."""
    said = {f"s{number}": sentence for number, sentence in enumerate(sentences) if sentence}
    return Sentence(between.join(f"{{{name}}}" for name in said), **said)


def all_of(*names: str) -> Sentence:
    """`this and that and the other`."""
    first, *others = names
    said = Sentence("{first}", first=first)
    for other in others:
        said = Sentence(marked("{first} and {second}"), first=said, second=other)
    return said


_FAULTS: Final = frozenset(
    {
        marked("Permission denied"),
        marked("Operation not permitted"),
        marked("No such file or directory"),
        marked("Not a directory"),
        marked("Is a directory"),
        marked("File exists"),
        marked("File name too long"),
        marked("Too many levels of symbolic links"),
        marked("Too many open files"),
        marked("No space left on device"),
        marked("Disk quota exceeded"),
        marked("Read-only file system"),
        marked("Input/output error"),
        marked("Device or resource busy"),
        marked("No such device or address"),
        marked("Invalid argument"),
        marked("Address already in use"),
        marked("Cannot assign requested address"),
        marked("Connection refused"),
        marked("Connection reset by peer"),
        marked("Connection timed out"),
        marked("Network is unreachable"),
        marked("No route to host"),
        marked("Broken pipe"),
        marked("it is not a regular file"),
    }
)


def reason(error: OSError) -> Sentence:
    """What the system says about a failure; in other languages where it is a common one."""
    written = error.strerror or str(error)
    usual = "" if error.errno is None else os.strerror(error.errno)
    common = next((said for said in (written, usual) if said in _FAULTS), None)
    return Sentence(common) if common else Sentence("{said}", said=written)
