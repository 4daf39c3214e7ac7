from __future__ import annotations

import pytest

from bot.text.letter.leaning import Leaning, leaning


@pytest.mark.parametrize(
    "text",
    [
        "Yes!",
        "I'd LOVE to",
        "Sounds great, Saturday then",
        "No worries, happy to!",
        "I can't wait, yes",
        "Oui, avec grand plaisir",
        "Volontiers !",
        "D’accord pour samedi",
    ],
)
def test_a_yes_sounds_like_one(text: str) -> None:
    assert Leaning.YES is leaning(text)


@pytest.mark.parametrize(
    "text",
    [
        "No, thank you.",
        "Sorry, I am away",
        "I’d rather not",
        "I can't make it",
        "Non merci",
        "Désolée, pas cette semaine",
        "Malheureusement je ne peux pas",
    ],
)
def test_a_no_sounds_like_one(text: str) -> None:
    assert Leaning.NO is leaning(text)


@pytest.mark.parametrize(
    "text", ["", "Who are you?", "Yes, but not now, sorry", "Oui… enfin non", "I know", "🙂"]
)
def test_what_sounds_like_both_or_neither_is_left_open(text: str) -> None:
    assert Leaning.OPEN is leaning(text)
