from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from bot.domain.delivery.outbox import INVITATION, KINDS, STATES, OutboxState
from bot.services import delivery
from bot.services.owner.opting import Reply
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


@pytest.fixture
def waiting(suggested: Terminal) -> Terminal:
    """A digest of which nobody knows whether it arrived."""
    with closing(sqlite3.connect(suggested.folder / "terrasse.db")) as store, store:
        store.execute("UPDATE outbox SET state = 'needs_owner', error = 'no list of messages'")
    return suggested


def test_messages_are_listed_with_their_state(waiting: Terminal) -> None:
    (row,) = waiting.json("outbox")

    assert (row["id"], row["state"], row["error"]) == (1, "needs_owner", "no list of messages")
    assert waiting.read("outbox").startswith("1  needs_owner  digest to ")


def test_the_list_is_in_the_owner_s_language(waiting: Terminal) -> None:
    waiting.write_config(f'language = "fr"\n{CONFIG}')

    shown = waiting.read("outbox")

    assert shown.startswith("1  à décider  courrier pour ")
    assert ", tenté 1 fois jusqu’au 2" in shown
    assert "Message 1\u00a0: en attente.\n" == waiting.read("outbox", "resend", "1")
    assert "pending" == waiting.json("outbox")[0]["state"]


def test_every_state_and_kind_of_message_has_a_name() -> None:
    services = Path(delivery.__path__[0]).parent
    code = "".join(path.read_text(encoding="utf-8") for path in services.rglob("*.py"))
    kinds = set(re.findall(r'kind="(\w+)"', code)) - {"direct", "reply"}  # of a Post

    assert set(OutboxState) == set(STATES)
    assert kinds | {*get_args(get_type_hints(Reply)["kind"]), INVITATION} == set(KINDS)


def test_a_message_can_be_read_whole(waiting: Terminal) -> None:
    assert "1 · Solène Quéméner" in waiting.read("outbox", "show", "1")


@pytest.mark.parametrize("state", ["needs_owner", "unknown", "pending"])
def test_what_waits_can_be_sent_again_or_dropped(collected: Terminal, state: str) -> None:
    collected.read("digest", "--send")  # to a file beside this store
    with closing(sqlite3.connect(collected.folder / "terrasse.db")) as store, store:
        store.execute("UPDATE outbox SET state = ?, not_before = '2999-01-01T00:00:00Z'", [state])

    assert collected.read("outbox", "resend", "1") == "Message 1: pending.\n"
    collected.read("run", "--once")

    assert [row["state"] for row in collected.json("outbox")] == ["sent"]


@pytest.mark.parametrize("state", ["sent", "sending", "rejected", "cancelled"])
def test_what_does_not_wait_is_not_sent_again(waiting: Terminal, state: str) -> None:
    with closing(sqlite3.connect(waiting.folder / "terrasse.db")) as store, store:
        store.execute("UPDATE outbox SET state = ?", [state])

    result = waiting.type("outbox", "resend", "1")

    assert result.exit_code == 2
    assert f"Message 1 is {state}" in result.stderr


def test_what_waits_can_be_dropped(waiting: Terminal) -> None:
    assert waiting.read("outbox", "drop", "1") == "Message 1: cancelled.\n"


def test_a_number_that_is_none_is_told(waiting: Terminal) -> None:
    result = waiting.type("outbox", "show", "9")

    assert result.exit_code == 2
    assert "There is no message 9." in result.stderr


def test_before_anything_was_sent_the_list_says_so(collected: Terminal) -> None:
    assert collected.read("outbox") == "No message yet.\n"
