"""From the digest to the table on the Bluesky lab."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.bluesky.control import Mood
from tests.e2e.meeting.lines import ENGLISH, LANGUAGES
from tests.e2e.meeting.mishaps import (
    assert_only_the_owner_sends,
    get_ready,
    once,
    received,
    wait_and_see,
)
from tests.e2e.meeting.on_bluesky import BlueskyStage
from tests.e2e.meeting.script import outbox, play
from tests.e2e.meeting.stage import BOT, OWNER, wait_until
from tests.e2e.meeting.transcript import assert_as_kept

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_digest_to_the_table(bluesky_lab: Lab, tmp_path: Path, language: str) -> None:
    lines = LANGUAGES[language]

    letters = play(BlueskyStage(bluesky_lab, lines, tmp_path), lines)

    assert_as_kept(f"bluesky.{language}", letters)


def test_only_the_owner_sends(bluesky_lab: Lab, tmp_path: Path) -> None:
    assert_only_the_owner_sends(BlueskyStage(bluesky_lab, ENGLISH, tmp_path))


def test_a_kill_sends_no_invitation_twice(bluesky_lab: Lab, tmp_path: Path) -> None:
    stage = BlueskyStage(bluesky_lab, ENGLISH, tmp_path)
    get_ready(stage)
    stage.write(OWNER, BOT, ENGLISH.send)
    owner = stage.accounts[OWNER].did
    bluesky_lab.control.set_mood(Mood.SWALLOWED, did=owner, times=1)

    process = stage.context.start("run", "--once")
    wait_until(lambda: bool(received(stage)))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert "sending" in outbox(stage.context.store)
    wait_and_see(stage)

    assert {"sent"} == set(outbox(stage.context.store))
    assert once(stage) == received(stage)
