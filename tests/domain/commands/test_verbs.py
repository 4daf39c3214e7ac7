"""The table of verbs, against what is made from it."""

from __future__ import annotations

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.lexicon import vocabulary
from bot.domain.commands.message import understand
from bot.domain.commands.tokens import words
from bot.domain.commands.verbs import VERBS, Effect, Verb
from bot.services.obey.commands import HANDLERS
from bot.text.language.catalogue import LANGUAGES, catalogue


def test_every_verb_is_in_the_table() -> None:
    assert list(Verb) == list(VERBS)


def test_each_verb_has_exactly_one_handler() -> None:
    assert set(Verb) == set(HANDLERS)


def test_no_word_is_that_of_two_verbs() -> None:
    verbs: dict[str, Verb] = {}
    for verb, entry in VERBS.items():
        for name in {words(name)[0].plain for names in entry.words.values() for name in names}:
            assert verbs.setdefault(name, verb) is verb

    assert verbs == {name: verb for name, (verb, _) in vocabulary().items()}


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_has_the_help_of_a_subcommand_if_it_changes_something(verb: Verb) -> None:
    assert bool(VERBS[verb].usage) is (VERBS[verb].effect is Effect.CHANGES)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_verb_is_understood(verb: Verb, language: str) -> None:
    line = catalogue(language).say(VERBS[verb].line)
    example = line if verb is Verb.EDIT else line.replace("\u00a0", " ").partition(": ")[0]

    understood = understand(example)

    assert isinstance(understood, Command)
    assert understood.verb is verb
