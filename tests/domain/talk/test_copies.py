from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.identity import AccountKey, NetworkName
from bot.domain.talk.copies import once
from bot.domain.talk.exchange import exchanges
from bot.domain.talk.interaction import Interaction, Kind
from bot.domain.talk.tally import tally
from tests.builders import ME, NOON, OWNER, interaction, key

COPY = AccountKey(NetworkName.MASTODON, "alice.example@bsky.brid.gy")
ORIGINAL = key("alice", NetworkName.BLUESKY)
ME_THERE = key("me", NetworkName.BLUESKY)
POST = "at://did:plc:alice/app.bsky.feed.post/1"


def original(uri: str = POST, when: datetime = NOON, root: str = POST) -> Interaction:
    return interaction(
        Kind.MENTION, by=ORIGINAL, to=ME_THERE, watched=ME_THERE, uri=uri, when=when, root=root
    )


def copy(uri: str, when: datetime = NOON, root: str = "") -> Interaction:
    return interaction(Kind.MENTION, by=COPY, uri=uri, when=when, root=root or uri)


def test_a_copy_is_known_by_its_uri_and_counted_once() -> None:
    copied = copy(f"https://bsky.brid.gy/convert/ap/{POST}", NOON + timedelta(hours=3))

    assert [original()] == once([original(), copied], {COPY})


def test_a_copy_is_known_by_its_time() -> None:
    copied = copy("https://village.example/1", NOON + timedelta(milliseconds=900))

    assert [original()] == once([original(), copied], {COPY})


def test_another_post_is_not_a_copy() -> None:
    other = copy("https://bsky.brid.gy/convert/ap/at://did:plc:alice/app.bsky.feed.post/2",
                 NOON + timedelta(seconds=2))  # fmt: skip

    assert [original(), other] == once([original(), other], {COPY})


def test_posts_of_one_second_are_matched_one_to_one() -> None:
    posts = [original(f"{POST}{n}", root=f"{POST}{n}") for n in range(2)]
    copied = [copy(f"https://village.example/{n}") for n in range(3)]

    assert 3 == len(once([*posts, *copied], {COPY}))


def test_an_answer_under_the_copy_answers_the_post() -> None:
    uri = f"https://bsky.brid.gy/convert/ap/{POST}"
    answer = interaction(
        by=ME, to=COPY, uri="https://village.example/@me/2", when=NOON + timedelta(hours=1),
        root=uri,
    )._replace(parent_uri=uri)  # fmt: skip

    [exchange] = exchanges(once([original(), copy(uri), answer], {COPY}))

    assert (ORIGINAL, POST, 2) == (exchange.account, exchange.root_uri, exchange.talk)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=20))
def test_a_log_with_all_its_posts_copied_counts_as_without(acts: list[tuple[int, bool]]) -> None:
    log, copies = [], []
    for number, (thread, outgoing) in enumerate(acts):
        at = NOON + timedelta(hours=number)
        post, root = f"{POST}{number}", f"{POST}t{thread}"
        act = original(post, at, root)
        twin = copy(
            f"https://bsky.brid.gy/convert/ap/{post}", at, f"https://village.example/{root}"
        )
        if outgoing:
            act = act._replace(actor=ME_THERE, target=ORIGINAL)
            twin = twin._replace(actor=ME, target=COPY)
        log.append(act)
        copies.append(twin)
    found = once([*copies, *log], {COPY})

    assert log == found
    assert tally(log, OWNER.zone) == tally(found, OWNER.zone)
