"""The invitation that a digest offers to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from bot.text import graphemes
from bot.text.defuse import defuse

if TYPE_CHECKING:
    from bot.domain.digest import Entry
    from bot.domain.identity import Person
    from bot.text.catalogue import Catalogue

CITED: Final = 60
"""Grapheme clusters of the cited thread."""

_MENTIONS = regex.compile(r"^(?:\s*[@＠][\w.:@-]+)+")
_SENTENCE = regex.compile(r"^.+?[.!?…](?=\s|$)")
_PLAIN_NAME = regex.compile(r"^[\p{L}\p{M}'’-]{2,}$")


def invitation(entry: Entry, words: Catalogue) -> str:
    """A short, friendly note to somebody, which cites the latest thread shared with them."""
    thread = entry.thread
    topic = cited(thread.text) if thread is not None else ""
    if thread is None:
        opening = words.say("our exchanges here made me want to carry on over a coffee.")
    elif topic:
        opening = words.say(
            "our thread about ‘{topic}’ ({link}) made me want to carry on over a coffee.",
            topic=topic,
            link=thread.url,
        )
    else:
        opening = words.say(
            "our thread ({link}) made me want to carry on over a coffee.", link=thread.url
        )
    return words.say(
        "Hi {name}, {opening} Would you like that, some afternoon, somewhere public that suits "
        "you? No worries at all if not.",
        name=first_name(entry.person),
        opening=opening,
    )


def cited(text: str) -> str:
    """The first sentence of a post, without the handles in front, short enough to be cited."""
    text = _MENTIONS.sub("", " ".join(text.split())).strip()
    first = _SENTENCE.match(text)
    text = first.group().rstrip(".") if first else text
    return graphemes.cut(defuse(text, limit=280), CITED)


def first_name(person: Person) -> str:
    """How to greet somebody: the first word of their name if it looks like one, or all of it."""
    name = called(person)
    word = name.split()[0]
    return word if _PLAIN_NAME.match(word) else name


def called(person: Person) -> str:
    """What to call somebody in a message: their name, defused, or their handle without an @."""
    return defuse(person.name) or defuse(person.accounts[0].handle.removeprefix("@"))
