"""The topics of two people, from their posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.talk.interaction import Interaction, Kind, Visibility
from bot.text.draft.topics import topics
from bot.text.language.stopwords import stopwords
from tests.builders import ALICE, BRUNO, ME, interaction


def said(
    text: str | None,
    *,
    thread: int = 1,
    by_me: bool = False,
    visibility: Visibility = Visibility.PUBLIC,
) -> Interaction:
    who, whom = (ME, ALICE) if by_me else (ALICE, ME)
    root = f"https://village.example/@me/{thread}"
    return interaction(by=who, to=whom, text=text, root=root, visibility=visibility)


def elsewhere(*texts: str) -> list[Interaction]:
    return [
        interaction(by=BRUNO, text=text, root=f"https://village.example/@bruno/{number}")
        for number, text in enumerate(texts)
    ]


def test_words_that_are_theirs_come_before_words_that_are_everybody_s() -> None:
    ours = [said("My worms and my garden"), said("Are the worms in the garden?", by_me=True)]
    others = elsewhere("A garden", "Another garden", "Gardens everywhere")

    assert ("worms", "garden") == topics(ours, [*ours, *others])


def test_hashtags_of_both_come_first() -> None:
    ours = [
        said("Compost #SeedSwap #mine"),
        said("Compost? #seedswap #yours", by_me=True),
        said("#SeedSwap"),
    ]

    assert ("SeedSwap", "compost") == topics(ours, ours)


def test_a_word_in_one_post_is_a_passing_one() -> None:
    ours = [said("compost compost compost"), said("bread", by_me=True)]

    assert () == topics(ours, ours)


def test_case_accents_and_plurals_make_no_other_word() -> None:
    ours = [said("Les Vélos"), said("un velo", by_me=True), said("Vélos !")]

    assert ("vélos",) == topics(ours, ours)


@pytest.mark.parametrize(
    "text",
    [
        "the would because pourquoi beaucoup être",
        "12 2026 12h30 3.5 v2",
        "https://village.example/compost",
        "@compost @compost@village.example",
        "l’ d' s'",
        "👋🌱",
        "",
    ],
)
def test_stop_words_numbers_links_and_handles_are_no_topics(text: str) -> None:
    ours = [said(text), said(text, by_me=True)]

    assert () == topics(ours, ours)


def test_articles_and_endings_are_left_out() -> None:
    ours = [said("L’atelier d'Élodie, the baker's"), said("l'atelier, baker’s", by_me=True)]

    assert ("atelier", "baker") == topics(ours, ours)


def test_names_are_no_topics() -> None:
    ours = [said("Camille’s compost"), said("Camille! Compost!", by_me=True)]

    assert ("compost",) == topics(ours, ours, without=["Camille Dupont"])


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.DIRECT])
def test_what_was_not_said_in_the_open_is_not_used(visibility: Visibility) -> None:
    ours = [said("compost", visibility=visibility), said("compost #compost", visibility=visibility)]

    assert () == topics([*ours, said(None)], ours)


def test_likes_are_not_read() -> None:
    liked = [said("compost")._replace(kind=Kind.LIKE), said("compost")._replace(kind=Kind.COPIED)]

    assert () == topics(liked, liked)


def test_three_are_enough() -> None:
    ours = [said("compost bread cheese bees"), said("compost bread cheese bees", by_me=True)]

    assert 3 == len(topics(ours, ours))


@given(st.lists(st.text(max_size=60), max_size=6))
def test_whatever_was_said_topics_are_few_and_mention_nobody(texts: list[str]) -> None:
    ours = [said(text, by_me=bool(number % 2)) for number, text in enumerate(texts * 2)]

    found = topics(ours, ours)

    assert len(found) <= 3
    assert not any(set("@#/ \n") & set(topic) for topic in found)
    assert len(found) == len({topic.casefold() for topic in found})


@pytest.mark.parametrize(("language", "word"), [("en", "because"), ("fr", "etre")])
def test_stop_words_are_folded(language: str, word: str) -> None:
    assert word in stopwords(language)
