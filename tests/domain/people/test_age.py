"""Profiles that state an age under 18, in English and French."""

from __future__ import annotations

import pytest

from bot.domain.people.age import states_minority


@pytest.mark.parametrize(
    "text",
    [
        "16 | she/her | art",
        "I'm 15",
        "I'm 16 living in Leeds",
        "I am 14 btw",
        "i am 17",
        "Hi, I’m 16 and I love trains",
        "17 yo",
        "17yo",
        "she/her, 16, Leeds",
        "16 y/o artist",
        "Age: 16",
        "age:16",
        "aged 14",
        "17 years old",
        "16-year-old artist",
        "I'm just a 16 year old who likes birds",
        "I'm a minor",
        "I am 17.5",
        "Minor | they/them",
        "J'ai 16 ans",
        "j’ai 15 ans et demi",
        "Lycéenne, 17 ans",
        "16 ans",
        "16 ans, Lyon",
        "âge : 16 ans",
        "Âgée de 17 ans",
        "J'ai quinze ans",
        "🎂 16 ans",
        "Je suis mineure",
        "Lycéen de 16 ans",
        "I'm sixteen",
        "I am 16!",
        "Im 14 :)",
    ],
)
def test_an_age_under_18_is_heard(text: str) -> None:
    assert states_minority(text)


@pytest.mark.parametrize(
    "text",
    [
        "15 years of Python",
        "dev depuis 15 ans",
        "papa de deux enfants de 16 et 12 ans",
        "Dad of two (16 and 12)",
        "Paris 14",
        "La Rochelle (17)",
        "Python 3.11, 3.12",
        "Debian 11, 12, 13",
        "Maintainer of a 15 year old codebase",
        "Mum of a 15-year-old",
        "15 ans d'expérience",
        "Développeuse, 15 ans dans le libre",
        "J'ai 15 ans d'expérience",
        "Python, 15 ans déjà",
        "14 juillet 1789",
        "Since 2011-12-13",
        "I am 17 km from the sea",
        "I'm 16 minutes late",
        "I'm 15% coffee",
        "I am 45",
        "J'ai 38 ans",
        "Minors DNI",
        "18+ only, no minors",
        "I am not a minor",
        "I am a minor poet",
        "Je suis mineur de fond",
        "Windows 11",
        "iPhone 15, photography",
        "Maman d'une ado de 15 ans",
        "Expérience : 15 ans",
        "Room 12",
        "170 cm",
        "I'm 16:9",
        "v1.16.2",
        "I am 17.5 km away",
        "Open since 10 | 12 rue des Lilas",
        "Terminal 2, gate 14",
        "I'm 174 cm tall",
    ],
)
def test_other_numbers_are_no_age_of_one_s_own(text: str) -> None:
    assert not states_minority(text)


def test_it_is_heard_in_the_midst_of_a_profile() -> None:
    assert states_minority("Trains, pigeons and bread.\n15 | he/him\nLeeds")
    assert states_minority("Fan de trains. J'ai 15 ans. Lyon.")


@pytest.mark.parametrize("age", range(18, 100))
def test_no_age_from_18_on_is_one_of_a_minor(age: int) -> None:
    for text in (f"I'm {age}", f"{age} yo", f"J'ai {age} ans", f"{age} | they/them", f"Age: {age}"):
        assert not states_minority(text)


@pytest.mark.parametrize("age", range(10, 18))
def test_every_age_from_10_to_17_is(age: int) -> None:
    for text in (f"I'm {age}", f"{age} yo", f"J'ai {age} ans", f"{age} | they/them", f"Age: {age}"):
        assert states_minority(text)
