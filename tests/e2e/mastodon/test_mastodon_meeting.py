"""From the digest to the table on our own Mastodon server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.meeting.lines import ENGLISH, LANGUAGES
from tests.e2e.meeting.mishaps import assert_only_the_owner_sends, be_killed_sending, once, received
from tests.e2e.meeting.on_mastodon import MastodonStage
from tests.e2e.meeting.script import outbox, play
from tests.e2e.meeting.transcript import assert_as_kept
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.mastodon.running import Remote


@pytest.fixture
def server() -> Iterator[Remote]:
    with process() as server:
        yield server


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_digest_to_the_table(server: Remote, tmp_path: Path, language: str) -> None:
    lines = LANGUAGES[language]

    letters = play(MastodonStage(server, lines, tmp_path), lines)

    assert_as_kept(f"mastodon.{language}", letters)


def test_only_the_owner_sends(server: Remote, tmp_path: Path) -> None:
    assert_only_the_owner_sends(MastodonStage(server, ENGLISH, tmp_path))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_sends_no_invitation_twice(server: Remote, tmp_path: Path, when: str) -> None:
    stage = MastodonStage(server, ENGLISH, tmp_path)

    be_killed_sending(stage, when)

    assert {"sent"} == set(outbox(stage.context.store))
    assert once(stage) == received(stage)
