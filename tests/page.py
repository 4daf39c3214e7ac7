"""A page of the documents, read as GitHub shows it."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
_FENCE: Final = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION: Final = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)|<(https?:[^>\s]+)>")
_PROMPT: Final = "$ "
_OPERATORS: Final = {";", "&&", "||", "|", "(", ")"}


class Fence(NamedTuple):
    """A fenced block."""

    language: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The simple commands that a reader types, as words; comments are left out."""
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            lines = [line.removeprefix(_PROMPT) for line in lines if line.startswith(_PROMPT)]
        elif self.language != "sh":
            return []
        return [command for line in lines for command in _simple(line)]


class Section(NamedTuple):
    """A heading, and what follows it up to the next; the first has none."""

    level: int
    title: str
    text: str

    @property
    def fences(self) -> list[Fence]:
        return [Fence(*match.groups()) for match in _FENCE.finditer(self.text)]

    @property
    def prose(self) -> str:
        """What is not in a fenced block."""
        return _FENCE.sub("", self.text)

    @property
    def spans(self) -> list[str]:
        """Code within the prose."""
        return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", self.prose)]

    @property
    def links(self) -> list[str]:
        prose = re.sub(r"`[^`]+`", "", self.prose)
        return [link or bare for link, bare in _LINK.findall(prose)]

    @property
    def anchor(self) -> str:
        """What GitHub calls the heading in links."""
        return re.sub(r"[^\w\- ]", "", self.title.lower()).replace(" ", "-")


class Page(NamedTuple):
    """A page by its path from the root."""

    path: str
    sections: list[Section]

    @property
    def fences(self) -> list[Fence]:
        return [fence for section in self.sections for fence in section.fences]

    @property
    def spans(self) -> list[str]:
        return [span for section in self.sections for span in section.spans]


@cache
def read_page(path: str) -> Page:
    text = (ROOT / path).read_text(encoding="utf-8")
    # A comment in a fenced block is no heading.
    bare = _FENCE.sub(lambda match: re.sub(r"[^\n]", ".", match[0]), text)
    starts = [match.start() for match in _SECTION.finditer(bare)]
    sections = [Section(0, "", text[: starts[0]])]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        heading, _, rest = text[start:end].partition("\n")
        sections.append(Section(heading.index(" "), heading.lstrip("# "), rest))
    return Page(path, sections)


def pages() -> list[str]:
    """The pages that somebody reads who uses or changes Terrasse."""
    docs = sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md"))
    named = sorted(str(page.relative_to(ROOT)) for page in ROOT.glob("*.md"))
    return [page for page in (*named, *docs) if page != "CHANGELOG.md"]


def terrasse_words(command: list[str]) -> list[str] | None:
    """What stands after `terrasse` in a command, also in one of Docker or systemd."""
    starts_with = command[:3] in (["docker", "compose", "exec"], ["docker", "compose", "run"])
    for place, word in enumerate(command):
        is_it = word.endswith("/bin/terrasse") or word == ".venv/bin/terrasse"
        if is_it or (word == "terrasse" and (place == 0 or starts_with)):
            rest = command[place + 1 :]
            return rest[1:] if rest[:1] == ["terrasse"] else rest
    return None


def _simple(line: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    for word in [*lexer, ";"]:
        if word not in _OPERATORS:
            command.append(word)
        elif command:
            yield command
            command = []
