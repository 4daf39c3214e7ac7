"""A fresh clone in an emptied environment: what a newcomer does first."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_make_run_shows_people_and_a_digest(tmp_path: Path) -> None:
    clone = tmp_path / "terrasse"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    shown = subprocess.run(
        ["make", "run"], cwd=clone, env=bare, capture_output=True, text=True, check=False
    )

    assert shown.returncode == 0, shown.stderr
    assert " 1. ▮▮▮▮▮ " in shown.stdout
    assert "The digest that would be sent:" in shown.stdout
    assert "terrasse init" in shown.stdout.splitlines()[-1]
    assert not (clone / "terrasse.db").exists()
