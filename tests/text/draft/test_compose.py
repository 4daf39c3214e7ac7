"""Complete drafts of each kind in both languages, and that all drafts fit the limits."""
# ruff: noqa: E501 (snapshots are as they are)

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.digest import Citation
from bot.domain.meeting.event import Event
from bot.errors import ImpossibleError
from bot.text.draft.brief import Brief, BriefKind
from bot.text.draft.compose import compose, laid_out, unfinished
from bot.text.safety.limits import Limits
from tests.builders import at
from tests.text.draft.briefs import (
    COMPOSTEUR,
    LINK,
    LONDON,
    PARIS,
    SATURDAY,
    SUNDAY,
    TOKYO,
    TUESDAY,
    brief,
    slot,
)

WAYS_TO_SAY_NO = (
    "No worries at all if not.",
    "Et sinon, aucun souci.",
    "No need to write back if you’re busy.",
    "Et pas besoin de répondre si tu n’as pas le temps.",
)
MENTION = re.compile(r"(?<![/=\w])[@＠]")


def in_english(kind: BriefKind) -> str:
    return compose(brief(kind, slots=(SATURDAY, SUNDAY, TUESDAY)))


def in_french(kind: BriefKind) -> str:
    told = brief(kind, slots=(SATURDAY, SUNDAY, TUESDAY), language="fr", thread=COMPOSTEUR)
    return compose(told).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_coffee() -> None:
    assert in_english(BriefKind.COFFEE) == snapshot(
        "Hi Alice, our thread about ‘Which compost bin do you use?’ (https://village.example/@alice/7) made me want to carry on over a coffee. How about Saturday 5 December at 12:30, Sunday 6 December at 15:00 or Tuesday 8 December at 12:30, somewhere public that suits you? No worries at all if not."
    )
    assert in_french(BriefKind.COFFEE) == snapshot(
        "Salut Alice, notre fil “Quel composteur as-tu ?” (https://village.example/@alice/7) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 5 décembre à 12 h 30, dimanche 6 décembre à 15 h ou mardi 8 décembre à 12 h 30 ? Et sinon, aucun souci."
    )


def test_a_lunch() -> None:
    assert in_english(BriefKind.LUNCH) == snapshot(
        "Hi Alice, our thread about ‘Which compost bin do you use?’ (https://village.example/@alice/7) made me want to carry on over lunch. How about Saturday 5 December at 12:30, Sunday 6 December at 15:00 or Tuesday 8 December at 12:30, somewhere public that suits you? No worries at all if not."
    )
    assert in_french(BriefKind.LUNCH) == snapshot(
        "Salut Alice, notre fil “Quel composteur as-tu ?” (https://village.example/@alice/7) m’a donné envie de continuer de vive voix. Un déjeuner en ville, ça te dirait, samedi 5 décembre à 12 h 30, dimanche 6 décembre à 15 h ou mardi 8 décembre à 12 h 30 ? Et sinon, aucun souci."
    )


def test_a_video_call() -> None:
    assert in_english(BriefKind.CALL) == snapshot(
        "Hi Alice, our thread about ‘Which compost bin do you use?’ (https://village.example/@alice/7) made me want to carry on talking face to face. As we live far apart, how about a video call of half an hour or so, say Saturday 5 December at 12:30, Sunday 6 December at 15:00 or Tuesday 8 December at 12:30? No worries at all if not."
    )
    assert in_french(BriefKind.CALL) == snapshot(
        "Salut Alice, notre fil “Quel composteur as-tu ?” (https://village.example/@alice/7) m’a donné envie de continuer de vive voix. Comme on n’habite pas tout près, ça te dirait, un appel vidéo d’une petite demi-heure, par exemple samedi 5 décembre à 12 h 30, dimanche 6 décembre à 15 h ou mardi 8 décembre à 12 h 30 ? Et sinon, aucun souci."
    )


