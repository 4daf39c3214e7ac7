from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOSTILE = "raise SystemExit('a file of the working directory was run')\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("__future__.py", "config.py", "pydantic.py", "click.py", "adapters/__init__.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HOSTILE)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["digest", "--help"]])
def test_python_m_bot_runs_nothing_of_the_working_directory(
    folder: Path, arguments: list[str]
) -> None:
    result = run(folder, "-m", "bot", *arguments)

    assert "working directory" not in result.stdout + result.stderr
    assert "Usage: terrasse" in result.stdout + result.stderr


def test_python_m_bot_loads_the_config_reader_of_the_package(folder: Path) -> None:
    result = run(folder, "-m", "bot", "--config", "none.toml", "people")

    assert (2, "") == (result.returncode, result.stdout)
    assert "none.toml does not exist" in result.stderr


def test_python_m_bot_works_in_a_checkout() -> None:
    result = run(ROOT, "-m", "bot", "--help")

    assert (0, "") == (result.returncode, result.stderr)
