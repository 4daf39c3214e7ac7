"""Adversarial rewordings, all rejected, and honest ones, all accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.draft import objection as why
from bot.text.draft.brief import BriefKind
from bot.text.draft.compose import compose
from bot.text.draft.objection import objection
from bot.text.language.folding import folded
from bot.text.language.vocabulary import plain_words
from tests.text.draft.briefs import COMPOSTEUR, ROOMY, SATURDAY, brief
from tests.text.draft.names import FIRST_NAMES, TOWNS

if TYPE_CHECKING:
    from collections.abc import Callable

COFFEE = compose(brief(slots=(SATURDAY,)))
CALL = compose(brief(BriefKind.CALL, slots=(SATURDAY,)))
EVENT = compose(brief(BriefKind.EVENT))
CAFE = compose(brief(slots=(SATURDAY,), language="fr", thread=COMPOSTEUR))
APPEL = compose(brief(BriefKind.CALL, slots=(SATURDAY,), language="fr", thread=COMPOSTEUR))
SORTIE = compose(brief(BriefKind.EVENT, language="fr", thread=COMPOSTEUR))

SLIPPED_IN = {
    "en": [
        # links, in words and in signs that look like a dot
        "see evil dot example",
        "see evil (dot) example",
        "see evil [dot] example",
        "see evil [.] example",
        "see evil (.) example",
        "see evil . example",
        "see evil point example",
        "see it point me",
        "see meet.me",
        "see meet .me",
        "see evil\u2024example",
        "see meet\u2024me",
        "see meet\u3002me",
        "see meet\uff0eme",
        "see meet\u00b7me",
        "see meet\u0701me",
        "see meet\u2e31me",
        "see meet\ua4f8me",
        "see meet\u06d4me",
        "see meet\ufe52me",
        "see www me com",
        "see the page on the web",
        # names and towns, however they are written
        "in rennes with pierre",
        "with mallory",
        "with MALLORY",
        "with mal-lory",
        "with mal’lory",
        "with \u2133allory",
        "with m\u00adallory",
        "with mal\u200blory",
        "with will",
        "in reading",
        "in nice",
        "in Nice",
        "in bath",
        "with don",
        "with mark",
        "in paris",
        "at the eiffel tower",
        "with my wife",
        "with a friend",
        # letters that look Latin
        "w\u0456th me",
        "wit\u04bb me",
        "with m\u0435",
        "f\u03bfr a while",
        "with \uff4de",
        "with \U0001d5c6\U0001d5be",
        "with m\u0113",
        # numbers, times and money
        "for twenty of us",
        "at noon",
        "at one",
        "for \u2160\u2160",
        "for XII",
        "for 20",
        "for \u00bd of it",
        "for \u2461",
        "tomorrow",
        "for free",
        "for $",
        "for a few euros",
        "and you pay",
        "at a cost",
        # negations
        "or not",
        "without me",
        "but never with me",
        "though I don’t care",
        "though I don't care",
        "though I cannot",
        "in private",
        "alone with me",
        "in secret",
        "at your house",
    ],
    "fr": [
        "voir evil point example",
        "voir evil dot example",
        "voir ce point ci",
        "à rennes avec pierre",
        "avec mallory",
        "à nice",
        "à tours",
        "à laval",
        "avec claire",
        "avec ma femme",
        "avec un ami",
        "à vingt",
        "à midi",
        "aujourd’hui",
        "aujourd'hui",
        "à dix-sept",
        "pour quatre-vingt-dix",
        "chez moi",
        "en privé",
        "seul avec moi",
        "seule avec moi",
        "et tu payes",
        "c’est gratuit",
        "sans moi",
        "ou pas",
        "mais jamais avec moi",
        "n’importe comment",
        "et rien de plus",
        "av\u0435c moi",
        "avec m\u03bfi",
        "avec\u2024moi",
        "pour 5 €",
    ],
}
BEFORE = {"en": " that suits you?", "fr": ", ça te dirait,"}
TRIED = [(language, words) for language, tried in SLIPPED_IN.items() for words in tried]

CHANGED = [
    (COFFEE, "somewhere public", "somewhere private", why.STAKES),
    (COFFEE, "somewhere public", "somewhere", why.STAKES),
    (COFFEE, "somewhere public", "somewhere quiet", why.STAKES),
    (COFFEE, "Alice", "Alison", why.NEW_NAME),
    (COFFEE, "Hi Alice, our", "Hello, our", why.LOST_NAME),
    (COFFEE, "at 12:30", "at 12:30 am", why.FACTS),
    (COFFEE, "at 12:30", "at 12:30am", why.FACTS),
    (COFFEE, "at 12:30", "at 12:30 p.m.", why.NOT_PLAIN),
    (COFFEE, "made me want", "did not make me want", why.DENIALS),
    (COFFEE, "made me want", "made nobody want", why.DENIALS),
    (COFFEE, "made me want to carry on", "compost made me want to carry on", why.NEW_NAME),
    (COFFEE, "made me want", "MADE me want", why.NEW_NAME),
    (COFFEE, "made me want", "mAde me want", why.NEW_NAME),
    (COFFEE, "No worries at all if not.", "Worries at all if not.", why.NO_WAY_OUT),
    (APPEL, "n’habite pas tout près", "habite tout près", why.DENIALS),
    (
        APPEL,
        "n’habite pas tout près, ça te dirait",
        "habite tout près, ça ne te dirait pas",
        why.DENIALS,
    ),
    (APPEL, "demi-heure", "heure", why.FACTS),
    (CAFE, "en ville", "chez moi", why.FACTS),
    (CAFE, "de vive voix", "en secret", why.STAKES),
    (EVENT, "shall we meet there", "shall we not meet there", why.DENIALS),
    (SORTIE, "on s’y retrouve", "on ne s’y retrouve pas", why.DENIALS),
]


def language_of(draft: str) -> str:
    return "fr" if draft in {CAFE, APPEL, SORTIE} else "en"


def changed(draft: str, old: str, new: str) -> str | None:
    """The objection to the draft after this change."""
    assert old in draft
    return objection(draft, draft.replace(old, new), language_of(draft), ROOMY)


def with_words(language: str, words: str) -> str | None:
    """The objection to a draft with these words added."""
    draft = COFFEE if language == "en" else CAFE
    place = BEFORE[language]
    return changed(draft, place, f"{place[:-1]} {words}{place[-1]}")


@pytest.mark.parametrize(("language", "words"), TRIED, ids=[ascii(words) for _, words in TRIED])
def test_nothing_is_slipped_in(language: str, words: str) -> None:
    assert with_words(language, words) is not None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("en", words) for words in ("with me", "see it", "in any way", "for a while", "and so")),
        *(
            ("fr", words)
            for words in ("avec moi", "voir cela", "à ta guise", "pour cela", "et toi")
        ),
    ],
)
def test_plain_words_may_be(language: str, words: str) -> None:
    assert with_words(language, words) is None


@pytest.mark.parametrize(("draft", "old", "new", "problem"), CHANGED)
def test_nothing_is_turned_round(draft: str, old: str, new: str, problem: str) -> None:
    assert problem == changed(draft, old, new)


HONEST = [
    (COFFEE, "Hi Alice, our", "Hello Alice! Our"),
    (COFFEE, "Hi Alice, our", "Hey Alice, our little"),
    (COFFEE, "Hi Alice, our", "Dear Alice, our recent"),
    (
        COFFEE,
        "made me want to carry on over a coffee",
        "made me want to keep talking over a coffee",
    ),
    (COFFEE, "made me want to carry on over", "left me wanting to continue over"),
    (COFFEE, "made me want to carry on over", "got me thinking we could carry on over"),
    (COFFEE, "made me want to carry on over", "was so enjoyable that I’d like to carry on over"),
    (COFFEE, "made me want to carry on over", "makes me want to pick this up again over"),
    (COFFEE, "How about", "Would you be up for"),
    (COFFEE, "How about", "Would it suit you to meet on"),
    (COFFEE, "How about", "Might you be around on"),
    (COFFEE, "How about", "What do you say to"),
    (COFFEE, "How about", "I was thinking of"),
    (COFFEE, "somewhere public that suits you", "in any public spot that suits you"),
    (COFFEE, "somewhere public that suits you", "anywhere public you like"),
    (COFFEE, "somewhere public that suits you", "in a public spot of your choice"),
    (COFFEE, " How about", "\n\nHow about"),
    (CALL, "made me want to carry on talking", "made me want to continue our conversation"),
    (CALL, "As we live far apart, how about", "Since we live far apart, would you enjoy"),
    (CALL, "say", "for example"),
    (CALL, "half an hour or so", "about half an hour"),
    (EVENT, "and I’m thinking of going", "and I am planning to go"),
    (EVENT, "shall we meet there", "would you like to meet there"),
    (EVENT, "shall we meet there", "could we find each other there"),
    (EVENT, "made me want to carry on in person", "makes me want to continue in person"),
    (CAFE, "Salut Alice, notre", "Coucou Alice ! Notre"),
    (CAFE, "Salut Alice, notre", "Bonjour Alice, notre"),
    (CAFE, "m’a donné envie de continuer", "me donne envie de poursuivre"),
    (CAFE, "m’a donné envie de continuer", "m’a donné très envie de continuer"),
    (CAFE, "m’a donné envie de continuer", "m’a fait penser qu’on pourrait continuer"),
    (CAFE, "continuer de vive voix", "en discuter de vive voix"),
    (CAFE, "continuer de vive voix", "prolonger la conversation de vive voix"),
    (CAFE, "continuer de vive voix", "reprendre cet échange de vive voix"),
    (CAFE, "continuer de vive voix", "en parler de vive voix avec toi"),
    (CAFE, "Un café en ville, ça te dirait,", "Un café en ville, ça te tente,"),
    (CAFE, "Un café en ville, ça te dirait,", "Est-ce qu’un café en ville te dirait,"),
    (CAFE, "Un café en ville, ça te dirait,", "Que dirais-tu d’un café en ville,"),
    (CAFE, "Un café en ville, ça te dirait,", "Que penses-tu d’un café en ville,"),
    (CAFE, "Un café en ville, ça te dirait,", "On pourrait prendre un café en ville,"),
    (CAFE, "Un café en ville, ça te dirait,", "Aurais-tu envie d’un café en ville,"),
    (CAFE, "Un café en ville, ça te dirait,", "J’aimerais bien prendre un café en ville avec toi,"),
    (CAFE, " Un café", "\n\nUn café"),
    (APPEL, "ça te dirait, un appel vidéo", "que dirais-tu d’un appel vidéo"),
    (APPEL, "par exemple", "disons"),
    (APPEL, "d’une petite demi-heure", "d’environ une demi-heure"),
    (SORTIE, "et je pense y aller", "et je compte bien y aller"),
    (SORTIE, "et je pense y aller", "et j’ai envie d’y aller"),
    (SORTIE, "on s’y retrouve", "on se retrouve là"),
    (SORTIE, "on s’y retrouve", "veux-tu qu’on se voie là"),
]


@pytest.mark.parametrize(("draft", "old", "new"), HONEST)
def test_honest_rewordings_are_taken(draft: str, old: str, new: str) -> None:
    assert changed(draft, old, new) is None


@pytest.mark.parametrize("short", ["don’t", "don't"])
def test_a_contracted_negation_is_the_same_one(short: str) -> None:
    draft = "Hi Alice, I do not want to rush you. No worries at all if not."

    assert objection(draft, draft.replace("do not", short), "en", ROOMY) is None
    assert why.DENIALS == objection(draft, draft.replace("do not", "do"), "en", ROOMY)
    assert why.DENIALS == objection(draft.replace("do not", "do"), draft, "en", ROOMY)


def test_there_are_many_of_each() -> None:
    languages = [language_of(draft) for draft, _, _ in HONEST]

    assert min(languages.count("en"), languages.count("fr")) >= 20
    assert min(len(set(FIRST_NAMES)), len(set(TOWNS))) >= 200


CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
CITIES = {
    folded(city)
    for continent, *_, city in (zone.split("/") for zone in available_timezones() if "/" in zone)
    if continent in CONTINENTS
}
HIDDEN = st.sampled_from([*FIRST_NAMES, *TOWNS])
CASES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str.lower, str.title, str.upper, str.swapcase]
)
FRAMES = st.sampled_from(["with {}", "in {}", "{}", "and {} too", "near {}", "of {}’s"])
CADRES = st.sampled_from(["avec {}", "à {}", "{}", "et {} aussi", "près de {}", "d’{}"])


@given(HIDDEN, CASES, FRAMES)
def test_no_name_is_slipped_into_english(name: str, case: Callable[[str], str], frame: str) -> None:
    assert with_words("en", frame.format(case(name))) is not None


@given(HIDDEN, CASES, CADRES)
def test_no_name_is_slipped_into_french(name: str, case: Callable[[str], str], frame: str) -> None:
    assert with_words("fr", frame.format(case(name))) is not None


@pytest.mark.parametrize("case", [str.lower, str.title, str.upper])
@pytest.mark.parametrize(
    ("language", "frame"),
    [("en", "of {}’s"), ("en", "{}'s"), ("en", "the {}-like"), ("fr", "d’{}"), ("fr", "qu’{}")],
)
def test_the_name_of_the_draft_is_not_used_once_more(
    language: str, frame: str, case: Callable[[str], str]
) -> None:
    assert with_words(language, frame.format(case("alice"))) is not None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_name_is_a_plain_word(language: str) -> None:
    assert len(CITIES) > 400
    assert set() == plain_words(language) & {*FIRST_NAMES, *TOWNS, *CITIES}
