"""The digest in the owner's chat, and what they answer, through the command line."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.household import Folder
from tests.e2e.labs.bluesky.control import Mood
from tests.e2e.outbox import let_minutes_pass

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.account import Account
    from tests.e2e.labs.bluesky.seed import Seeded

CHAT = "did:web:api.bsky.chat#bsky_chat"
DECLARATION = "chat.bsky.actor.declaration"
numbers = count(1)
CONFIG = """\
timezone = "Europe/Paris"
[[watch]]
account = "{owner}"
url = "{pds}"
secret = "file:owner.secret"
[bot]
account = "{bot}"
url = "{pds}"
secret = "file:bot.secret"
[store]
url = "sqlite:///terrasse.db"
"""


class Household(Folder):
    """An owner whose year of talk is on the lab, and a bot that may write to them."""

    def __init__(self, lab: Lab, owner: Account, bot: Account, path: Path) -> None:
        self.lab, self.owner, self.bot = lab, owner, bot
        config = CONFIG.format(owner=owner.handle, bot=bot.handle, pds=lab.info.pds)
        servers = {"TERRASSE_PLC": lab.info.plc, "TERRASSE_APPVIEW": lab.info.appview}
        super().__init__(path, config, servers)
        for name, account in (("owner", owner), ("bot", bot)):
            password = account.app_password(f"{name} {path.name}", messages=True)
            self.keep_secret(f"{name}.secret", password)

    def states(self) -> list[str]:
        rows: list[dict[str, Any]] = json.loads(self.type("outbox", "--json"))
        return [row["state"] for row in rows]

    def received(self) -> list[str]:
        """What the bot wrote to the owner, oldest first."""
        return [
            str(message["text"])
            for message in self.lab.control.kept_messages()
            if message["sender"]["did"] == self.bot.did
        ]

    def write(self, sender: Account, text: str) -> None:
        """Somebody writes to the bot."""
        chat = sender.pds.through(CHAT)
        convo = chat.query("chat.bsky.convo.getConvoForMembers", members=[self.bot.did])["convo"]
        chat.call(
            "chat.bsky.convo.sendMessage", {"convoId": convo["id"], "message": {"text": text}}
        )


def accept(account: Account, whom: str) -> None:
    """Let an account take messages from `all`, `following` or `none`."""
    record = {"$type": DECLARATION, "allowIncoming": whom}
    body = {"repo": account.did, "collection": DECLARATION, "rkey": "self", "record": record}
    account.pds.call("com.atproto.repo.putRecord", body)


@pytest.fixture
def household(bluesky_lab: Lab, bluesky_community: Seeded, tmp_path: Path) -> Household:
    bot, owner = bluesky_lab.sign_up(f"bot-{next(numbers)}"), bluesky_community.owner
    for account in (bot, owner):
        accept(account, "all")
    bluesky_lab.control.calm()
    bluesky_lab.control.catch_up()
    return Household(bluesky_lab, owner, bot, tmp_path)


def test_one_round_puts_one_digest_into_the_chat_and_the_next_none(household: Household) -> None:
    household.type("run", "--once")
    first = household.received()
    household.type("run", "--once")

    assert "1 · " in first[0]
    assert household.received() == first
    assert set(household.states()) == {"sent"}


@pytest.mark.parametrize("mood", [Mood.LOST, Mood.SWALLOWED, Mood.HANGUP])
def test_an_answer_that_is_lost_makes_no_second_digest(household: Household, mood: Mood) -> None:
    household.lab.control.set_mood(mood, times=1)

    household.type("run", "--once", code=3)
    assert "unknown" in household.states()
    for _ in range(3):
        let_minutes_pass(household.store)
        household.type("run", "--once")

    assert set(household.states()) == {"sent"}
    assert len(household.received()) == len(set(household.received())) == len(household.states())


def test_a_kill_between_claim_and_answer_makes_no_second_digest(household: Household) -> None:
    household.type("collect")
    household.lab.control.set_mood(Mood.SWALLOWED, times=1)
    process = household.start("run", "--once")
    wait_until_sending(household.store)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert "sending" in household.states()

    for _ in range(3):
        let_minutes_pass(household.store)
        household.type("run", "--once")

    assert set(household.states()) == {"sent"}
    assert len(household.received()) == len(set(household.received())) == len(household.states())


def test_the_owner_is_obeyed_and_nobody_else(household: Household) -> None:
    household.type("run", "--once")
    stranger = household.lab.sign_up(f"stranger-{next(numbers)}")
    accept(stranger, "all")
    household.write(household.owner, "hello")
    household.type("run", "--once")
    assert household.received()[-1].startswith("Good to hear from you.")

    household.write(stranger, "never 1")
    household.write(household.owner, "Pourquoi 1")
    household.write(household.owner, "never 1")
    household.type("run", "--once")

    assert "will never be suggested." in household.received()[-1]
    assert " · occasions: " in household.received()[-2]
    assert "You said never." in household.type("why-not", "1")
    household.write(household.owner, "undo")
    household.type("run", "--once")
    assert "You said never." not in household.type("why-not", "1")


def test_the_doctor_says_whether_a_digest_would_arrive(household: Household) -> None:
    assert "ok  digest: can be sent to " in household.type("doctor")

    accept(household.owner, "none")
    household.lab.control.catch_up()

    assert "!!  digest: " in household.type("doctor", code=1)


def test_a_first_look_needs_no_secret(household: Household) -> None:
    start = time.monotonic()
    shown = household.type(
        "try",
        household.owner.handle,
        "--url",
        household.lab.info.pds,
        "--appview",
        household.lab.info.appview,
        "--yes",
    )

    assert time.monotonic() - start < 60
    assert " 1. ▮▮▮▮▮ " in shown
    assert "Not seen: " in shown


def wait_until_sending(path: Path) -> None:
    for _ in range(600):
        with closing(sqlite3.connect(path)) as store:
            if store.execute("SELECT 1 FROM outbox WHERE state = 'sending'").fetchone():
                return
        time.sleep(0.05)
    pytest.fail("nothing was ever sent")