def test_a_group_event() -> None:
    assert in_english(BriefKind.EVENT) == snapshot(
        "Hi Alice, our thread about ‘Which compost bin do you use?’ (https://village.example/@alice/7) made me want to carry on in person. ‘Repair café’ is on Saturday 12 December at 14:00 (https://events.example/repair), and I’m thinking of going: shall we meet there? No worries at all if not."
    )
    assert in_french(BriefKind.EVENT) == snapshot(
        "Salut Alice, notre fil “Quel composteur as-tu ?” (https://village.example/@alice/7) m’a donné envie de continuer de vive voix. “Repair café” a lieu samedi 12 décembre à 14 h (https://events.example/repair), et je pense y aller : on s’y retrouve ? Et sinon, aucun souci."
    )


def test_an_answer_that_the_owner_has_to_fill_in() -> None:
    assert in_english(BriefKind.ANSWER) == snapshot(
        "Hi Alice, I still owe you a word about ‘Which compost bin do you use?’ (https://village.example/@alice/7), sorry for the wait! […] No need to write back if you’re busy."
    )
    assert in_french(BriefKind.ANSWER) == snapshot(
        "Salut Alice, je te dois encore un mot sur “Quel composteur as-tu ?” (https://village.example/@alice/7), pardon pour l’attente ! […] Et pas besoin de répondre si tu n’as pas le temps."
    )
    assert unfinished(in_english(BriefKind.ANSWER))
    assert not unfinished(in_english(BriefKind.COFFEE))


def test_at_a_favourite_place() -> None:
    told = brief(slots=(SATURDAY,), place="Café de la Paix")

    assert compose(told) == snapshot(
        "Hi Alice, our thread about ‘Which compost bin do you use?’ (https://village.example/@alice/7) made me want to carry on over a coffee. How about Saturday 5 December at 12:30, at Café de la Paix? No worries at all if not."
    )


def test_at_a_favourite_place_in_french() -> None:
    told = brief(slots=(SATURDAY,), place="Café de la Paix", language="fr", thread=COMPOSTEUR)

    assert compose(told).replace("\u202f", " ").replace("\u00a0", " ") == snapshot(
        "Salut Alice, notre fil “Quel composteur as-tu ?” (https://village.example/@alice/7) m’a donné envie de continuer de vive voix. Un café, ça te dirait, samedi 5 décembre à 12 h 30 ? Pour le lieu, je pensais à “Café de la Paix”. Et sinon, aucun souci."
    )


def test_a_favourite_place_at_no_fixed_time() -> None:
    assert "some afternoon, at Café de la Paix?" in compose(brief(place="Café de la Paix"))


@pytest.mark.parametrize("thread", [None, Citation("Seeds", "javascript:alert(1)")])
@pytest.mark.parametrize("kind", BriefKind)
def test_a_thread_that_cannot_be_linked_may_still_be_cited(
    kind: BriefKind, thread: Citation | None
) -> None:
    text = compose(brief(kind, thread=thread))

    assert ("Seeds" in text) == (thread is not None)
    assert "javascript" not in text


@pytest.mark.parametrize("words", ["", "@me @bruno", "https://evil.example", "\u200b"])
def test_a_thread_without_words_is_linked_and_not_cited(words: str) -> None:
    text = compose(brief(thread=Citation(words, LINK)))

    assert text.startswith(f"Hi Alice, our thread ({LINK}) made me want to carry on over a coffee.")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", BriefKind)
def test_a_topic_stands_in_for_a_thread(kind: BriefKind, language: str) -> None:
    text = compose(brief(kind, thread=None, topic="seeds", language=language))

    assert re.search("‘seeds’|“seeds”", text)


def test_without_thread_and_topic_it_speaks_of_exchanges() -> None:
    assert compose(brief(thread=None)).startswith("Hi Alice, our exchanges here made me want to")


def test_both_zones_are_told_where_the_clocks_differ() -> None:
    text = compose(brief(slots=(SATURDAY,), their_zone=LONDON))

    assert "Saturday 5 December at 12:30 (11:30 for you)" in text


def test_the_other_s_day_is_told_where_it_is_another() -> None:
    late = slot(at("2026-12-05 16:00"))
    text = compose(brief(slots=(late,), their_zone=TOKYO, language="fr"))

    assert "samedi 5 décembre à 17 h (dimanche 6 décembre à 1 h chez toi)" in text.replace(
        "\u00a0", " "
    )


