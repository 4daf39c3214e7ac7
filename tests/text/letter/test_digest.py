"""The complete text of digests, in both languages and at all lengths."""
# ruff: noqa: E501 (snapshots are as they are)

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.digest import Citation, Digest, Entry
from bot.domain.meeting.goal import Goal, Progress
from bot.domain.meeting.invitation import Wording
from bot.domain.people.identity import NetworkName
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.scoring import Score
from bot.domain.schedule import Period, Unit
from bot.text.language import graphemes
from bot.text.language.catalogue import catalogue
from bot.text.letter.digest import addresses, entry_block, parts
from bot.text.letter.ref import ABOUT_REF, ref_in, signed, unsigned
from bot.text.safety.limits import Limits
from tests.builders import BRUNO, account, at, key, person

if TYPE_CHECKING:
    from bot.domain.people.identity import Person

PARIS = ZoneInfo("Europe/Paris")
NOW = at("2026-12-06 17:00")
MASTODON = Limits(500, url_length=23)
BLUESKY = Limits(1000, bytes=10_000)
FILE = Limits(1_000_000)

ALICE_ELSEWHERE = account(key("alice", NetworkName.BLUESKY))
POST = "https://village.example/@alice/115"


def entry(  # noqa: PLR0913, PLR0917 (what an entry is made of)
    number: int,
    who: Person,
    evidence: Evidence,
    share: float,
    thread: Citation | None,
    text: str = "",
) -> Entry:
    wording = Wording(text, "en") if text else None
    return Entry(number, who, Score(who.id, share, {}, evidence), share, thread, wording)


PROGRESS = Progress(Goal(1, Period(2, Unit.WEEK)), 0, date(2026, 12, 6), date(2026, 12, 20))

ENTRIES = (
    entry(
        7,
        person(account(), ALICE_ELSEWHERE),
        Evidence(
            exchanges=9,
            threads=5,
            weeks=6,
            first=at("2026-10-02 12:00"),
            last=at("2026-12-03 12:00"),
            started_by_owner=4,
            links=(POST, "https://village.example/@alice/90", "https://village.example/@alice/80"),
        ),
        1.0,
        Citation("A seed library in the town hall, would that work? I have seeds.", POST),
        f"Hi Alice, our thread about ‘A seed library’ ({POST}) made me want to carry on over a "
        "coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.",
    ),
    entry(
        8,
        person(account(BRUNO, display_name="Bruno @mallory@evil.example #spam")),
        Evidence(
            exchanges=7,
            threads=6,
            weeks=4,
            first=at("2025-08-14 12:00"),
            last=at("2026-12-05 12:00"),
            started_by_owner=0,
            links=("https://village.example/@bruno/3",),
        ),
        0.3,
        None,
    ),
)


def letter(language: str, limits: Limits, *entries: Entry) -> list[str]:
    refs = (f"k3f9q{number}" for number in count(1))
    digest = Digest(NOW, entries, PROGRESS)
    found = parts(
        digest,
        zone=PARIS,
        now=NOW,
        words=catalogue(language),
        limits=limits,
        new_ref=lambda: next(refs),
    )
    assert all(text.endswith(ref) for text, ref in found)
    return [text for text, _ in found]


def test_on_mastodon_in_english() -> None:
    assert letter("en", MASTODON, *ENTRIES) == snapshot(
        [
            """\
Sunday 6 December · one meeting this fortnight: 0 of 1

7 · Alice Martin  https://village.example/@alice, also did:plc:alice on Bluesky
▮▮▮▮▮ 9 exchanges in 5 threads since 2 October, you started 4; last one 3 days ago
“Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.”

1/2 · ref k3f9q1\
""",
            """\
8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 exchanges in 6 threads since 14 August 2025, they always came to you; last one yesterday
https://village.example/@bruno/3

why 7 · draft 7 · snooze 7 3w · never 7 · known 7 · help

2/2 · ref k3f9q2\
""",
        ]
    )


def test_on_mastodon_in_french() -> None:
    assert letter("fr", MASTODON, *ENTRIES) == snapshot(
        [
            """\
Dimanche 6 décembre · une rencontre cette quinzaine\xa0: 0 sur 1

7 · Alice Martin  https://village.example/@alice, aussi did:plc:alice sur Bluesky
▮▮▮▮▮ 9 échanges dans 5 fils depuis le 2 octobre, dont 4 à ton initiative\u202f; le dernier il y a 3 jours
«\xa0Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.\xa0»

1/2 · réf. k3f9q1\
""",
            """\
8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 échanges dans 6 fils depuis le 14 août 2025, toujours à son initiative\u202f; le dernier hier
https://village.example/@bruno/3

pourquoi 7 · brouillon 7 · plus-tard 7 3sem · jamais 7 · connu 7 · aide

2/2 · réf. k3f9q2\
""",
        ]
    )


