"""The process that renders: its limits, and how its failures are reported."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from adapters.templates import process
from bot.errors import TemplateError
from bot.text.draft import faults

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


class Child:
    """Replaces the script that renders."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.script = folder / "child.py"
        monkeypatch.setattr(process, "CHILD", self.script)

    async def run(self, script: str) -> list[str]:
        self.script.write_text(script)
        return await process.render("en/coffee.txt", "Hi", [])

    async def fault(self, script: str) -> str:
        with pytest.raises(TemplateError) as caught:
            await self.run(script)
        return caught.value.problem


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    return Child(tmp_path, monkeypatch)


async def test_it_has_no_environment_and_no_place_of_its_own(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_SECRET", "s3cret")
    look = "import json, os, sys; sys.stdin.read()\n"
    look += "print(json.dumps({'texts': [os.getcwd(), *os.environ, *sys.path]}))"

    folder, *others = await child.run(look)

    assert "/" == folder
    assert "BOT_SECRET" not in others
    assert "PATH" not in others
    assert str(child.script.parent) not in others


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/terrasse-was-here', 'w')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "bytearray(10 ** 9)",
    ],
)
def test_a_confined_process_opens_nothing(attempt: str) -> None:
    script = f"import runpy, socket, subprocess; run = runpy.run_path({str(process.CHILD)!r})\n"
    script += f"run['_confine']()\ntry: {attempt}\nexcept (OSError, MemoryError): print('refused')"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=False)

    assert b"refused\n" == done.stdout


async def test_a_process_that_breaks_off_is_told(child: Child) -> None:
    assert faults.BROKEN_OFF.format(code=3) == await child.fault("raise SystemExit(3)")


async def test_one_that_does_not_end_is_ended(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "DEADLINE", 0.2)

    assert faults.TOO_SLOW == await child.fault("import time; time.sleep(600)")


async def test_one_that_talks_without_end_is_ended(child: Child) -> None:
    assert faults.TOO_SLOW == await child.fault("while True: print('spam' * 9999)")


async def test_what_is_to_be_rendered_comes_by_standard_input_only(child: Child) -> None:
    (job,) = await child.run(
        "import json, sys; print(json.dumps({'texts': [sys.stdin.read() + str(sys.argv[1:])]}))"
    )

    assert json.dumps({"template": "Hi", "values": []}) + "[]" == job
