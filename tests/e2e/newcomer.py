"""Somebody who calls `terrasse init` for the first time: what they type is counted and timed."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, Final, Self

from tests.e2e.meeting.transcript import FOLDER, steady
from tests.e2e.process.dialogue import Dialogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Page

FIRST_PEOPLE: Final = "first people"
FIRST_MESSAGE: Final = "first message"
GOAL_S: Final = {FIRST_PEOPLE: 180, FIRST_MESSAGE: 600}
"""The most seconds until then."""
MOST_KEYS: Final = 160
"""Letters and Enters; half of them are an account and a password."""
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_BAR: Final = re.compile(r"(?m)^.*[━╸╺].*\n?")
_MEASURES: Final = re.compile(r"(?m)^\| .*$")


class Newcomer(Dialogue):
    """Types into the terminal and into the browser."""

    def __init__(
        self, folder: Path, language: str, urls: Mapping[str, str], **environ: str
    ) -> None:
        self.keys = 0
        self._pasted: list[str] = []
        self._began = time.monotonic()
        self._marks: list[tuple[str, int, int]] = []
        options = [f"--url={account}={url}" for account, url in urls.items()]
        super().__init__(
            folder,
            "init",
            *options,
            HOME=str(folder),
            LANG=f"{language}.UTF-8",
            LC_ALL="",
            TZ="Europe/Paris",
            **environ,
        )

    def wait_for(self, text: str) -> Self:
        """Read until this is said; white space is all one."""
        return super().wait_for(re.sub(r"\s+", " ", text))

    def answer(self, question: str, text: str = "", *, is_pasted: bool = False) -> Self:
        """Type an answer, or paste it with one stroke, and press Enter."""
        self.keys += 1 + (int(bool(text)) if is_pasted else len(text))
        if is_pasted:
            self._pasted.append(text)
        return super().answer(question, text)

    def type_in(self, page: Page, field: str, text: str) -> None:
        """Type into a field of a page."""
        self.keys += len(text)
        page.locator(field).press_sequentially(text)

    def click(self, page: Page, button: str) -> None:
        """Press a button of a page."""
        self.keys += 1
        page.locator(button).click()

    def mark(self, what: str) -> None:
        """Note that this is reached."""
        seconds = time.monotonic() - self._began
        assert seconds <= GOAL_S[what]
        assert self.keys <= MOST_KEYS
        self._marks.append((what, round(seconds), self.keys))

    def assert_as_kept(self, name: str) -> None:
        """Compare with the transcript of this name, or write it; times may differ."""
        said = _BAR.sub("", _ESCAPES.sub("", self.said))
        for text in self._pasted:
            said = said.replace(text, "[pasted]")
        rows = [f"| {what} | {seconds} | {keys} |" for what, seconds, keys in self._marks]
        table = ["| until | seconds | keys pressed |", "| --- | --- | --- |", *rows]
        text = "\n".join([f"# {name}", "", "```", steady(said).strip(), "```", "", *table, ""])
        path = FOLDER / f"{name}.md"
        if os.environ.get("TERRASSE_TRANSCRIPTS") == "write":
            path.write_text(text)

        assert _gist(path.read_text()) == _gist(text)


def _gist(text: str) -> list[str]:
    """The words: where a line is wrapped hangs on the length of a port."""
    return _MEASURES.sub("", text).split()