def test_one_zone_is_enough_where_the_clocks_agree() -> None:
    assert "for you" not in compose(brief(slots=(SATURDAY,), their_zone=PARIS))


def test_what_does_not_fit_goes_in_the_order_in_which_it_is_missed_least() -> None:
    full = brief(slots=(SATURDAY, SUNDAY, TUESDAY))
    whole = len(compose(full))

    def kept(limit: int) -> tuple[int, bool, bool]:
        text = compose(brief(slots=full.slots, limits=Limits(limit)))
        return text.count("December"), LINK in text, "compost" in text

    assert (3, True, True) == kept(whole)
    assert (2, True, True) == kept(whole - 1)
    assert (1, True, True) == kept(whole - 40)
    assert (1, False, True) == kept(whole - 80)
    assert (1, False, False) == kept(180)
    assert (0, False, False) == kept(160)


def test_a_message_with_no_room_at_all_is_refused() -> None:
    with pytest.raises(ImpossibleError, match="no room for a draft"):
        compose(brief(limits=Limits(40)))


def test_more_than_three_slots_are_too_many() -> None:
    with pytest.raises(ValueError, match="at most 3 slots, not 4"):
        brief(slots=(SATURDAY, SATURDAY, SUNDAY, TUESDAY))


def test_an_event_is_not_drafted_without_one() -> None:
    with pytest.raises(ValueError, match="needs the event"):
        brief(BriefKind.EVENT, event=None)


@pytest.mark.parametrize(
    ("rendered", "text"),
    [
        ("Hi\nAlice, \n  how are you?\n", "Hi Alice, how are you?"),
        ("Hi.\n\n\nBye.\n", "Hi.\n\nBye."),
        ("Hi.\n \t\nBye.", "Hi.\n\nBye."),
        ("Ça va\u202f?\n", "Ça va\u202f?"),
        ("\n \n", ""),
    ],
)
def test_a_line_break_is_a_space_and_an_empty_line_stays(rendered: str, text: str) -> None:
    assert text == laid_out(rendered)


def test_french_templates_are_set_as_french_is() -> None:
    folder = resources.files("bot.text") / "templates" / "fr"
    for template in folder.iterdir():
        prose = re.sub(r"\{[%{].*?[%}]\}", "x", template.read_text(encoding="utf-8"))

        assert not re.search(r"[^\u202f][;?!]", prose), template.name
        assert not re.search(r"[^\u00a0]:", prose), template.name
        assert "'" not in prose, template.name


WORDS = st.one_of(
    st.text(max_size=120), st.sampled_from(["@bob@evil.example", "ליאת", "👩‍👩‍👧‍👦" * 70])
)
URLS = st.one_of(
    st.text(max_size=80),
    st.integers(0, 400).map(lambda length: f"https://village.example/@alice/{'7' * length}"),
)
BRIEFS = st.builds(
    Brief,
    kind=st.sampled_from(BriefKind),
    name=WORDS,
    language=st.sampled_from(["en", "fr"]),
    limits=st.builds(
        Limits,
        st.integers(200, 1000),
        bytes=st.one_of(st.none(), st.integers(1000, 10_000)),
        url_length=st.one_of(st.none(), st.just(23)),
    ),
    zone=st.just(PARIS),
    their_zone=st.sampled_from([None, LONDON, TOKYO]),
    thread=st.one_of(st.none(), st.builds(Citation, WORDS, URLS)),
    topic=WORDS,
    slots=st.lists(
        st.datetimes(
            min_value=at("2026-01-01 00:00").replace(tzinfo=None),
            max_value=at("2036-01-01 00:00").replace(tzinfo=None),
        ).map(lambda moment: slot(at(moment.isoformat()))),
        max_size=3,
    ).map(tuple),
    place=WORDS,
    event=st.builds(Event, WORDS, st.just(at("2026-12-12 13:00")), URLS),
)


@given(BRIEFS)
def test_every_draft_fits_mentions_nobody_and_ends_with_a_way_to_say_no(told: Brief) -> None:
    text = compose(told)

    assert told.limits.fit(text)
    assert not MENTION.search(text)
    assert text.endswith(WAYS_TO_SAY_NO)
    assert unfinished(text) == (told.kind is BriefKind.ANSWER)
