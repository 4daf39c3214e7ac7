"""Ctrl-C and SIGTERM end each command at once, without a traceback: real processes."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.terminal import Terminal

ROOT = Path(__file__).parents[3]
# A name server that never answers: a thread that cannot be cancelled.
STUCK = """
import asyncio, sys, time
import bot.cli.commands.running
import bot.services.rounds.sign_ins as sign_ins
async def stuck(context):
    print("stuck", file=sys.stderr, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)
sign_ins.verify = stuck
sys.argv = ["terrasse", "collect"]
from bot.__main__ import main
main()
"""
# A question that waits for the answer in the middle of what a command awaits.
QUESTION = """
import asyncio, sys
import click
from bot.cli.session import command
from bot.cli.terminal import confirmed, echo
@click.command()
@command
async def ask(session):
    try:
        echo("yes" if confirmed("Is it?") else "no")
    finally:
        echo("closed")
ask(obj=__import__("bot.cli.session").cli.session.Session(None))
"""


def start(*arguments: str, cwd: Path, terminal: int | None = None) -> subprocess.Popen[str]:
    """Start a process; `terminal` is its standard input and its standard error.

    The tests may run where SIGINT is ignored, as in the background of a script.
    """
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if terminal is None else terminal,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no thread)
    )


def ended(process: subprocess.Popen[str], signum: int, within: float) -> tuple[int, str, str]:
    """How a process ends at a signal, and what it said."""
    began = time.monotonic()
    process.send_signal(signum)
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - began < within
    return process.returncode, out, err


def read_until(process: subprocess.Popen[str], said: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if said in line:
            return
    pytest.fail(f"it ended without {said}")


BEGUN = (
    "import sys\n"
    "from bot.__main__ import main\n"
    "print('begun', file=sys.stderr, flush=True)\n"
    "main()\n"
)
"""Before it, the interpreter starts: a signal then is Python's own affair."""


@pytest.mark.parametrize("delay", [0.1, 0.4, 1.2])
@pytest.mark.parametrize(
    "words", [("demo",), ("collect",), ("run", "--once"), ("doctor",), ("people",)], ids="-".join
)
def test_ctrl_c_at_any_time_is_no_traceback(
    village: Terminal, words: tuple[str, ...], delay: float
) -> None:
    process = start("-c", BEGUN, *words, cwd=village.folder)
    read_until(process, "begun")
    time.sleep(delay)

    code, _, said = ended(process, signal.SIGINT, within=20)

    # 0: it was faster; killed by the signal: it was just ending, without our handler
    assert code in {0, 130, -signal.SIGINT}
    assert "Traceback" not in said
    assert "Warning" not in said


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_the_daemon_ends_and_says_so(village: Terminal, signum: int, code: int) -> None:
    process = start("-m", "bot", "run", cwd=village.folder)
    read_until(process, '"started"')

    ends = ended(process, signum, within=20)

    assert (code, "") == ends[:2]
    assert ends[2].endswith("\n")
    assert '"stopping"' in ends[2]
    assert "Traceback" not in ends[2]
    # Nothing is lost, and nothing bars the next.
    assert 0 == village.type("run", "--once").exit_code
    assert "1 · Solène Quéméner" in village.digests


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_cannot_be_cancelled_is_not_waited_for(
    village: Terminal, signum: int, code: int
) -> None:
    process = start("-c", STUCK, cwd=village.folder)
    read_until(process, "stuck")

    assert (code, "", "") == ended(process, signum, within=20)


def test_a_signal_that_the_caller_ignores_is_ignored(village: Terminal) -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);" + STUCK.replace(
        "60", "3"
    )
    process = start("-c", ignoring, cwd=village.folder)
    read_until(process, "stuck")

    code, out, _ = ended(process, signal.SIGINT, within=60)

    assert (0, True) == (code, "new" in out)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that asks a question on a terminal, and the other end of the terminal."""
    ours, theirs = pty.openpty()
    process = start("-c", QUESTION, cwd=tmp_path, terminal=theirs)
    os.close(theirs)
    shown = b""
    while b"[y/N]: " not in shown:
        assert select.select([ours], [], [], 60)[0]
        shown += os.read(ours, 1_000)
    time.sleep(0.5)  # the question is there a little before it waits for the answer
    yield process, ours
    os.close(ours)
    process.kill()
    process.communicate()


def test_ctrl_c_at_a_question_ends_at_once(asked: tuple[subprocess.Popen[str], int]) -> None:
    process, terminal = asked

    code, out, _ = ended(process, signal.SIGINT, within=20)
    shown = os.read(terminal, 1_000)

    assert (130, "closed\n") == (code, out)
    assert b"Traceback" not in shown
    assert b"Aborted" not in shown


@pytest.mark.parametrize(
    ("typed", "said"), [(b"y\n", "yes\n"), (b"n\n", "no\n"), (b"\n", "no\n"), (b"\x04", "no\n")]
)
def test_an_answer_is_an_answer_and_none_is_no(
    asked: tuple[subprocess.Popen[str], int], typed: bytes, said: str
) -> None:
    process, terminal = asked

    os.write(terminal, typed)
    out, _ = process.communicate(timeout=60)

    assert (0, f"{said}closed\n") == (process.returncode, out)
