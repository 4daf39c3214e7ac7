"""The digest as a direct status, exactly once, and what the owner answers; never, as they move."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.altered import AHEAD
from tests.e2e.household import Folder
from tests.e2e.outbox import let_minutes_pass

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.mastodon.running import Remote

CONFIG = """\
timezone = "Europe/Paris"
[[watch]]
account = "@me@{domain}"
url = "{url}"
secret = "file:me.secret"
{bot}
[store]
url = "sqlite:///terrasse.db"
"""
BOT = """\
[bot]
account = "@bot@{domain}"
url = "{url}"
secret = "file:bot.secret"
"""
DOMAIN = "mastodon.example"
POSTING = "POST /api/v1/statuses"


def household(server: Remote, folder: Path, *, bot: bool = True) -> Folder:
    place = {"domain": DOMAIN, "url": server.url}
    context = Folder(folder, CONFIG.format(bot=BOT.format(**place) if bot else "", **place))
    for name in ("me", "bot"):
        context.keep_secret(f"{name}.secret", server.act("token", who=name))
    return context


def states(context: Folder) -> list[str]:
    rows: list[dict[str, Any]] = json.loads(context.type("outbox", "--json"))
    return [row["state"] for row in rows]


def directs(server: Remote, who: str = "bot") -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = server.act("statuses", who=who)
    return [one for one in said if one["visibility"] == "direct"]


def out_once(server: Remote, context: Folder, who: str = "bot") -> None:
    assert {"sent"} == set(states(context))
    sent = directs(server, who)
    assert len(states(context)) == len(sent) == len({one["text"] for one in sent})
    assert {("me",)} == {tuple(one["to"]) for one in sent}


@pytest.mark.parametrize("bot", [True, False], ids=["from a bot", "to oneself"])
def test_one_digest_mentions_only_the_owner(mastodon: Remote, tmp_path: Path, bot: bool) -> None:  # noqa: FBT001
    context = household(mastodon, tmp_path, bot=bot)
    who = "bot" if bot else "me"

    context.type("run", "--once")
    first = directs(mastodon, who)
    context.type("run", "--once")

    assert "1 · " in first[0]["text"]
    assert first == directs(mastodon, who)
    out_once(mastodon, context, who)


@pytest.mark.parametrize(
    "mode", ["lost", "lost before key", "502", "502 after", "html", "broken json", "429 nonsense"]
)
def test_an_answer_that_says_nothing_makes_no_second_digest(
    mastodon: Remote, tmp_path: Path, mode: str
) -> None:
    context = household(mastodon, tmp_path)
    context.type("collect")
    mastodon.act("fault", mode=mode, where=POSTING)

    attempt(context)
    for _ in range(4):
        let_minutes_pass(tmp_path / "terrasse.db")
        attempt(context)

    out_once(mastodon, context)


def test_a_kill_in_the_middle_makes_no_second_digest(mastodon: Remote, tmp_path: Path) -> None:
    context = household(mastodon, tmp_path)
    context.type("collect")
    mastodon.act("fault", mode="drip", where=POSTING, seconds=1)
    running = context.start("run", "--once")
    wait_until_sending(tmp_path / "terrasse.db")
    time.sleep(0.7)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert "sending" in states(context)

    for _ in range(4):
        let_minutes_pass(tmp_path / "terrasse.db")
        attempt(context)

    out_once(mastodon, context)


def attempt(context: Folder) -> None:
    """A round, however it ends."""
    with context.start("run", "--once") as running:
        running.communicate(timeout=120)


def wait_until_sending(path: Path) -> None:
    for _ in range(600):
        with closing(sqlite3.connect(path)) as store:
            if store.execute("SELECT 1 FROM outbox WHERE state = 'sending'").fetchone():
                return
        time.sleep(0.02)
    pytest.fail("nothing was ever sent")


def test_never_follows_who_moves(mastodon: Remote, tmp_path: Path) -> None:
    context = household(mastodon, tmp_path)
    context.type("collect")
    context.type("never", f"@alice@{DOMAIN}")
    for name in ("alicia", "bruno"):
        mastodon.act("sign_up", username=name)
        for week in range(8):
            at = (datetime.now(UTC) - timedelta(days=57 - 7 * week)).isoformat()
            above = mastodon.act("post", who=name, text="@me Leeks?", at=at)
            above = mastodon.act("post", who="me", text=f"@{name} Yes!", reply_to=above, at=at)
            mastodon.act("post", who=name, text="@me Thank you!", reply_to=above, at=at)
    mastodon.act("move", who="alice", to="alicia")

    context.type("run", "--once", altered={AHEAD: "2"})

    digest = "\n".join(one["text"] for one in directs(mastodon))
    assert "1 · bruno" in digest
    assert "alic" not in digest
    for name in ("alice", "alicia"):
        assert "You said never." in context.type("why-not", f"@{name}@{DOMAIN}")
