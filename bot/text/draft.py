"""The invitation that a digest offers to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from bot.text.defuse import ISOLATES, defuse
from bot.text.links import shown

if TYPE_CHECKING:
    from bot.domain.digest import Entry
    from bot.domain.identity import Person
    from bot.text.catalogue import Catalogue

CITED: Final = 60
"""Grapheme clusters of the cited thread."""

_MENTIONS = regex.compile(r"^(?:\s*[@＠][\w.:@-]+)+")
_LINK = regex.compile(r"https?://\S+")
_SENTENCE = regex.compile(r"^.+?[.!?…](?=\s|$)")
_PLAIN_NAME = regex.compile(r"^[\p{L}\p{M}'’-]{2,}$")


def invitation(entry: Entry, words: Catalogue) -> str:
    """A short, friendly note to somebody, which cites the latest thread shared with them."""
    thread = entry.thread
    link = "" if thread is None else shown(thread.url)
    topic = "" if thread is None else cited(thread.text)
    if not link:
        opening = words.say("our exchanges here made me want to carry on over a coffee.")
    elif topic:
        opening = words.say(
            "our thread about ‘{topic}’ ({link}) made me want to carry on over a coffee.",
            topic=topic,
            link=link,
        )
    else:
        opening = words.say(
            "our thread ({link}) made me want to carry on over a coffee.", link=link
        )
    return words.say(
        "Hi {name}, {opening} Would you like that, some afternoon, somewhere public that suits "
        "you? No worries at all if not.",
        name=first_name(entry.person),
        opening=opening,
    )


def cited(text: str) -> str:
    """The first sentence of a post, without handles in front and links, short enough to cite."""
    text = _MENTIONS.sub("", " ".join(_LINK.sub("", text).split())).strip()
    first = _SENTENCE.match(text)
    text = first.group().rstrip(".") if first else text
    return defuse(text, limit=CITED)


def first_name(person: Person) -> str:
    """How to greet somebody: the first word of their name if it looks like one, or all of it."""
    name = called(person)
    word = name.strip(ISOLATES).split()[0]
    return defuse(word) if _PLAIN_NAME.match(word) else name


def called(person: Person) -> str:
    """What to call somebody in a message: their name, defused, or their handle without an @."""
    first = person.accounts[0]
    return defuse(first.display_name) or defuse(first.handle.removeprefix("@")) or "?"
