"""Everything that the command line writes is cleaned, in one place."""

from __future__ import annotations

import ast
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import bot.cli
from bot.cli.mistakes import say_unforeseen
from bot.cli.terminal import Styled, echo, echo_json
from bot.domain.safety.outside import UNSAID, keep_secret

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

FILES = sorted(Path(bot.cli.__path__[0]).rglob("*.py"))
DOOR = "terminal.py"
WRITING = {"echo", "secho", "style", "confirm", "prompt", "echo_via_pager", "write", "writelines"}
HOSTILE = "\x1b[31mred\x1b[0m \x9b1m \x07 \u202eevil\u2066 \u2028 \ud800 \r token-of-this-process"
UNSEEN = "\x1b\x9b\x07\u202e\u2066\u2028\ud800\r\x00"


def is_clean(text: str) -> bool:
    return not set(text) & set(UNSEEN) and "token-of-this-process" not in text


@pytest.fixture(autouse=True)
def _secret() -> None:
    keep_secret("token-of-this-process")


def written_beside_the_door(source: str) -> list[int]:
    """The lines that write to the terminal, or import a function of click that does."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in WRITING)
        or (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.ImportFrom) and node.module == "click")
    ]


@pytest.mark.parametrize(
    "file", [path for path in FILES if path.name != DOOR], ids=lambda path: path.name
)
def test_nothing_is_written_beside_the_door(file: Path) -> None:
    # What click itself says is cleaned and handed to whoever asked for it; an export is a file;
    # help is laid out in a buffer.
    allowed = {"mistakes.py": 1, "exporting.py": 1, "layout.py": 6}

    assert len(written_beside_the_door(file.read_text())) == allowed.get(file.name, 0)


def test_whoever_writes_beside_the_door_is_seen() -> None:
    beside = ["click.echo(x)", "print(x)", "sys.stderr.write(x)", "from click import echo"]

    assert all(written_beside_the_door(line) for line in beside)
    assert written_beside_the_door((Path(FILES[0]).parent / DOOR).read_text())


def test_what_is_written_is_cleaned_and_styled_by_us_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_args: False)

    echo(f"{HOSTILE}, ", Styled("bold \x1b[5m", bold=True), "\n\tmore")

    lines = capsys.readouterr().out
    assert lines.endswith(", \x1b[1mbold \x1b[0m\n\tmore\n")
    assert is_clean(lines.partition(", ")[0])


def test_json_is_cleaned_and_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    echo_json({"name": f"👨‍👩‍👧 {HOSTILE}", "more": [f'password=token-of-this-process"{HOSTILE}']})

    said = capsys.readouterr().out
    read = json.loads(said)
    assert is_clean(said)
    assert is_clean(read["name"] + read["more"][0])
    assert read["name"].startswith("👨‍👩‍👧 red")


@pytest.mark.parametrize(
    "words",
    [
        ["people", f"--{HOSTILE}"], [HOSTILE], ["outbox", "show", HOSTILE], ["why"],
        ["--config", HOSTILE, "people"], ["snooze", "x", HOSTILE], ["digest", HOSTILE],
        ["list", HOSTILE], ["try", HOSTILE], ["doctor", f"--offline={HOSTILE}"],
    ],
    ids=lambda words: words[0][:6].strip("\x1b[") or "none",
)  # fmt: skip
def test_what_is_typed_wrong_is_repeated_cleaned(terminal: Terminal, words: list[str]) -> None:
    terminal.write_config()

    # Invalid bytes reach Python as lone surrogates, which no terminal can print.
    result = terminal.type(*(word.replace("\ud800", "\udc9b") for word in words))

    assert result.exit_code == 2
    assert result.stderr
    assert is_clean(result.output.replace("\udc9b", "\ud800"))


def test_an_exception_that_nobody_foresaw_is_told_cleaned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError(HOSTILE)  # noqa: TRY301 (it is to have a traceback)
    except ValueError as problem:
        say_unforeseen(type(problem), problem, problem.__traceback__)

    said = capsys.readouterr().err
    assert is_clean(said)
    assert "Traceback" in said
    assert UNSAID in said


def test_what_libraries_log_is_cleaned(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert logging.lastResort is not None
    monkeypatch.setattr(logging.lastResort, "formatter", None)
    CliRunner().invoke(bot.cli.main.terrasse, ["people", "--help"])

    logging.lastResort.handle(logging.makeLogRecord({"msg": HOSTILE, "levelno": logging.ERROR}))

    said = capsys.readouterr().err
    assert is_clean(said)
    assert UNSAID in said


def test_help_is_said_as_ever() -> None:
    shown = CliRunner().invoke(bot.cli.main.terrasse, ["people", "--help"])

    assert (0, True) == (shown.exit_code, shown.output.startswith("Usage: "))
