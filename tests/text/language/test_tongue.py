"""The language of a draft is the one that the two use with each other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.talk.interaction import Interaction, Kind
from bot.errors import UserError
from bot.text.language.detection import by_common_words, detected, tongue
from tests.builders import ALICE, ME, NOON, interaction

BOTH = ("en", "fr")


def said(*languages: str, by_me: bool = False, days_ago: int = 1, text: str = "") -> Interaction:
    who, whom = (ME, ALICE) if by_me else (ALICE, ME)
    when = NOON - timedelta(days=days_ago)
    return interaction(by=who, to=whom, when=when, text=text)._replace(languages=languages)


def language(*talk: Interaction, chosen: str | None = None, found: str | None = None) -> str:
    return tongue(
        talk,
        available=BOTH,
        fallback="en",
        now=NOON,
        chosen=chosen,
        detect=lambda text: found if text else None,
    )


def test_the_language_of_both_comes_before_that_of_one() -> None:
    talk = [said("fr"), said("fr", by_me=True), *(said("en", by_me=True) for _ in range(5))]

    assert "fr" == language(*talk)


def test_recent_talk_weighs_more_than_old() -> None:
    old = [said("en", by_me=by_me, days_ago=500) for by_me in (True, False) * 3]
    new = [said("fr", by_me=by_me) for by_me in (True, False)]

    assert "fr" == language(*old, *new)


def test_where_they_write_each_in_their_own_the_one_written_more_is_taken() -> None:
    assert "fr" == language(said("en", by_me=True), said("fr"), said("fr"))


def test_a_region_makes_no_other_language() -> None:
    assert "fr" == language(said("fr-CA"), said("fr_FR", by_me=True))


def test_likes_carry_no_language() -> None:
    like = interaction(Kind.LIKE)._replace(languages=("fr",))

    assert "en" == language(like)


def test_a_language_without_templates_is_the_owner_s() -> None:
    assert "en" == language(said("de"), said("de", by_me=True), found="fr")


def test_without_tags_the_language_is_detected() -> None:
    assert "fr" == language(said(text="Quel composteur as-tu ?"), found="fr")


def test_tags_come_before_what_is_detected() -> None:
    assert "en" == language(said("en", text="Quel composteur as-tu ?"), found="fr")


@pytest.mark.parametrize("found", [None, "de"])
def test_what_cannot_be_detected_is_the_owner_s(found: str | None) -> None:
    assert "en" == language(said(text="Hm"), found=found)


def test_without_any_talk_it_is_the_owner_s() -> None:
    assert "en" == language()


@pytest.mark.parametrize("chosen", ["fr", "FR", "fr-BE"])
def test_the_owner_s_choice_has_the_last_word(chosen: str) -> None:
    assert "fr" == language(said("en"), said("en", by_me=True), chosen=chosen)


def test_a_choice_without_templates_is_refused() -> None:
    with pytest.raises(UserError, match="no template in “de”: choose one of en, fr"):
        language(chosen="de")


def test_the_extra_tells_languages_apart() -> None:
    pytest.importorskip("py3langid")

    assert "fr" == detected("Quel composteur utilises-tu ? Le mien fuit depuis des semaines.")
    assert "en" == detected("Which compost bin do you use? Mine has been leaking for weeks.")
    assert detected("") is None
    assert detected("ok") is None


FRENCH = (
    "Quel composteur utilises-tu ? Le mien fuit depuis des semaines, et je ne sais pas quoi faire."
)
GERMAN = (
    "Ich habe den Kompost im Garten, und er ist warm. Das ist gut für die Tomaten, was meinst du?"
)


def test_where_all_posts_are_tagged_alike_the_words_tell() -> None:
    theirs, mine = said("en", text=FRENCH), said("en", by_me=True, text=FRENCH)

    assert "fr" == language(theirs, mine)
    assert "fr" == language(theirs, said("fr", by_me=True, text=FRENCH), said("en", by_me=True))


def test_words_of_a_third_language_do_not_overrule_the_tags() -> None:
    assert "fr" == language(said("fr", text=GERMAN), said("fr", by_me=True, text=GERMAN))


def test_who_uses_several_tags_chooses_them() -> None:
    assert "en" == language(said("en", text=FRENCH), said("en", text=FRENCH), said("de"))


def test_where_only_one_has_tags_the_other_s_language_is_detected() -> None:
    untagged = [said(text=FRENCH) for _ in range(3)]

    assert "fr" == language(*untagged, said("en", by_me=True), said("fr", by_me=True), found="fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRENCH, "fr"),
        ("On lancerait une grainothèque à la mairie ?", "fr"),
        ("Which compost bin do you use? Mine has been leaking for weeks.", "en"),
        (GERMAN, None),
        ("La meva compostadora és molt bona i la faig servir amb les restes de la cuina.", None),
        ("Mi compost está muy bien, no sé qué hacer con él. Dime si tienes una idea.", None),
        ("Bonjour ! Hello!", None),
        ("ok", None),
        ("", None),
    ],
)
def test_english_and_french_are_known_by_their_common_words(
    text: str, expected: str | None
) -> None:
    assert expected == by_common_words(text)