def test_on_bluesky_in_english() -> None:
    assert letter("en", BLUESKY, *ENTRIES) == snapshot(
        [
            """\
Sunday 6 December · one meeting this fortnight: 0 of 1

7 · Alice Martin  https://village.example/@alice, also did:plc:alice on Bluesky
▮▮▮▮▮ 9 exchanges in 5 threads since 2 October, you started 4; last one 3 days ago
https://village.example/@alice/90
https://village.example/@alice/80
“Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.”

8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 exchanges in 6 threads since 14 August 2025, they always came to you; last one yesterday
https://village.example/@bruno/3

why 7 · draft 7 · snooze 7 3w · never 7 · known 7 · help

ref k3f9q1\
"""
        ]
    )


def test_on_bluesky_in_french() -> None:
    assert letter("fr", BLUESKY, *ENTRIES) == snapshot(
        [
            """\
Dimanche 6 décembre · une rencontre cette quinzaine\xa0: 0 sur 1

7 · Alice Martin  https://village.example/@alice, aussi did:plc:alice sur Bluesky
▮▮▮▮▮ 9 échanges dans 5 fils depuis le 2 octobre, dont 4 à ton initiative\u202f; le dernier il y a 3 jours
https://village.example/@alice/90
https://village.example/@alice/80
«\xa0Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.\xa0»

8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 échanges dans 6 fils depuis le 14 août 2025, toujours à son initiative\u202f; le dernier hier
https://village.example/@bruno/3

pourquoi 7 · brouillon 7 · plus-tard 7 3sem · jamais 7 · connu 7 · aide

réf. k3f9q1\
"""
        ]
    )


def test_in_a_file_in_english() -> None:
    assert letter("en", FILE, *ENTRIES) == snapshot(
        [
            """\
Sunday 6 December · one meeting this fortnight: 0 of 1

7 · Alice Martin  https://village.example/@alice, also did:plc:alice on Bluesky
▮▮▮▮▮ 9 exchanges in 5 threads since 2 October, you started 4; last one 3 days ago
https://village.example/@alice/90
https://village.example/@alice/80
“Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.”

8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 exchanges in 6 threads since 14 August 2025, they always came to you; last one yesterday
https://village.example/@bruno/3

why 7 · draft 7 · snooze 7 3w · never 7 · known 7 · help

ref k3f9q1\
"""
        ]
    )


def test_in_a_file_in_french() -> None:
    assert letter("fr", FILE, *ENTRIES) == snapshot(
        [
            """\
Dimanche 6 décembre · une rencontre cette quinzaine\xa0: 0 sur 1

7 · Alice Martin  https://village.example/@alice, aussi did:plc:alice sur Bluesky
▮▮▮▮▮ 9 échanges dans 5 fils depuis le 2 octobre, dont 4 à ton initiative\u202f; le dernier il y a 3 jours
https://village.example/@alice/90
https://village.example/@alice/80
«\xa0Hi Alice, our thread about ‘A seed library’ (https://village.example/@alice/115) made me want to carry on over a coffee. Would you like that, for example Tuesday 8 December at 12:30? No worries if not.\xa0»

8 · Bruno (at) mallory (at) evil. example # spam  https://village.example/@bruno
▮▮▮▯▯ 7 échanges dans 6 fils depuis le 14 août 2025, toujours à son initiative\u202f; le dernier hier
https://village.example/@bruno/3

pourquoi 7 · brouillon 7 · plus-tard 7 3sem · jamais 7 · connu 7 · aide

réf. k3f9q1\
"""
        ]
    )


def test_with_nobody_to_suggest() -> None:
    assert letter("en", MASTODON) == snapshot(
        [
            """\
Sunday 6 December · one meeting this fortnight: 0 of 1

Nobody to suggest this time.

ref k3f9q1\
"""
        ]
    )
    assert letter("fr", MASTODON) == snapshot(
        [
            """\
Dimanche 6 décembre · une rencontre cette quinzaine\xa0: 0 sur 1

Personne à te proposer cette fois-ci.

réf. k3f9q1\
"""
        ]
    )


def test_somebody_without_a_link_is_addressed_by_handle_without_an_at() -> None:
    hidden = type(account())(key=BRUNO, handle="@bruno@village.example")

    assert "bruno (at) village. example" == addresses(person(hidden), catalogue("en"))


def test_one_link_s_beginning_is_not_taken_for_another() -> None:
    links = (POST[:-1], POST)
    evidence = Evidence(exchanges=3, threads=2, weeks=3, first=NOW, last=NOW, links=links)
    shown = entry(1, person(), evidence, 1.0, Citation("Seeds", POST), POST)

    assert entry_block(shown, PARIS, NOW, catalogue("en")).splitlines()[2:-1] == [POST[:-1]]


def test_the_cited_link_is_not_shown_twice() -> None:
    assert 1 == entry_block(ENTRIES[0], PARIS, NOW, catalogue("en")).count(POST)


MENTION = re.compile(r"(?<![=/\w])@\w|(?<!https://village\.example/)@")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("limits", [MASTODON, BLUESKY, FILE])
def test_nobody_is_mentioned(language: str, limits: Limits) -> None:
    for text in letter(language, limits, *ENTRIES):
        assert not MENTION.search(text)


