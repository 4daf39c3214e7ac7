"""First names and towns, in lower case, which a rewording must not add."""

from __future__ import annotations

from pathlib import Path

_FIXTURES = Path(__file__).parents[2] / "fixtures"
FIRST_NAMES = (_FIXTURES / "first_names.txt").read_text().split()
TOWNS = (_FIXTURES / "towns.txt").read_text().split()
