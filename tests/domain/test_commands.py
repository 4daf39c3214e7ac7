from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands import WORDS, Command, Unclear, Verb, understand, word_for
from bot.domain.schedule import Period, Unit

EVERY_WORD = [
    (word, verb) for verb, spoken in WORDS.items() for words in spoken.values() for word in words
]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("why 1", Command(Verb.WHY, ("1",))),
        ("Pourquoi 1", Command(Verb.WHY, ("1",))),
        ("why #2", Command(Verb.WHY, ("2",))),
        ("pourquoi pas 2", Command(Verb.WHY_NOT, ("2",))),
        ("Why not 2", Command(Verb.WHY_NOT, ("2",))),
        ("snooze 2", Command(Verb.SNOOZE, ("2",))),
        ("snooze 2 3w", Command(Verb.SNOOZE, ("2",), Period(3, Unit.WEEK))),
        ("plus tard 2 3 semaines", Command(Verb.SNOOZE, ("2",), Period(3, Unit.WEEK))),
        ("plus-tard 2 1mois", Command(Verb.SNOOZE, ("2",), Period(1, Unit.MONTH))),
        ("NEVER 2.", Command(Verb.NEVER, ("2",))),
        ("« jamais 3 »", Command(Verb.NEVER, ("3",))),
        ("@bot@village.example never 2", Command(Verb.NEVER, ("2",))),
        ("never @alice@village.example", Command(Verb.NEVER, ("@alice@village.example",))),
        ("never alice.bsky.example", Command(Verb.NEVER, ("alice.bsky.example",))),
        ("known 1 2", Command(Verb.KNOWN, ("1", "2"))),
        ("undo please", Command(Verb.UNDO)),
        ("Annule", Command(Verb.UNDO)),
        ("  list\n", Command(Verb.LIST)),
        ("aide !", Command(Verb.HELP)),
    ],
)
def test_a_command_is_understood(text: str, command: Command) -> None:
    assert command == understand(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "don't never 2",
        "never mind",
        "never say never",
        "should I snooze 2?",
        "never 2?",
        "never",
        "never 1 2",
        "never 2 and 3",
        "snooze 2 soon",
        "snooze 2 3",
        "undo 3",
        "list everything",
        "why not",
        "I know 2",
        "known 1 and 2",
        "ne dis jamais jamais",
        "thank you!",
        "never 12345",
        "2 never",
    ],
)
def test_whatever_else_is_written_is_no_command(text: str) -> None:
    assert isinstance(understand(text), Unclear)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("nevr 2", Verb.NEVER), ("snoze 1", Verb.SNOOZE), ("jamai 1", Verb.NEVER), ("hello", None)],
)
def test_a_slip_has_a_nearest_verb_and_no_effect(text: str, nearest: Verb | None) -> None:
    assert Unclear(nearest) == understand(text)


@given(st.sampled_from(EVERY_WORD), st.integers(1, 99))
def test_every_word_does_what_its_verb_says(spoken: tuple[str, Verb], number: int) -> None:
    word, verb = spoken

    understood = understand(
        word if verb in {Verb.LIST, Verb.UNDO, Verb.HELP} else f"{word} {number}"
    )

    assert isinstance(understood, Command)
    assert understood.verb is verb


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(understand(text), Command | Unclear)


@given(st.text(st.characters(categories=("Ll", "Zs", "Nd")), min_size=1))
def test_a_command_begins_with_its_verb(text: str) -> None:
    understood = understand(f"please {text}")

    assert isinstance(understood, Unclear)


@pytest.mark.parametrize(
    ("verb", "english", "french"),
    [(Verb.WHY_NOT, "why-not", "pourquoi-pas"), (Verb.NEVER, "never", "jamais")],
)
def test_each_verb_has_its_usual_word(verb: Verb, english: str, french: str) -> None:
    assert (word_for(verb, "en"), word_for(verb, "fr")) == (english, french)
