"""From the digest to the table on the snac lab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.snac import Lab
from tests.e2e.meeting.lines import ENGLISH, LANGUAGES
from tests.e2e.meeting.mishaps import assert_only_the_owner_sends, be_killed_sending, once, received
from tests.e2e.meeting.on_snac import LOOKALIKE, SnacStage
from tests.e2e.meeting.script import outbox, play
from tests.e2e.meeting.stage import NAMES, wait_until
from tests.e2e.meeting.transcript import assert_as_kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(*NAMES, LOOKALIKE) as lab:
        yield lab


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_digest_to_the_table(lab: Lab, tmp_path: Path, language: str) -> None:
    lines = LANGUAGES[language]

    letters = play(SnacStage(lab, lines, tmp_path), lines)

    assert_as_kept(f"snac.{language}", letters)


def test_only_the_owner_sends(lab: Lab, tmp_path: Path) -> None:
    assert_only_the_owner_sends(SnacStage(lab, ENGLISH, tmp_path))


def test_a_kill_after_sending_sends_no_invitation_twice(lab: Lab, tmp_path: Path) -> None:
    stage = SnacStage(lab, ENGLISH, tmp_path)

    be_killed_sending(stage, "after")

    assert {"sent"} == set(outbox(stage.context.store))
    wait_until(lambda: bool(received(stage)))
    assert once(stage) == received(stage)


def test_what_nobody_can_tell_waits_for_the_owner(lab: Lab, tmp_path: Path) -> None:
    """That a status was not sent cannot be told from what snac shows."""
    stage = SnacStage(lab, ENGLISH, tmp_path)

    be_killed_sending(stage, "before")

    assert [] == received(stage)
    (waiting,) = [
        one
        for one in json.loads(stage.context.type("outbox", "--json"))
        if one["state"] == "needs_owner"
    ]
    assert waiting["kind"] == "invitation"
    wait_until(lambda: "is it there?" in stage.letters()[-1].text)
    stage.context.type("outbox", "resend", str(waiting["id"]))
    stage.context.type("run", "--once")
    wait_until(lambda: bool(received(stage)))
    assert once(stage) == received(stage)