@given(name=st.text(max_size=40), said=st.text(max_size=200), path=st.text(max_size=20))
def test_nobody_is_mentioned_whatever_others_wrote(name: str, said: str, path: str) -> None:
    thread = Citation(f"@bob {said}", f"https://village.example/{path}@mallory")
    links = (f"https://village.example/{path};@mallory",)
    evidence = Evidence(exchanges=3, threads=2, weeks=3, first=NOW, last=NOW, links=links)
    hostile = entry(1, person(account(display_name=name + "@mallory")), evidence, 1.0, thread)

    for text in letter("en", MASTODON, hostile):
        assert not re.search(r"(?<![=/\w])@\w", text)


@given(st.text(max_size=80), st.text(max_size=300), st.sampled_from(["en", "fr"]))
def test_every_part_is_within_the_limits(name: str, said: str, language: str) -> None:
    who = person(account(display_name=name))
    suggested = entry(1, who, ENTRIES[0].score.evidence, 1.0, Citation(said, POST))

    for text in letter(language, MASTODON, suggested, *ENTRIES):
        assert MASTODON.fit(text)
    for text in letter(language, BLUESKY, suggested, *ENTRIES):
        assert graphemes.length(text) <= 1000
        assert len(text.encode()) <= 10_000


def test_parts_are_numbered_and_each_has_its_ref() -> None:
    texts = letter("en", Limits(250), *ENTRIES)

    for number, text in enumerate(texts, start=1):
        assert text.endswith(f"\n\n{number}/{len(texts)} · ref k3f9q{number}")


DRAFT = (
    f"Hi Alice, our thread about ‘A seed library in the town hall?’ ({POST}) made me want to carry "
    "on over a coffee. How about Saturday 24 October at 15:00 or Tuesday 27 October at 12:30, "
    "somewhere public that suits you? No worries at all if not."
)
THREE = tuple(
    entry(
        number,
        person(account(key(f"person{number}"), display_name=name)),
        replace(ENTRIES[0].score.evidence, started_by_owner=0),
        1.0,
        Citation("A seed library in the town hall?", POST),
        DRAFT,
    )
    for number, name in enumerate(("Dan Le Gall", "Ève Martin", "Fay"), start=4)
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("most", "messages"), [(5000, 1), (2000, 1), (1000, 2), (491, 3)])
def test_three_people_take_as_few_messages_as_the_server_allows(
    language: str, most: int, messages: int
) -> None:
    assert messages == len(letter(language, Limits(most, url_length=23), *THREE))


@given(st.integers(440, 1500), st.integers(0, 10), st.integers(1, 3), st.booleans())
def test_the_closing_line_is_never_a_message_by_itself(
    most: int,
    longer: int,
    people: int,
    is_first: bool,  # noqa: FBT001 (hypothesis gives it)
) -> None:
    entries = [
        replace(shown, wording=Wording("x" * longer + DRAFT, "en")) for shown in THREE[:people]
    ]
    found = parts(
        Digest(NOW, tuple(entries), PROGRESS, is_first=is_first),
        zone=PARIS,
        now=NOW,
        words=catalogue("en"),
        limits=Limits(most, url_length=23),
        new_ref=lambda: "k3f9q1",
    )

    assert not found[-1][0].startswith(("why 4", "Which of these", "The ref"))
    assert all(Limits(most, url_length=23).fit(text) for text, _ in found)


def test_the_ref_is_explained_in_the_first_digest_where_there_is_room() -> None:
    for most, is_told in ((5000, True), (540, False)):
        found = parts(
            Digest(NOW, THREE[:1], PROGRESS, is_first=True),
            zone=PARIS,
            now=NOW,
            words=catalogue("en"),
            limits=Limits(most, url_length=23),
            new_ref=lambda: "k3f9q1",
        )

        assert (1, is_told) == (len(found), ABOUT_REF in found[0][0])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_last_line_is_taken_off_again(language: str) -> None:
    words = catalogue(language)
    for total in (1, 3):
        body = signed("Sent.\n\nAnd more.", "k3f9q1", words, part=total, total=total)

        assert ("Sent.\n\nAnd more.", "k3f9q1") == (unsigned(body), ref_in(body))
    assert ("Sent.", "k3f9q1") == (unsigned("Sent.\n\nk3f9q1"), ref_in("Sent.\n\nk3f9q1"))
    assert ref_in("see you\n\nat 12h30") is None


def test_a_goal_of_several_meetings() -> None:
    goal = Goal(3, Period(1, Unit.MONTH))
    progress = Progress(goal, 2, date(2026, 12, 1), date(2027, 1, 1))

    for language, head in (
        ("en", "Sunday 6 December · 3 meetings this month: 2 of 3"),
        ("fr", "Dimanche 6 décembre · 3 rencontres ce mois-ci\u00a0: 2 sur 3"),
    ):
        ((text, _),) = parts(
            Digest(NOW, (), progress),
            zone=PARIS,
            now=NOW,
            words=catalogue(language),
            limits=FILE,
            new_ref=lambda: "k3f9q1",
        )
        assert head == text.splitlines()[0]
