"""Names and citations in drafts and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from bot.domain.talk.cue import asks
from bot.text.safety.defuse import ISOLATES, defuse

if TYPE_CHECKING:
    from bot.domain.people.identity import Person

CITED: Final = 60
"""Grapheme clusters of a citation."""

ASKED: Final = 120
"""Grapheme clusters of a question."""

_MENTIONS = regex.compile(r"^(?:\s*[@＠][\w.:@-]+)+")
_LINK = regex.compile(r"https?://\S+")
_SENTENCE = regex.compile(r"^.+?[.!?…](?=\s|$)")
_SENTENCES = regex.compile(r"\S.*?[.!?؟？…]+(?=\s|$)|\S.*$")  # noqa: RUF001 (people type it)
_PLAIN_NAME = regex.compile(r"^[\p{L}\p{M}'’-]{2,}$")


def cited(text: str, limit: int = CITED) -> str:
    """The first sentence of a post without links and leading handles, shortened to `limit`."""
    text = _MENTIONS.sub("", " ".join(_LINK.sub("", text).split())).strip()
    first = _SENTENCE.match(text)
    text = first.group().rstrip(".") if first else text
    return defuse(text, limit)


def asked(text: str, limit: int = ASKED) -> str:
    """The first question in a post without links and leading handles, shortened to `limit`."""
    text = _MENTIONS.sub("", " ".join(_LINK.sub("", text).split())).strip()
    question = next((sentence for sentence in _SENTENCES.findall(text) if asks(sentence)), text)
    return defuse(question, limit)


def first_name(person: Person) -> str:
    """How to greet somebody: the first word of their name if it is plain, or the whole name."""
    name = called(person)
    word = name.strip(ISOLATES).split()[0]
    return defuse(word) if _PLAIN_NAME.match(word) else name


def called(person: Person) -> str:
    """What to call somebody in a message: their name, defused, or their handle without an @."""
    first = person.accounts[0]
    return defuse(first.display_name) or defuse(first.handle.removeprefix("@")) or "?"
