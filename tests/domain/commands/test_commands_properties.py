"""What holds for every command, however it is written, and for every text."""

from __future__ import annotations

import random
import unicodedata
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands.command import Command, Unclear
from bot.domain.commands.message import understand
from bot.domain.commands.moment import Day, Days, Moment
from bot.domain.commands.spelling import spell
from bot.domain.commands.tokens import unquoted
from bot.domain.commands.verbs import VERBS, Effect, Verb
from bot.domain.schedule import Period, Unit
from tests.domain.commands.commands_at_random import NEGATIONS, noisy

NUMBERS = st.integers(1, 99).map(str)
HANDLES = st.sampled_from(
    ["@alice", "@alice@village.example", "bruno.village.example", "https://v.example/@Alice"]
)
TARGETS = st.one_of(NUMBERS, NUMBERS, HANDLES)
PERIODS = st.builds(Period, st.integers(1, 99), st.sampled_from(Unit))
PLACES = st.sampled_from(["Rennes", "Saint-Étienne", "Le Mans", "Bourg en Bresse"])
VENUES = st.one_of(st.none(), PLACES, st.sampled_from(["Café X", "place Hoche", "12 rue du Four"]))
MOMENTS = st.sampled_from(
    [
        Moment(Day(weekday=5), time(12, 30), "saturday 12:30"),
        Moment(Day(None, 5, 5, 12), time(12, 30), "samedi 5 décembre à 12 h 30"),
        Moment(Day(None, None, 5, 12, 2026), time(18), "2026-12-05 18:00"),
        Moment(Day(ahead=1), time(18), "demain 18h"),
        Moment(Day(ahead=1), time(19), "7pm tomorrow"),
    ]
)
DAYS = st.just(Days(Day(number=12, month=12), Day(number=14, month=12), "12-14 dec"))
# Quotation marks around the whole text are no part of it.
TEXTS = (
    st.text(min_size=1)
    .map(str.strip)
    .filter(lambda text: any(map(str.isalnum, text)) and unquoted(text, "") == text)
)
ONE = TARGETS.map(lambda target: (target,))
ONE_OR_NONE = st.one_of(st.just(()), ONE)
TWO = st.tuples(TARGETS, TARGETS)
SOME = st.lists(TARGETS, min_size=1, max_size=5).map(tuple)
TAKES: dict[Verb, dict[str, st.SearchStrategy[Any]]] = {
    **{verb: {} for verb in (Verb.LIST, Verb.UNDO, Verb.PAUSE, Verb.RESUME, Verb.START)},
    Verb.TRIPS: {},
    Verb.STOP: {"everything": st.booleans()},
    **{verb: {"targets": ONE_OR_NONE} for verb in (Verb.YES, Verb.NO, Verb.NOT_YET)},
    Verb.WHY: {"targets": st.one_of(ONE, TWO)},
    Verb.SAME: {"targets": TWO},
    Verb.NOT_SAME: {"targets": TWO},
    Verb.KNOWN: {"targets": SOME},
    Verb.WENT: {"targets": NUMBERS.map(lambda number: (number,))},
    Verb.SNOOZE: {"targets": ONE, "period": st.one_of(st.none(), PERIODS)},
    Verb.SEND: {"targets": ONE, "in_reply": st.booleans()},
    Verb.EDIT: {"targets": ONE, "text": TEXTS},
    Verb.PLANNED: {"targets": ONE, "moment": MOMENTS, "place": VENUES},
    Verb.TRIP: {"days": DAYS, "place": PLACES, "cancelled": st.booleans()},
    Verb.PLACE: {"targets": ONE, "place": PLACES},
    Verb.GOAL: {"times": st.integers(1, 99), "period": PERIODS},
    Verb.HELP: {"about": st.one_of(st.none(), st.sampled_from(Verb))},
}
"""What each verb is said with; one person, if nothing stands here."""


def command(verb: Verb) -> st.SearchStrategy[Command]:
    """Any command of a verb."""
    return st.builds(Command, st.just(verb), **TAKES.get(verb, {"targets": ONE}))


COMMANDS = st.sampled_from(Verb).flatmap(command)
CLOSED = COMMANDS.filter(lambda asked: asked.verb is not Verb.EDIT)
"""An edit's text may hold anything; these hold nothing but what they say."""
UNKNOWN = st.text("bdfgklxz", min_size=3, max_size=8)
"""Words that are on no list."""
LANGUAGES = st.sampled_from(["en", "fr"])
SAID = sorted(
    {word for entry in VERBS.values() for words in entry.words.values() for word in words}
)
READING = {verb for verb, entry in VERBS.items() if entry.effect is Effect.READS}


@given(COMMANDS, LANGUAGES)
def test_what_is_spelt_is_understood(asked: Command, language: str) -> None:
    assert asked == understand(spell(asked, language))


