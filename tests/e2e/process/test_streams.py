"""Streams that are closed, full, of another encoding or without colours; `run --once` for cron."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.terminal import is_coloured
from tests.e2e.process.test_signals import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cli.terminal import Terminal

TERRASSE = f"{sys.executable} -m bot"


def shell(folder: Path, line: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a line in which `terrasse` stands."""
    return subprocess.run(
        ["sh", "-c", line.replace("terrasse", TERRASSE)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("terrasse people >&-", 0),
        ("terrasse people 2>&- >&-", 0),
        ("terrasse edit 1 - <&-", 2),
        ("terrasse say --lines <&-", 0),
        ("terrasse nonsense 2>&-", 2),
        ("terrasse run --once 2>&-", 0),
        ("terrasse run --once --log-level debug 2>/dev/full", 0),
        ("terrasse people >/dev/full 2>/dev/full", 1),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_traceback(
    collected: Terminal, line: str, code: int
) -> None:
    ended = shell(collected.folder, line)

    assert code == ended.returncode, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", ["--help", "people", "people --json", "run --help"])
def test_a_full_disk_is_told_in_a_line(collected: Terminal, words: str) -> None:
    ended = shell(collected.folder, f"terrasse {words} >/dev/full")

    said = "terrasse: the output cannot be written: No space left on device\n"
    assert (1, said) == (ended.returncode, ended.stderr)


@pytest.mark.parametrize("words", ["--help", "people --all", "people --json"])
def test_a_reader_that_has_enough_ends_it_quietly(collected: Terminal, words: str) -> None:
    ended = shell(collected.folder, f"{{ terrasse {words}; echo $? >&2; }} | true")

    assert ended.stderr in {"141\n", "0\n"}  # 0: it was faster


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_another_encoding_is_no_traceback(collected: Terminal, encoding: str) -> None:
    ended = shell(collected.folder, "terrasse people", PYTHONIOENCODING=encoding, LC_ALL="C")

    assert (0, "") == (ended.returncode, ended.stderr)
    assert "solene@village.example" in ended.stdout


def test_no_home_is_no_traceback(collected: Terminal, tmp_path: Path) -> None:
    bare = f"env -i PYTHONPATH={ROOT} {TERRASSE}"

    assert 0 == shell(collected.folder, f"{bare} people").returncode
    (tmp_path / "elsewhere").mkdir()
    ended = shell(tmp_path / "elsewhere", f"{bare} people")
    assert (2, True) == (ended.returncode, ended.stderr.startswith("terrasse: There is no config"))


@pytest.mark.parametrize(
    ("environ", "on_terminal", "elsewhere"),
    [
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ({"TERM": "xterm", "FORCE_COLOR": "0"}, True, False),
        ({}, True, False),
    ],
)
def test_colours_are_as_the_environment_asks(
    monkeypatch: pytest.MonkeyPatch,
    environ: Mapping[str, str],
    *,
    on_terminal: bool,
    elsewhere: bool,
) -> None:
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ours, theirs = pty.openpty()

    with os.fdopen(theirs, "w") as terminal, Path(os.devnull).open("w") as file:
        assert (on_terminal, elsewhere) == (is_coloured(terminal), is_coloured(file))

    os.close(ours)


@pytest.mark.parametrize("words", ["doctor", "demo", "run --once --log-level info"])
def test_no_color_is_heeded_and_force_color_too(collected: Terminal, words: str) -> None:
    line = f"terrasse {words}"
    plain = shell(collected.folder, line, FORCE_COLOR="1", NO_COLOR="1")
    forced = shell(collected.folder, line, FORCE_COLOR="1", NO_COLOR="")

    assert "\x1b" not in plain.stdout + plain.stderr
    assert ("\x1b" in forced.stdout) != words.startswith("run")


def test_run_once_is_silent_when_all_is_well_and_logs_if_asked(village: Terminal) -> None:
    ended = [shell(village.folder, "terrasse run --once") for _ in range(2)]
    told = shell(village.folder, "terrasse run --once --log-level info")

    assert [(0, "", "")] * 2 == [(run.returncode, run.stdout, run.stderr) for run in ended]
    assert "1 · Solène Quéméner" in village.digests
    events = [json.loads(line) for line in told.stderr.splitlines()]
    assert ["collected"] * 2 == [event["event"] for event in events]


def test_run_once_says_what_is_wrong_in_a_line_and_by_its_exit_code(village: Terminal) -> None:
    (village.folder / "digest.md").mkdir()

    ended = shell(village.folder, "terrasse run --once")

    assert (3, "", 1) == (ended.returncode, ended.stdout, ended.stderr.count("\n"))
    assert ended.stderr.startswith("terrasse: Message 1 is ")
    assert "digest.md" in ended.stderr


def test_an_option_that_is_misspelt_is_told_with_the_nearest(terminal: Terminal) -> None:
    for words, meant in ((["run", "--onc"], "--once"), (["run", "--log-levle"], "--log-level")):
        ended = terminal.type(*words)
        assert (2, True) == (ended.exit_code, f"Did you mean '{meant}'?" in ended.stderr)
