from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands import Command, Unclear, Verb, understand, word_for
from bot.domain.schedule import Period, Unit


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
    ("text", "suggestion"),
    [
        ("nevr 2", "never 2"),
        ("snoze 1", "snooze 1"),
        ("jamai 1", "jamais 1"),
        ("sned 2", "send 2"),
        ("hello", None),
        ("thank you!", None),
    ],
)
def test_a_slip_is_met_with_a_whole_command_and_no_effect(
    text: str, suggestion: str | None
) -> None:
    assert Unclear(suggestion) == understand(text)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(understand(text), Command | Unclear)


@pytest.mark.parametrize(
    ("verb", "english", "french"),
    [(Verb.WHY_NOT, "why-not", "pourquoi-pas"), (Verb.NEVER, "never", "jamais")],
)
def test_each_verb_has_its_usual_word(verb: Verb, english: str, french: str) -> None:
    assert (word_for(verb, "en"), word_for(verb, "fr")) == (english, french)
