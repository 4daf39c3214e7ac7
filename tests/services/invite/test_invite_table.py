"""Each command in each situation does what `docs/invitations.md` says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.domain.meeting.invitation import FOLLOWING, State
from tests.services.situations import SITUATIONS, VERBS, in_situation, invitation, rows_to, tell

if TYPE_CHECKING:
    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.meeting.invitation import Invitation

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).parents[3] / "docs" / "invitations.md"
UNCHANGED = "·"


def table(title: str) -> dict[str, dict[str, str]]:
    """The table below a heading, as cells by row and column."""
    _, _, below = PAGE.read_text(encoding="utf-8").partition(f"## {title}\n")
    lines = [line for line in below.partition("\n## ")[0].splitlines() if line.startswith("|")]
    (_, *heads), _, *rows = ([cell.strip("` ") for cell in row[1:-1].split("|")] for row in lines)
    return {first: dict(zip(heads, cells, strict=True)) for first, *cells in rows}


def told(invitation: Invitation | None) -> str:
    return "nothing" if invitation is None else invitation.state.value


def outcome(before: str, after: str) -> str:
    return UNCHANGED if before == after else after


@pytest.mark.parametrize("state", State)
def test_the_page_shows_what_may_follow(state: State) -> None:
    cells = table("What may follow")[state.value]

    assert {following.value for following in FOLLOWING[state]} == {
        to for to, who in cells.items() if who
    }
    assert set(cells) == {to.value for to in set(State) - {State.SUGGESTED}}


def test_the_page_knows_every_situation() -> None:
    for title in ("What a word does", "What `undo` does then", "What becomes of the message"):
        assert set(table(title)) <= set(SITUATIONS)
    assert list(table("What a word does")) == list(SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_a_word_does_what_the_page_says(situation: str) -> None:
    done = {}
    for verb, text in VERBS.items():
        house = await in_situation(situation)
        before = await invitation(house)
        await tell(house, text)
        after = await invitation(house)
        done[verb] = UNCHANGED if before == after else told(after)

    assert table("What a word does")[situation] == done


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_undo_does_what_the_page_says(situation: str) -> None:
    done = {}
    for verb, text in VERBS.items():
        house = await in_situation(situation)
        before = await invitation(house)
        await tell(house, text)
        after = await invitation(house)
        answer = await tell(house, "undo")
        changed = verb in {"never", "met"} or before != after
        now = "too late" if answer.startswith("Too late") else told(await invitation(house))
        done[verb] = now if changed else UNCHANGED

    assert table("What `undo` does then")[situation] == done


@pytest.mark.parametrize("situation", ["queued", "being sent", "unknown", "arrived?"])
async def test_a_message_on_its_way_ends_as_the_page_says(situation: str) -> None:
    ends = {}
    for verb, text in VERBS.items():
        house = await in_situation(situation)
        await tell(house, text)
        ends[verb] = state_of(await rows_to(house))

    assert table("What becomes of the message")[situation] == ends


def state_of(rows: list[OutboxRow]) -> str:
    (row,) = rows
    return row.state.value
