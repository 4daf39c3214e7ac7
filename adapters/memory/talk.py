"""What people in the village say: sentences from `talk_en.toml` and `talk_fr.toml`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences on one subject, by their place in a thread."""

    name: str
    openers: tuple[str, ...]
    answers: tuple[str, ...]
    returns: tuple[str, ...]
    closings: tuple[str, ...]


class Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sentences in one language. `game` is one thread, line by line."""

    topics: tuple[Topic, ...]
    game: tuple[str, ...]


@cache
def talk(language: str) -> Talk:
    """The sentences of a language, `en` or `fr`."""
    source = resources.files("adapters.memory") / f"talk_{language}.toml"
    return msgspec.toml.decode(source.read_bytes(), type=Talk)