@given(CLOSED, LANGUAGES, st.integers())
def test_what_makes_no_difference_makes_none(asked: Command, language: str, seed: int) -> None:
    text = spell(asked, language)
    has_names = any(not target.isdecimal() for target in asked.targets)
    verbatim = "place" if has_names else asked.verb.value

    assert asked == understand(noisy(random.Random(seed), text, verbatim))  # noqa: S311


@given(TARGETS, TEXTS, st.sampled_from(["", "@bot@example.org ", "please ", "\u200b "]))
def test_a_text_is_kept_to_the_letter(target: str, text: str, before: str) -> None:
    understood = understand(f"{before}MODIFIE {target} : {text}")

    assert Command(Verb.EDIT, (target,), text=text) == understood


@pytest.mark.parametrize("verb", Verb)
def test_every_word_stands_for_its_verb(verb: Verb) -> None:
    for word in (*VERBS[verb].words["en"], *VERBS[verb].words["fr"]):
        bare = unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode()
        for said in (word, word.upper(), bare, word.replace("-", " ")):
            assert Command(Verb.HELP, about=verb) == understand(f"help {said}")


@given(COMMANDS, LANGUAGES, st.sampled_from(["?", " ?", "\uff1f", "\u202f?"]))
def test_a_question_changes_nothing(asked: Command, language: str, mark: str) -> None:
    understood = understand(spell(asked, language) + mark)

    assert isinstance(understood, Unclear) or understood.verb in READING | {Verb.EDIT}


@given(CLOSED, LANGUAGES, st.sampled_from(NEGATIONS), st.integers(0, 8))
def test_a_negation_never_leaves_the_effect(
    asked: Command, language: str, negation: str, place: int
) -> None:
    """It may make another command: "not same 2 5" takes back what "same 2 5" says."""
    words = spell(asked, language).split(" ")
    text = " ".join((*words[:place], negation, *words[place:]))

    understood = understand(text)

    assert asked != understood
    assert isinstance(understood, Unclear) or understood.verb in {*READING, Verb.NOT_SAME}


@given(CLOSED, COMMANDS, LANGUAGES, st.sampled_from([" and ", "\n", "; ", ", ", ". ", " puis "]))
def test_two_commands_have_no_effect(
    first: Command, second: Command, language: str, between: str
) -> None:
    both = understand(spell(first, language) + between + spell(second, language))

    assert isinstance(both, Unclear) or both.verb is Verb.HELP


@given(COMMANDS, LANGUAGES)
def test_what_is_quoted_has_no_effect(asked: Command, language: str) -> None:
    assert isinstance(understand(f"> {spell(asked, language)}"), Unclear)


@given(UNKNOWN.map(str.capitalize))
def test_a_capital_letter_alone_makes_no_place_without_a_comma(name: str) -> None:
    with_comma = f"planned 2 saturday 12:30, {name}"

    assert Unclear(with_comma) == understand(f"planned 2 saturday 12:30 {name}")
    assert getattr(understand(with_comma), "place", None) == name


@given(UNKNOWN, st.lists(UNKNOWN, min_size=1, max_size=4), st.sampled_from(["", ",", " at"]))
def test_a_sentence_makes_no_place(first: str, rest: list[str], before: str) -> None:
    said = " ".join((first.capitalize(), *rest))

    assert isinstance(understand(f"planned 2 saturday 12:30{before} {said}"), Unclear)


@given(st.lists(UNKNOWN, min_size=2, max_size=6), st.sampled_from(["the bar", "a park", "du café"]))
def test_a_sentence_that_ends_in_a_place_is_none(words: list[str], noun: str) -> None:
    said = f"{' '.join(words)} {noun}"

    assert isinstance(understand(f"planned 2 saturday 12:30, {said}"), Unclear)


@given(st.lists(UNKNOWN, min_size=4, max_size=6), st.sampled_from(["the bar", "a park", "la gare"]))
def test_many_words_about_a_place_are_a_sentence(words: list[str], noun: str) -> None:
    said = f"{noun} {' '.join(words)}"

    assert isinstance(understand(f"planned 2 saturday 12:30, {said}"), Unclear)


@given(st.lists(UNKNOWN.map(str.capitalize), min_size=2, max_size=4))
def test_words_that_all_begin_like_a_name_make_a_place(names: list[str]) -> None:
    said = " ".join(names)

    assert getattr(understand(f"prévu 2 samedi 18h {said}"), "place", None) == said
    assert isinstance(understand(f"prévu 2 samedi 18h {said.upper()}"), Unclear)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(understand(text), Command | Unclear)


@given(
    st.lists(
        st.sampled_from([*SAID, *NEGATIONS, *["2", "12", "99", "100", "?", ",", "and", ":", "3w"]])
    )
)
def test_a_suggestion_is_always_a_command(words: list[str]) -> None:
    understood = understand(" ".join(words))

    if isinstance(understood, Unclear) and understood.suggestion is not None:
        assert isinstance(understand(understood.suggestion), Command)
