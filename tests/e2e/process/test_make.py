"""`make run` where Python can make no virtual environment, or has made half of one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# As Debian's without python3-venv: the environment is left behind, without pip.
PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv")
    echo venv >> calls
    mkdir -p .venv/bin
    ln -sf "$0" .venv/bin/python
    [ -e python3-venv ] || { echo "ensurepip is not available."; exit 1; }
    touch .venv/pip ;;
"-m pip")
    [ -e .venv/pip ] || { echo "No module named pip" >&2; exit 1; }
    printf '#!/bin/sh\\necho "terrasse $*"\\n' > .venv/bin/terrasse
    chmod +x .venv/bin/terrasse ;;
"-c from importlib.metadata"*) [ -e .venv/pip ] ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "python3").write_text(PYTHON)
    (tmp_path / "python3").chmod(0o755)
    return tmp_path


def make_run(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "run", f"PYTHON={checkout / 'python3'}"],
        cwd=checkout,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_works_once_the_package_is_there_that_it_named(checkout: Path) -> None:
    failed = make_run(checkout)
    (checkout / "python3-venv").touch()
    again = make_run(checkout)

    assert failed.returncode != 0
    assert "sudo apt install python3-venv" in failed.stderr
    assert (0, "terrasse run --or-demo\n") == (again.returncode, again.stdout)
    assert "apt install python3-venv" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("python", ["python3", "nothing", None])
def test_half_an_environment_is_made_anew(checkout: Path, python: str | None) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    if python is not None:
        (checkout / ".venv" / "bin" / "python").symlink_to(checkout / python)
    (checkout / "python3-venv").touch()

    ended = make_run(checkout)

    assert (0, "terrasse run --or-demo\n") == (ended.returncode, ended.stdout)


def test_one_whose_python_was_replaced_is_made_anew_and_a_whole_one_is_kept(checkout: Path) -> None:
    (checkout / "python3-venv").touch()
    made = []
    for is_replaced in (False, False, True):
        if is_replaced:
            (checkout / ".venv" / "pip").unlink()
            (checkout / ".venv" / "bin" / "terrasse").unlink()
        assert "terrasse run --or-demo\n" == make_run(checkout).stdout
        made.append((checkout / "calls").read_text().count("venv"))

    assert [1, 1, 2] == made
