"""A French page says what its English one says, in the same places."""

from __future__ import annotations

import re
import tomllib
from typing import Final

import pytest

from bot.domain.commands.command import Command
from bot.domain.commands.lexicon import verb_of
from bot.domain.commands.message import understand
from tests.page import ROOT, Fence, Page, Section, pages, read_page

FRENCH: Final = [page for page in pages() if page.endswith(".fr.md")]
_PLACEHOLDER: Final = re.compile(r"\b[A-ZÉÈ]{3,}\b")
_BREAKING: Final = re.compile(r" [;:?!»%]|« |'(?=\w)")


def english_of(page: str) -> str:
    return page.replace(".fr.md", ".md")


def paired(page: str) -> list[tuple[Section, Section]]:
    """The sections of an English page beside those of its French one."""
    english, french = read_page(english_of(page)), read_page(page)
    assert [section.level for section in english.sections] == [
        section.level for section in french.sections
    ]
    return list(zip(english.sections, french.sections, strict=True))


def test_who_reads_french_can_begin() -> None:
    assert {"README.fr.md", "docs/start.fr.md", "docs/guide.fr.md"} <= set(FRENCH)


@pytest.mark.parametrize("page", FRENCH)
def test_each_leads_to_the_other_at_its_top(page: str) -> None:
    english, french = read_page(english_of(page)), read_page(page)

    assert english.sections[1].links[:1] == [page.rpartition("/")[2]]
    assert french.sections[1].links[:1] == [english_of(page).rpartition("/")[2]]


@pytest.mark.parametrize("page", FRENCH)
def test_both_have_the_same_blocks(page: str) -> None:
    for english, french in paired(page):
        assert list(map(content, english.fences)) == list(map(content, french.fences))


def content(fence: Fence) -> object:
    """What a block says whatever the language: commands, settings, or so many lines."""
    if fence.language == "toml":
        return tomllib.loads(fence.text)
    if fence.language == "sh":
        return fence.commands
    verbs = [verb_of(words[1]) for words in fence.commands]
    return fence.language, verbs, len(fence.text.splitlines())


@pytest.mark.parametrize("page", FRENCH)
def test_both_have_the_same_links(page: str) -> None:
    english, french = read_page(english_of(page)), read_page(page)
    for ours, theirs in list(paired(page))[2:]:
        assert sorted(target(english, link) for link in ours.links) == sorted(
            target(french, link) for link in theirs.links
        )


def target(page: Page, link: str) -> str:
    """Where a link leads, whatever the language: a heading by its place on the page."""
    path, _, anchor = link.partition("#")
    if "://" in link or not anchor:
        return english_of(link)
    file = (ROOT / page.path).parent / path if path else ROOT / page.path
    there = read_page(str(file.resolve().relative_to(ROOT)))
    place = [section.anchor for section in there.sections].index(anchor)
    return f"{english_of(there.path)} {place}"


@pytest.mark.parametrize("page", FRENCH)
def test_both_name_the_same_commands_keys_and_files(page: str) -> None:
    for english, french in paired(page):
        assert sorted(filter(None, map(meaning, english.spans))) == sorted(
            filter(None, map(meaning, french.spans))
        ), english.title


def meaning(code: str) -> str:
    """What code in the text stands for, whatever the language; empty for what is said as it is."""
    words = code.removeprefix("terrasse ").split()
    if isinstance(command := understand(" ".join(words)), Command):
        return f"{command.verb} {command.targets}"
    if (verb := verb_of(words[0])) is not None:
        return verb.value
    if " " in code and not code.startswith(("terrasse", "[", "sudo", "pipx", "uv", "python")):
        return ""
    return _PLACEHOLDER.sub("X", code)


@pytest.mark.parametrize("page", FRENCH)
def test_its_typography_is_french(page: str) -> None:
    for section in read_page(page).sections:
        prose = re.sub(r"`[^`]+`|^\|[ |:-]+\|$", "", section.prose, flags=re.MULTILINE)
        said = [fence.text for fence in section.fences if fence.language == "text"]

        assert [] == [match[0] for text in (prose, *said) for match in _BREAKING.finditer(text)]
