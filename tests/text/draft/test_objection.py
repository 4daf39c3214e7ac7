"""Which rewordings are rejected: in doubt, the draft is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.draft import objection as why
from bot.text.draft.compose import compose
from bot.text.draft.objection import objection
from bot.text.safety.limits import Limits
from tests.text.draft.briefs import COMPOSTEUR, ROOMY, SATURDAY, SUNDAY, brief

DRAFT = compose(brief(slots=(SATURDAY, SUNDAY)))
BROUILLON = compose(brief(slots=(SATURDAY,), language="fr", thread=COMPOSTEUR))


def said_of(old: str, new: str) -> str | None:
    """The objection to the English draft after this change."""
    assert old in DRAFT
    return objection(DRAFT, DRAFT.replace(old, new), "en", ROOMY)


def test_the_draft_itself_is_fine() -> None:
    assert objection(DRAFT, DRAFT, "en", ROOMY) is None
    assert objection(BROUILLON, BROUILLON, "fr", ROOMY) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("made me want to carry on over a coffee", "left me wanting to carry on over coffee"),
        ("How about", "Would you like to meet on"),
        ("Hi Alice, our", "Hello Alice! Our"),
        ("somewhere public that suits you", "in any public spot that suits you"),
        (" How about", "\n\nHow about"),
        ("made me want", "… well, I’d love"),
    ],
)
def test_other_words_for_the_same_are_welcome(old: str, new: str) -> None:
    assert said_of(old, new) is None


def test_so_they_are_in_french() -> None:
    reworded = BROUILLON.replace("Ça te dirait, par exemple", "Que dirais-tu de")

    assert objection(BROUILLON, reworded, "fr", ROOMY) is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (DRAFT, "", why.EMPTY),
        (DRAFT, " \n", why.EMPTY),
        ("made me want", "made me want, and want, " * 20 + "and want", why.TOO_LONG),
        ("(https://village.example/@alice/7) ", "", why.LINKS),
        ("alice/7", "alice/8", why.LINKS),
        ("suits you?", "suits you? See https://evil.example/x", why.LINKS),
        ("https://village", "http://village", why.LINKS),
        ("suits you?", "suits you? See evil.example", why.NOT_PLAIN),
        ("suits you?", "suits you? Ask @mallory", why.NOT_PLAIN),
        ("carry on", "**carry on**", why.NOT_PLAIN),
        ("carry on", "carry on #coffee", why.NOT_PLAIN),
        ("carry on", "<b>carry on</b>", why.NOT_PLAIN),
        ("carry on", "carry\u202e on", why.NOT_PLAIN),
        ("carry on", "carry\u200b on", why.NOT_PLAIN),
        ("carry on", "carry\u2028on", why.NOT_PLAIN),
        ("carry on", "carry\x0bon", why.NOT_PLAIN),
        ("12:30", "12:45", why.FACTS),
        ("Saturday 5", "Friday 5", why.FACTS),
        ("December", "January", why.FACTS),
        (" or Sunday 6 December at 15:00", "", why.FACTS),
        (
            "at 12:30 or Sunday 6 December at 15:00",
            "at 15:00 or Sunday 6 December at 12:30",
            why.FACTS,
        ),
        ("suits you?", "suits you, tomorrow?", why.FACTS),
        ("suits you?", "suits you, for two hours?", why.FACTS),
        ("suits you?", "suits you, for \uff13 of us?", why.NOT_PLAIN),
        ("somewhere public", "at my home", why.FACTS),
        ("over a coffee", "at the pub", why.FACTS),
        ("suits you?", "suits you? Send your phone number.", why.FACTS),
        ("Which compost bin", "What compost bin", why.QUOTES),
        ("No worries at all if not.", "", why.NO_WAY_OUT),
        ("No worries at all if not.", "No worries at all if not. Please come!", why.NO_WAY_OUT),
        ("Alice", "Bob", why.NEW_NAME),
        ("suits you?", "suits you, with Mallory?", why.NEW_NAME),
        ("suits you?", "suits you? Mallory is coming along.", why.NEW_NAME),
        ("suits you?", "suits you, in Rennes?", why.NEW_NAME),
        ("suits you?", "suits you, 在巴黎?", why.NOT_PLAIN),
        ("our thread", "Our thread", why.NEW_NAME),
    ],
)
def test_what_speaks_against_it(old: str, new: str, problem: str) -> None:
    assert problem == said_of(old, new)


def test_a_draft_for_one_network_is_not_reworded_for_another() -> None:
    short = Limits(len(DRAFT))

    assert objection(DRAFT, DRAFT, "en", short) is None
    assert why.TOO_LONG == objection(DRAFT, DRAFT.replace("Hi", "Hey"), "en", short)


def test_its_language_stays() -> None:
    english = BROUILLON.replace(
        "m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait,",
        "made me want to carry on with you at a café of this ville, if you would. How about",
    )

    assert english != BROUILLON
    assert why.OTHER_LANGUAGE == objection(BROUILLON, english, "fr", ROOMY)
    assert why.OTHER_LANGUAGE == objection(DRAFT, DRAFT, "fr", ROOMY)
    assert why.OTHER_LANGUAGE == objection(DRAFT, DRAFT, "de", ROOMY)


@given(st.text(max_size=300))
def test_whatever_comes_back_either_is_refused_or_keeps_what_matters(reworded: str) -> None:
    if objection(DRAFT, reworded, "en", ROOMY) is None:
        assert reworded.endswith("No worries at all if not.")
