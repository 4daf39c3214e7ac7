from __future__ import annotations

import pytest

from bot.domain.commands import Command, Verb, understand
from bot.text.catalogue import LANGUAGES, catalogue
from bot.text.manual import line


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_verb_is_understood(verb: Verb, language: str) -> None:
    said = line(verb, catalogue(language))
    example = said if verb is Verb.EDIT else said.replace("\u00a0", " ").partition(": ")[0]

    understood = understand(example)

    assert isinstance(understood, Command)
    assert understood.verb is verb
