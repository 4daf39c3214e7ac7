"""The pages tell of what is there, and of all of it."""

from __future__ import annotations

import ast
import re

import pytest

from bot import errors
from tests.page import ROOT, pages, read_page

_PATH = re.compile(r"`((?:bot|adapters|config|tests|docs|benchmarks)/[\w./-]*)`")
_QUOTED = re.compile(r"^> (.+)$", re.MULTILINE)


def rows() -> list[str]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("## Where do I change X?")[2].partition("\n## ")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", table, re.MULTILINE)


def test_where_to_change_what_names_files_that_exist() -> None:
    assert len(rows()) >= 15
    assert [] == [path for path in rows() if not (ROOT / path).is_file()]


@pytest.mark.parametrize("page", pages())
def test_every_path_and_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for section in read_page(page).sections for link in section.links]
    inside = [link.partition("#")[::2] for link in links if "://" not in link]
    targets = [((ROOT / page).parent / path if path else ROOT / page) for path, _ in inside]

    assert [] == [path for path in _PATH.findall(text) if not (ROOT / path).exists()]
    assert [] == [str(target) for target in targets if not target.exists()]
    assert [] == [
        (str(target), anchor)
        for target, (_, anchor) in zip(targets, inside, strict=True)
        if anchor and anchor not in anchors(str(target.resolve().relative_to(ROOT)))
    ]


def anchors(page: str) -> list[str]:
    return [section.anchor for section in read_page(page).sections]


@pytest.mark.parametrize("page", pages())
def test_every_block_says_what_it_is(page: str) -> None:
    assert "" not in [fence.language for fence in read_page(page).fences]


def test_every_folder_of_the_use_cases_is_in_the_story() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [path.name for path in (ROOT / "bot" / "services").iterdir() if path.is_dir()]

    assert [] == [
        name for name in folders if name[0] != "_" and f"bot/services/{name}`" not in page
    ]


def test_every_kind_of_error_is_explained_with_its_exit_code() -> None:
    kinds = {
        (kind.__name__, str(kind.exit_code))
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.TerrasseError)
    }
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    assert kinds == set(re.findall(r"^\| `(\w+)` \| (\d) \|", page, re.MULTILINE))


def test_every_message_that_is_explained_is_one_that_is_said() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    quoted = _QUOTED.findall(page)
    said = re.sub("…+", "…", "\n".join(sentences()))

    assert len(quoted) >= 40
    assert [] == [message for message in quoted if message not in said]


def sentences() -> list[str]:
    """All texts of the code, with an ellipsis for each value."""
    return [
        text
        for folder in ("bot", "adapters", "config")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (text := _text(node))
    ]


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{[^{}]*\}", "…", text)
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.FormattedValue():
            return "…"
    return ""
