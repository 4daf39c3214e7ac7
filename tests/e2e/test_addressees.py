"""Who is written to on real servers: a wrong secret, an opt-in, a restored store, a block."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.bluesky.test_bluesky_digest import Household, accept
from tests.e2e.household import Folder
from tests.e2e.labs.bluesky.control import Mood
from tests.e2e.labs.snac import Lab as SnacLab
from tests.e2e.meeting.lines import ENGLISH
from tests.e2e.meeting.mishaps import get_ready, once, received, wait_and_see
from tests.e2e.meeting.on_bluesky import BlueskyStage, put
from tests.e2e.meeting.script import outbox
from tests.e2e.meeting.stage import BOT, OTHER, OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab

BLOCK: Final = "app.bsky.graph.block"
SNAC: Final = """\
timezone = "Europe/Paris"
[[watch]]
account = "@anna@{host}"
url = "{url}"
secret = "file:anna.secret"
[bot]
account = "@bot@{host}"
url = "{url}"
secret = "file:bot.secret"
[store]
url = "sqlite:///terrasse.db"
"""
numbers = count(1)


@pytest.fixture(scope="module")
def snac() -> Iterator[SnacLab]:
    with SnacLab("anna", "bruno", "bot") as lab:
        yield lab


@pytest.mark.parametrize(("account", "signed_in"), [("anna", "bruno"), ("bot", "anna")])
def test_the_secret_of_another_account_sends_nothing(
    snac: SnacLab, tmp_path: Path, account: str, signed_in: str
) -> None:
    host = snac.info.url.partition("://")[2]
    context = Folder(tmp_path, SNAC.format(host=host, url=snac.info.url))
    for name in ("anna", "bot"):
        token = snac.sign_in(signed_in if name == account else name).token or ""
        context.keep_secret(f"{name}.secret", token)

    for words, code in (
        (["run", "--once"], 2),
        (["collect"], 2),
        (["doctor", "--test-message"], 1),  # which tells all else that it finds, too
    ):
        with context.start(*words) as process:
            out, err = process.communicate(timeout=120)
        assert process.returncode == code, (words, out, err)
        assert f"@{account}@{host}" in out + err
        assert f"@{signed_in}@{host}" in out + err

    for name in ("anna", "bruno", "bot"):
        assert not snac.sign_in(name).get("/api/v1/notifications")


@pytest.fixture
def household(bluesky_lab: Lab, tmp_path: Path) -> Household:
    """An owner and a bot without any history."""
    owner, bot = (bluesky_lab.sign_up(f"{name}-of-{next(numbers)}") for name in ("me", "bot"))
    for account in (owner, bot):
        accept(account, "all")
    bluesky_lab.control.calm()
    bluesky_lab.control.catch_up()
    return Household(bluesky_lab, owner, bot, tmp_path)


def test_an_account_without_a_secret_opts_in_and_out(household: Household) -> None:
    config = household.path / "terrasse.toml"
    config.write_text(config.read_text().replace('secret = "file:owner.secret"\n', "", 1))

    def after(text: str) -> list[str]:
        """What the bot writes in the two rounds after somebody wrote that."""
        before = len(household.received())
        if text:
            household.write(household.owner, text)
        for _ in range(2):
            household.type("run", "--once")
        return household.received()[before:]

    assert after("") == []
    [explanation] = after("hello")
    assert "Write yes to begin" in explanation
    assert "stop" in explanation
    assert after("hello again") == []
    assert any("We are connected" in text for text in after("start"))
    assert len(after("stop")) == 1
    assert after("list") == []
    with closing(sqlite3.connect(household.store)) as store:
        assert store.execute("SELECT count(*) FROM interactions").fetchone() == (0,)
    assert any("We are connected" in text for text in after("start"))


def test_a_store_put_back_obeys_nothing_again(household: Household) -> None:
    household.type("run", "--once")
    household.write(household.owner, "hello")
    household.type("run", "--once")
    copy = household.path / "copy.db"
    with closing(sqlite3.connect(household.store)) as store, closing(sqlite3.connect(copy)) as kept:
        store.backup(kept)
    household.write(household.owner, "pause")
    household.type("run", "--once")
    before = household.received()

    for end in ("-wal", "-shm"):
        household.store.with_name(household.store.name + end).unlink(missing_ok=True)
    shutil.copyfile(copy, household.store)
    for _ in range(2):
        household.type("run", "--once")

    [told] = household.received()[len(before) :]
    assert "copy" in told
    household.write(household.owner, "resume")
    household.type("run", "--once")
    assert len(household.received()) == len(before) + 2


def test_whoever_blocks_gets_no_draft(bluesky_lab: Lab, tmp_path: Path) -> None:
    stage = BlueskyStage(bluesky_lab, ENGLISH, tmp_path)
    stage.context.type("collect")
    owner, other = stage.accounts[OWNER], stage.accounts[OTHER]
    assert stage.context.type("draft", other.handle)

    other.write(BLOCK, {"subject": owner.did, "createdAt": "2026-01-01T00:00:00.000Z"})
    bluesky_lab.control.catch_up()
    with stage.context.start("send", other.handle) as process:
        out, err = process.communicate(timeout=120)

    assert process.returncode != 0
    assert "block" in out + err
    assert "bsky.app" not in out + err
    assert not [letter for letter in stage.letters() if letter.to == (OTHER,)]
    assert not [letter for letter in stage.letters() if OWNER not in (letter.sender, *letter.to)]


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("nothing", ""),
        ("a block", "is not sent. One of you blocks the other."),
        ("a mark", "is not sent. Their profile asks bots to leave them alone (#nobot)."),
    ],
    ids=["nothing", "block", "mark"],
)
def test_what_happens_between_approval_and_sending_is_heeded(
    bluesky_lab: Lab, tmp_path: Path, then: str, told: str
) -> None:
    """The first try is lost: the chat itself would stop a block, but not a mark."""
    stage = BlueskyStage(bluesky_lab, ENGLISH, tmp_path)
    get_ready(stage)
    owner, other = stage.accounts[OWNER], stage.accounts[OTHER]
    stage.write(OWNER, BOT, ENGLISH.send)
    bluesky_lab.control.set_mood(Mood.BROKEN, did=owner.did, times=1)
    stage.context.type("run", "--once", code=3)
    assert "unknown" in outbox(stage.context.store)

    if then == "a block":
        other.write(BLOCK, {"subject": owner.did, "createdAt": "2026-01-01T00:00:00.000Z"})
    if then == "a mark":
        put(other, "app.bsky.actor.profile", {"displayName": "Alice", "description": "#nobot"})
    bluesky_lab.control.catch_up()
    wait_and_see(stage)

    if told:
        assert told in stage.letters()[-1].text
        assert [] == received(stage)
    else:
        assert once(stage) == received(stage)
