"""What is forgotten leaves no byte in the files of a store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.store import open_store
from adapters.store.erasure.forgotten import Forgotten
from bot.domain.delivery.decision import Decision, InvitationWas, PlaceWas, StandingWas
from bot.domain.delivery.outbox import OutboxState
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import Invitation
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.mishap import Mishap
from bot.domain.people.identity import (
    Account,
    AccountKey,
    Flag,
    Move,
    NetworkName,
    Relationship,
    Standing,
    person_id,
)
from bot.domain.talk.interaction import Kind
from bot.ports import Cursor, Rejected, SaidPlace, Stance, Watch
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account, draft, interaction, key

if TYPE_CHECKING:
    from adapters.store import SqlStore
    from bot.domain.talk.interaction import Interaction

HER_WORDS = "what only she has said"
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=4, max_size=12
).map(lambda text: f"Alicja {text} Zażółć")
WORDS = st.sampled_from(
    ["seed swap", "see {handle}", "({url})", "{post}", "by {name}!", "@{handle}, hello", 'é\\n"x"']
)
ALICES = (
    AccountKey(NetworkName.MASTODON, "alicja.w@village.example"),
    AccountKey(NetworkName.BLUESKY, "did:plc:alicjawxyz234567abcdefgh"),
)


def alicja(name: str, which: AccountKey) -> Account:
    handle = "alicja.w.example" if which.network is NetworkName.BLUESKY else which.id
    url = f"https://village.example/@{handle.partition('@')[0]}"
    return replace(account(which, display_name=name), handle=handle, url=url)


def post_of(which: AccountKey, number: int) -> str:
    if which.network is NetworkName.BLUESKY:
        return f"at://{which.id}/app.bsky.feed.post/3k{number}"
    return [
        f"https://village.example/users/alicja.w/statuses/{number}",
        f"https://village.example/objects/3f0c9a{number}",
    ][number % 2]


async def fill(
    store: SqlStore, her: Account, words: list[str], kinds: list[Kind]
) -> list[Interaction]:
    """Something of each kind about her, and about Bruno with her in it; returns the log."""
    bruno = AccountKey(her.key.network, BRUNO.id)
    me = AccountKey(her.key.network, ME.id)
    log = []
    for number, kind in enumerate(kinds):
        post = post_of(her.key, number)
        said = [
            word.format(handle=her.handle, url=her.url, post=post, name=her.display_name)
            for word in words
        ]
        ours = f"https://me.example/{number}"
        text = f"Kompost numer {number} " + " ".join(said)
        for watched, by, to, uri in (
            (me, her.key, me, post),
            (me, me, her.key, ours),
            (me, bruno, me, f"https://b/{number}"),
        ):
            seen = interaction(
                kind if by != bruno else Kind.REPLY,
                by=by,
                to=to,
                watched=watched,
                uri=uri,
                root=post,
                subject=post,
                text=text,
            )
            log.append(seen._replace(parent_uri=post if by != her.key else ours))
    async with store.unit(OWNER) as unit:
        await unit.log.record(log)
        other = replace(account(bruno, display_name="Bruno"), bio=f"I like {her.handle}")
        claim = replace(
            other,
            key=key("carla"),
            handle="carla",
            move=Move(her.key, shown=False),
            flags=frozenset({Flag.MOVED}),
        )
        await unit.people.save([her, other, claim], NOON)
        person = person_id(her.key)
        await unit.people.stand(person, Standing.KNOWN)
        await unit.people.say_place(her.key, SaidPlace(her.key, 2983990, NOON))
        await unit.people.save_stances([Stance(me, her.key, Relationship(following=True), NOON)])
        await unit.watches.save(Watch("@me", me, Cursor("c"), NOON, NOON, NOON))
        raw = json.dumps({"acct": her.handle, "display_name": her.display_name})
        await unit.watches.quarantine(me, [Rejected(raw, "odd")], NOON)
        await unit.suggestions.add([Suggestion(person, 1, NOON, 1, NOON)])
        first = Invitation(await unit.invitations.begin(person, 1), person, NOON, 1)
        await unit.invitations.put(first)
        await unit.meetings.add(Meeting(NOON.date(), NOON, person))
        await unit.preferences.set("note", f"{her.display_name} is {her.handle}", NOON)
        await unit.outbox.put(
            [
                draft(body=f"{her.display_name}\n{her.url}\n\nk3f9q2", names=(person,)),
                draft(batch="x", body=f"about @{her.handle}", sender=None),
            ],
            NOON,
        )
        answer = replace(draft(batch="y", body=f"“{HER_WORDS}”"), kind="answer")
        await unit.outbox.put([answer], NOON)
        row = (await unit.outbox.all())[-1]
        claimed = await unit.outbox.claim(row, "test", NOON)
        assert claimed is not None
        assert await unit.outbox.settle(claimed, OutboxState.SENT, now=NOON)
        was = (StandingWas(person, Standing.NEW), StandingWas(person_id(bruno), Standing.NEW))
        await unit.decisions.push(Decision("known", NOON, was))
        await unit.decisions.push(
            Decision("met", NOON, (InvitationWas(person, first.id, 1), PlaceWas(person, her.key)))
        )
        await unit.mishaps.add(Mishap(f"person {person}", "KeyError", her.handle, NOON, NOON))
    return log


@settings(max_examples=25, deadline=None)
@given(
    name=NAMES,
    which=st.sampled_from(ALICES),
    words=st.lists(WORDS, max_size=3),
    # A second follow is the first one again, so that nothing tells whose its address is.
    kinds=st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=6).filter(
        lambda kinds: kinds.count(Kind.FOLLOW) <= 1
    ),
)
async def test_no_byte_is_left_of_anybody(
    name: str, which: AccountKey, words: list[str], kinds: list[Kind]
) -> None:
    her = alicja(name, which)
    with TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/terrasse.db")
        log = await fill(store, her, words, kinds)
        async with store.unit(OWNER) as unit:
            found = await unit.people.get(person_id(her.key))
            assert found is not None
            theirs = [entry for entry in await unit.log.tallies() if entry.account != her.key]
            await unit.erasures.forget(found)
            assert theirs == await unit.log.tallies()
            once = await unit.rows()
            await unit.log.record(log)  # seen again, as by a sweep
            await unit.people.save([her], NOON)
            await unit.people.save_stances([Stance(ME, her.key, Relationship(), NOON)])
            assert once == await unit.rows()
            assert all(part.is_equal for part in await unit.log.rebuild(mend=False))
            left = await unit.decisions.pop()
            assert left is not None
            assert [person_id(AccountKey(which.network, BRUNO.id))] == [
                was.person for was in left.before if isinstance(was, StandingWas)
            ]
            assert await unit.decisions.pop() is None
        await store.scrub()
        assert [] == await store.integrity()
        content = _content(Path(folder)).lower()
        await store.close()

    hers = {her.key.id, her.handle, str(her.url), her.display_name, person_id(her.key)}
    hers |= {HER_WORDS}
    hers |= {post_of(which, number) for number in range(len(kinds))}
    forms = {form for text in hers for form in (text, json.dumps(text)[1:-1])}
    assert [] == [text for text in forms if text.lower().encode() in content]


async def test_pages_that_sqlite_moved_rows_about_in_hold_nothing(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/terrasse.db")
    for start in range(0, 600, 100):
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(BRUNO, display_name="Bruno")], NOON)
            await unit.log.record(
                interaction(
                    by=(ALICE, BRUNO, BRUNO)[number % 3],
                    uri=f"https://x.example/{number * 7919 % 600}",
                    text=("quince " if number % 3 == 0 else "bread ") * (number % 37),
                )
                for number in range(start, start + 100)
            )
    async with store.unit(OWNER) as unit:
        await unit.log.withdraw([f"https://x.example/{number}" for number in range(0, 600, 5)])
        alice = await unit.people.get(person_id(ALICE))
        assert alice is not None
        await unit.erasures.forget(alice)
    await store.scrub()

    assert b"quince" not in _content(tmp_path)
    await store.close()


@pytest.mark.parametrize("part", ["a", "a.", "@a", "a@", "https://a", "-.", "did:a:"])
def test_a_long_text_is_cleaned_in_time(part: str) -> None:
    hidden = Forgotten("me", "00" * 16)
    hidden.add([str(ALICE), ALICE.id], ["Alice Martin"])
    text = f"{part * 20_000} {ALICE.id} and Alice Martin"

    began = monotonic()
    cleaned = hidden.post(text)

    assert monotonic() - began < 5
    assert cleaned.endswith(" … and …")


def _content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
