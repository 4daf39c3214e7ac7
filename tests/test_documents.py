"""The pages for those who change the code tell of what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")),
]
_PATH = re.compile(r"`((?:bot|adapters|config|tests|docs|benchmarks)/[\w./-]*)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def rows() -> list[str]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("## Where do I change X?")[2].partition("\n## ")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", table, re.MULTILINE)


def test_where_to_change_what_names_files_that_exist() -> None:
    assert len(rows()) >= 15
    assert [] == [path for path in rows() if not (ROOT / path).is_file()]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = [ROOT / path for path in _PATH.findall(text)]
    links = [(ROOT / page).parent / link for link in _LINK.findall(text)]

    assert [] == [str(path) for path in (*paths, *links) if not path.exists()]


def test_every_folder_of_the_use_cases_is_in_the_story() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [path.name for path in (ROOT / "bot" / "services").iterdir() if path.is_dir()]

    assert [] == [
        name for name in folders if name[0] != "_" and f"bot/services/{name}`" not in page
    ]
