"""An account without a secret, through the command line: read for its owner and nobody else."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.household import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.mastodon.running import Remote

CONFIG = """\
timezone = "Europe/Paris"
[[watch]]
account = "@me@mastodon.example"
url = "{url}"
[bot]
account = "@bot@mastodon.example"
url = "{url}"
secret = "file:bot.secret"
[digest]
quiet_when_empty = false
[store]
url = "sqlite:///terrasse.db"
"""


def household(server: Remote, folder: Path) -> Folder:
    context = Folder(folder, CONFIG.format(url=server.url))
    context.keep_secret("bot.secret", server.act("token", who="bot"))
    return context


def logged(context: Folder) -> list[tuple[int, str, str]]:
    """What was read: whether the owner did it, and what it was."""
    with closing(sqlite3.connect(context.store)) as store:
        return store.execute("SELECT outgoing, kind, visibility FROM interactions").fetchall()


def test_it_is_read_once_it_has_written_to_the_bot(mastodon: Remote, tmp_path: Path) -> None:
    context = household(mastodon, tmp_path)

    told = context.type("collect")
    mastodon.act("post", who="alice", text="@bot hello", visibility="direct")
    context.type("run", "--once")
    context.type("collect")
    before = logged(context)
    mastodon.act("post", who="me", text="@bot start", visibility="direct")
    context.type("run", "--once")
    context.type("collect")

    assert "@me@mastodon.example: not read, as it has no secret" in told
    assert [] == before
    talk = [(0, "mention", "public"), (1, "reply", "public")]
    assert sorted([*talk * 8, (0, "reply", "public")]) == sorted(logged(context))


def test_its_digest_goes_to_it_alone(mastodon: Remote, tmp_path: Path) -> None:
    context = household(mastodon, tmp_path)
    context.type("run", "--once")
    mastodon.act("post", who="me", text="@bot start", visibility="direct")

    for _ in range(3):
        context.type("run", "--once")

    sent = mastodon.act("statuses", who="bot")
    welcome, *parts = [one["text"] for one in sent]
    assert "We are connected" in welcome
    digest = "\n".join(parts)
    assert "one meeting this fortnight" in digest
    assert "1 · alice" in digest
    assert "8 exchanges in 8 threads" in digest
    assert {("direct", ("me",))} == {(one["visibility"], tuple(one["to"])) for one in sent}


def test_what_others_answer_later_is_found(mastodon: Remote, tmp_path: Path) -> None:
    context = household(mastodon, tmp_path)
    context.type("run", "--once")
    mastodon.act("post", who="me", text="@bot start", visibility="direct")
    asked = mastodon.act("post", who="me", text="Who has seeds?")
    mastodon.act("post", who="alice", text="@me I do.", reply_to=asked)
    context.type("run", "--once")

    context.type("collect")
    before = sorted(logged(context))
    context.type("collect")

    assert (0, "reply", "public") in before
    assert sorted(logged(context)) == before
    people: list[dict[str, Any]] = json.loads(context.type("people", "--json"))
    assert ["alice@mastodon.example"] == [one["person"]["name"] for one in people]


def test_a_first_look_needs_no_secret_and_keeps_nothing(mastodon: Remote, tmp_path: Path) -> None:
    context = Folder(tmp_path, "")

    shown = context.type("try", "@me@mastodon.example", "--url", mastodon.url, "--yes")

    assert " 1. ▮▮▮▮▮ alice" in shown
    assert "8 exchanges in 8 threads" in shown
    assert "8 of 8 threads" in shown
    assert ["terrasse.toml"] == [one.name for one in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("profile", "mark"), [({"is_noindex": True}, "noindex"), ({"note": "Hi. #nobot"}, "#nobot")]
)
def test_who_asks_not_to_be_looked_at_is_not(
    mastodon: Remote, tmp_path: Path, profile: dict[str, Any], mark: str
) -> None:
    mastodon.act("sign_up", username="shy", **profile)
    context = Folder(tmp_path, "")

    with context.start("try", "@shy@mastodon.example", "--url", mastodon.url, "--yes") as looking:
        out, err = looking.communicate(timeout=60)

    assert (2, "") == (looking.returncode, out)
    assert f"shy@mastodon.example is marked {mark}" in err
