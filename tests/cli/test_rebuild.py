"""`terrasse rebuild`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

MIN_DAY = "(SELECT min(day) FROM tallies)"
MIN_FIRST = "(SELECT min(first) FROM exchanges)"


def tamper(terminal: Terminal) -> None:
    with sqlite3.connect(terminal.folder / "terrasse.db") as database:
        database.execute(f"UPDATE tallies SET in_talk = in_talk + 1 WHERE day = {MIN_DAY}")  # noqa: S608
        database.execute(f"DELETE FROM exchanges WHERE first = {MIN_FIRST}")  # noqa: S608
    database.close()


def test_what_was_collected_follows_from_the_log(collected: Terminal) -> None:
    assert "Everything matches." in collected.read("rebuild")


def test_what_differs_is_told_and_put_right(collected: Terminal) -> None:
    people = collected.json("people")
    tamper(collected)

    told = collected.type("rebuild")

    assert 1 == told.exit_code
    assert "wrong" in told.output
    assert "1 missing" in told.output
    assert "Everything matches." in collected.read("rebuild")
    assert people == collected.json("people")


def test_a_check_changes_nothing(collected: Terminal) -> None:
    tamper(collected)

    first, second = collected.type("rebuild", "--check"), collected.type("rebuild", "--check")

    assert 1 == first.exit_code == second.exit_code
    assert first.output == second.output
