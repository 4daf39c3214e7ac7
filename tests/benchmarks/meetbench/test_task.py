"""Which folders are tasks, what is read of them, and what is said of broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.meetbench.task import TaskError, folders, read
from tests.benchmarks.meetbench.tasks import CUTOFF, DAY, TRUTH, event, pack, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_query_has_the_acts_of_its_person_oldest_first(tmp_path: Path) -> None:
    events = [event(1, "2", "1"), event(2, "1", "2", "sms"), event(1, "5", "2")]

    (query,) = read(write(tmp_path, events=events)).queries

    assert ("1@c0", "1", CUTOFF) == (query.ego, query.person, query.cutoff)
    assert [(CUTOFF - 2 * DAY, "2", True, "sms"), (CUTOFF - DAY, "2", False, "msg")] == [
        (act.at, act.other, act.outgoing, act.kind) for act in query.acts
    ]
    assert {"2": True, "3": False, "4": False} == query.labels


def test_the_future_and_what_lies_too_far_back_are_not_known(tmp_path: Path) -> None:
    events = [event(days, "1", "2") for days in (-1, -0.001, 0, 9.999, 10, 11)]

    (query,) = read(write(tmp_path, events=events, lookback=10)).queries

    assert [pytest.approx(9.999), 0] == [(CUTOFF - act.at) / DAY for act in query.acts]


def test_every_folder_with_a_part_of_a_task_is_one(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a"), write(tmp_path, "b")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "notes.txt").touch()

    assert [first, second] == folders(tmp_path)
    assert [first] == folders(first)


def test_an_empty_line_says_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path)
    pack(folder / "truth.csv.gz", "ego,alter,label", [*TRUTH, ()])

    assert 3 == len(read(folder).queries[0].labels)


def test_a_folder_without_tasks_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="No task in"):
        folders(tmp_path)
    with pytest.raises(TaskError, match="no folder"):
        folders(tmp_path / "missing")


@pytest.mark.parametrize("part", ["meta.json", "events.csv.gz", "truth.csv.gz"])
def test_a_missing_file_is_named(tmp_path: Path, part: str) -> None:
    folder = write(tmp_path)
    (folder / part).unlink()

    assert [folder] == folders(tmp_path)
    with pytest.raises(TaskError, match=f"{part} cannot be read: No such file"):
        read(folder)


BREAKS: list[tuple[Callable[[Path], object], str]] = [
    (lambda one: (one / "meta.json").write_text("{"), "should be JSON with cutoffs"),
    (lambda one: (one / "meta.json").write_text("[]"), "should be JSON with cutoffs"),
    (lambda one: (one / "meta.json").write_text('{"cutoffs": {}}'), "names a cutoff"),
    (lambda one: (one / "events.csv.gz").write_bytes(b"t,src"), "cannot be read"),
    (
        lambda one: (one / "events.csv.gz").write_bytes((one / "events.csv.gz").read_bytes()[:50]),
        "cannot be read",
    ),
    (lambda one: pack(one / "events.csv.gz", "t,src,dst", []), "has no column kind"),
    (
        lambda one: pack(one / "events.csv.gz", "t,src,dst,kind", [("1", "2")]),
        "line 2: 2 fields instead of 4",
    ),
    (
        lambda one: pack(one / "events.csv.gz", "t,src,dst,kind", [("noon", "1", "2", "msg")]),
        "line 2: 'noon' is no time",
    ),
    (
        lambda one: pack(one / "truth.csv.gz", "ego,alter,label", [("1@c0", "2", "yes")]),
        "'yes' is neither 0 nor 1",
    ),
    (lambda one: pack(one / "truth.csv.gz", "ego,alter,label", []), "nothing to judge"),
    (
        lambda one: pack(one / "truth.csv.gz", "ego,alter,label", [*TRUTH, ("1@c9", "2", "1")]),
        "1@c9 names a cutoff",
    ),
]


@pytest.mark.parametrize(("damage", "message"), BREAKS)
def test_a_broken_task_is_told_with_its_reason(
    tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    folder = write(tmp_path)
    damage(folder)

    with pytest.raises(TaskError, match=message):
        read(folder)
