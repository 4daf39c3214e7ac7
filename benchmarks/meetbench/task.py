"""Tasks: a folder of events and later contacts, read as queries for a ranking."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

EVENTS: Final = "events.csv.gz"
TRUTH: Final = "truth.csv.gz"
META: Final = "meta.json"
DAY: Final = 86_400.0
"""Seconds."""


class TaskError(UserError):
    """A folder is no task, or one that cannot be read. The message says which, where and why."""


@dataclass(frozen=True, slots=True)
class Act:
    """One event as one of its two persons sees it; `at` in seconds since 1970, UTC."""

    at: float
    other: str
    outgoing: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Query:
    """Which candidates will the person be in touch with, by what is known at the cutoff?

    `ego` is `person@cutoff`; `acts` are the person's own, oldest first, none after `cutoff`
    (seconds); `labels` says of each candidate whether it came true; acts of the kinds `signals`
    are boosts, the others talk.
    """

    ego: str
    person: str
    cutoff: float
    acts: Sequence[Act]
    labels: Mapping[str, bool]
    signals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """Queries that are judged together. `note` says what is predicted."""

    name: str
    note: str
    queries: Sequence[Query]


@dataclass(frozen=True, slots=True)
class _Meta:
    note: str
    cutoffs: Mapping[str, float]
    lookback: float
    signals: frozenset[str]


def folders(root: Path) -> list[Path]:
    """The task folders in `root`, by name; `root` itself where it is one.

    Raises TaskError where there are none.
    """
    if not root.is_dir():
        message = f"{root} is no folder. Name the one that holds the tasks."
        raise TaskError(message)
    parts = (META, EVENTS, TRUTH)
    if any((root / part).exists() for part in parts):
        return [root]
    found = sorted(
        folder for folder in root.iterdir() if any((folder / part).exists() for part in parts)
    )
    if not found:
        message = f"No task in {root}: a task is a folder with {META}, {EVENTS} and {TRUTH}."
        raise TaskError(message)
    return found


def read(folder: Path, signals: Collection[str] = ()) -> Task:
    """Read one task; `signals` are kinds that are signals besides those that it names itself.

    Raises TaskError where a file is missing, or is not what it should be.
    """
    meta = _meta(folder / META)
    truth: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in _rows(folder / TRUTH, ("ego", "alter", "label")):
        truth[row[0]][row[1]] = _label(row[2], folder / TRUTH)
    people = {ego.partition("@")[0] for ego in truth}
    acts = _acts(folder / EVENTS, people)
    queries = []
    for ego, labels in truth.items():
        person, _, name = ego.partition("@")
        if name not in meta.cutoffs:
            message = f"{folder / TRUTH}: {ego} names a cutoff that {META} does not know."
            raise TaskError(message)
        cutoff = meta.cutoffs[name]
        since = cutoff - meta.lookback * DAY
        known = [act for act in acts[person] if since < act.at <= cutoff]
        queries.append(Query(ego, person, cutoff, known, labels, meta.signals.union(signals)))
    if not queries:
        message = f"{folder / TRUTH} holds no pair, so there is nothing to judge."
        raise TaskError(message)
    return Task(folder.name, meta.note, queries)


def _meta(path: Path) -> _Meta:
    try:
        content = json.loads(path.read_bytes())
        return _Meta(
            note=str(content.get("note", "")),
            cutoffs={str(name): float(at) for name, at in content["cutoffs"].items()},
            lookback=float(content.get("lookback_days", 365)),
            signals=frozenset(map(str, content.get("signals", ()))),
        )
    except OSError as error:
        raise _unread(path, error) from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        message = f"{path} should be JSON with cutoffs ({{name: seconds}}): {error!r}."
        raise TaskError(message) from error


def _acts(path: Path, people: set[str]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {person: [] for person in people}
    for number, (when, source, target, kind) in enumerate(
        _rows(path, ("t", "src", "dst", "kind")), start=2
    ):
        try:
            at = float(when)
        except ValueError as error:
            message = f"{path}, line {number}: {when!r} is no time in seconds."
            raise TaskError(message) from error
        if source in people:
            found[source].append(Act(at, target, outgoing=True, kind=kind))
        if target in people:
            found[target].append(Act(at, source, outgoing=False, kind=kind))
    for acts in found.values():
        acts.sort(key=lambda act: act.at)
    return found


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[list[str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            head = next(rows, [])
            if missing := [name for name in columns if name not in head]:
                message = f"{path} has no column {', '.join(missing)}."
                raise TaskError(message)
            places = [head.index(name) for name in columns]
            for number, row in enumerate(rows, start=2):
                if not row:  # an empty line, as some files end with
                    continue
                if len(row) != len(head):
                    message = f"{path}, line {number}: {len(row)} fields instead of {len(head)}."
                    raise TaskError(message)
                yield [row[place] for place in places]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise _unread(path, error) from error


def _unread(path: Path, error: Exception) -> TaskError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return TaskError(f"{path} cannot be read: {why}.")


def _label(value: str, path: Path) -> bool:
    if value not in {"0", "1"}:
        message = f"{path}: the label {value!r} is neither 0 nor 1."
        raise TaskError(message)
    return value == "1"
