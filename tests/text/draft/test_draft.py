"""Names and citations in drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import Account, NetworkName
from bot.text.draft.naming import called, cited, first_name
from bot.text.language import graphemes
from bot.text.safety.defuse import ISOLATES
from tests.builders import BRUNO, account, key, person


@pytest.mark.parametrize(
    ("post", "topic"),
    [
        ("Seed libraries are great. I run one.", "Seed libraries are great"),
        ("Are they? Yes.", "Are they?"),
        ("Seeds!", "Seeds!"),
        ("No end here", "No end here"),
        ("@me @bruno@town.example Seeds", "Seeds"),
        ("  @me\n\nSeeds", "Seeds"),
        ("Seeds for @bruno", "Seeds for bruno"),
        ("Thanks @bruno@town.example for the beans.", "Thanks bruno for the beans"),
        ("See https://evil.example/x for seeds.", "See … for seeds"),
        ("Seed libraries? https://evil.example/x", "Seed libraries?"),
        ("https://evil.example/x", ""),
        ("Hello everyone! Who keeps seeds?", "Who keeps seeds?"),
        ("Bonjour à tous, qui garde des graines ?", "qui garde des graines ?"),
        ("Dr. Martin keeps seeds. I do not.", "Dr. Martin keeps seeds"),
        ("1. Sow the beans. 2. Wait.", "1. Sow the beans"),
        ("I read J. R. R. Tolkien again. You?", "I read J. R. R. Tolkien again"),
        ("Who keeps seeds? #seeds #garden", "Who keeps seeds?"),
        ("Seeds again\n#seeds @bruno", "Seeds again"),
        ("I love #compost", "I love compost"),
        ("Python 3.11 is out. At last.", "Python 3.11 is out"),
        ("Seeds\nand bread", "Seeds and bread"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_cited_without_the_handles_in_front(post: str, topic: str) -> None:
    assert topic == cited(post)


def test_a_long_first_sentence_is_cut_to_sixty() -> None:
    topic = cited(
        "I have been wondering for weeks whether a seed library could live in our town hall"
    )

    assert topic == "I have been wondering for weeks whether a seed library…"


@given(st.text(max_size=200))
def test_whatever_is_cited_is_short_and_mentions_nobody(post: str) -> None:
    topic = cited(post)

    assert graphemes.length(topic.strip(ISOLATES)) <= 60
    assert "@" not in topic
    assert topic.count("\u2068") == topic.count("\u2069")


def test_a_cited_sentence_from_right_to_left_closes_its_isolate() -> None:
    topic = cited("ספרייה " * 30)

    assert topic.startswith("\u2068")
    assert topic.endswith("…\u2069")


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Alice Martin", "Alice"),
        ("Anne-Marie O’Neill", "Anne-Marie"),
        ("Élodie 🌱", "Élodie"),
        ("alice", "alice"),
        ("山田 太郎", "山田 太郎"),  # the family name comes first
        ("山田太郎", "山田太郎"),
        ("Dr. Alice", "Dr. Alice"),
        ("Dr. Alice Martin", "Alice"),
        ("Mme Alice Martin", "Alice"),
        ("ALICE MARTIN", "Alice"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("JB", "JB"),
        ("Alice Martin | she/her", "Alice"),
        ("Alice (elle/she)", "Alice"),
        ("they/them Alice", "Alice"),
        ("[Alice]", "Alice"),
        ("🌱Alice🌱", "Alice"),
        ("\U0001d4d0\U0001d4f5\U0001d4f2\U0001d4ec\U0001d4ee", "Alice"),  # in bold script
        (":seedling: Alice", "Alice"),
        ("The Compost Lady", "The Compost Lady"),
        ("Le Jardinier", "Le Jardinier"),
        ("A. Martin", "A. Martin"),
        ("🌱 Alice", "Alice"),
        ("@bob@evil.example hi", "bob"),
        ("Alice @bob@evil.example", "Alice"),
        ("ליאת כהן", "\u2068ליאת\u2069"),  # noqa: RUF001 (Hebrew)
        ("", "alice"),
        (":blobcat:", "alice"),
        ("\u200b\u202e", "alice"),
        ("🌱🌿", "alice"),
        ("Dr.", "alice"),
        ("she/her", "alice"),
        ("https://blog.example/a", "alice"),
        ("blog.example", "alice"),
        ("@bob@evil.example", "alice"),
    ],
)
def test_people_are_greeted_by_their_first_name_if_they_have_one(name: str, greeted: str) -> None:
    assert greeted == first_name(person(account(display_name=name)))


@given(st.text(max_size=40))
def test_everybody_can_be_called_and_greeted_whatever_their_name(name: str) -> None:
    who = person(account(display_name=name))

    assert called(who)
    assert first_name(who)
    assert "@" not in called(who) + first_name(who)


def test_somebody_without_anything_readable_is_a_question_mark() -> None:
    nobody = type(account())(key=account().key, handle="\u200b")

    assert ("?", "") == (called(person(nobody)), first_name(person(nobody)))


@pytest.mark.parametrize(
    ("network", "handle", "listed", "greeted"),
    [
        (NetworkName.MASTODON, "@alice@village.example", "alice", "alice"),
        (NetworkName.MASTODON, "marie_claire@far.example", "marie_claire", "marie_claire"),
        (NetworkName.MASTODON, "marie.claire@far.example", "marie. claire", "marie"),
        (NetworkName.MASTODON, "_bob_@far.example", "_bob_", "bob"),
        (NetworkName.MASTODON, "jean42@far.example", "jean42", ""),
        (NetworkName.MASTODON, "x@far.example", "x", ""),
        (NetworkName.BLUESKY, "bruno-martin.example", "bruno-martin", "bruno-martin"),
        (NetworkName.BLUESKY, "bruno.bsky.social", "bruno", "bruno"),
        (NetworkName.BLUESKY, "handle.invalid", "handle. invalid", ""),
        (NetworkName.BLUESKY, "did:plc:abcdefgh", "didabcdefgh", ""),
    ],
)
def test_whom_only_a_handle_names_is_greeted_by_its_first_word_or_not_at_all(
    network: NetworkName, handle: str, listed: str, greeted: str
) -> None:
    nameless = person(Account(key=key("x", network), handle=handle))

    assert (listed, greeted) == (called(nameless), first_name(nameless))


@given(
    st.sampled_from(NetworkName),
    st.from_regex(r"@?[\w.-]{1,30}(@[a-z]{1,9}\.[a-z]{2,5})?", fullmatch=True),
)
def test_no_address_is_ever_a_greeting(network: NetworkName, handle: str) -> None:
    greeted = first_name(person(Account(key=key("x", network), handle=handle)))

    assert not any(sign in greeted for sign in "@.() ")


def test_the_name_that_any_account_gives_is_taken() -> None:
    nameless = Account(key=key("x"), handle="x1@far.example")
    named = account(BRUNO, display_name="Bruno Le Gall")

    assert ("Bruno Le Gall", "Bruno") == (
        called(person(nameless, named)),
        first_name(person(nameless, named)),
    )
