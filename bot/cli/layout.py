"""How help is laid out: in the owner's language, at any width."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import Session, spoken_language
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROGRAM: Final = "terrasse "
WIDEST: Final = 80
NARROWEST: Final = 24
_INDENT: Final = "  "
PLACEHOLDERS: Final = (
    marked("ACCOUNT"),
    marked("ADDRESS"),
    marked("ARGS"),
    marked("COMMAND"),
    marked("COUNT"),
    marked("DAY"),
    marked("DAYS"),
    marked("DURATION"),
    marked("FILE"),
    marked("FREQUENCY"),
    marked("HANDLE"),
    marked("NUMBER"),
    marked("OTHER"),
    marked("PATH"),
    marked("home"),
    marked("PERSON"),
    marked("PLACE"),
    marked("SLOT"),
    marked("TEXT"),
    marked("TIME"),
    marked("TOWN"),
    marked("WHEN"),
    marked("WORD"),
    marked("ZONE"),
    marked("everything"),
    marked("reply"),
)
"""What stands for an argument; what is missing here is the same in every language."""
OF_CLICK: Final = (
    marked("Options"),
    marked("Commands"),
    marked("Show this message and exit."),
    marked("Show the version and exit."),
)


def translator(language: str) -> Callable[[str], str]:
    """What translates a text of the command line. English needs no catalogue, which is slow."""
    if language == "en":
        return str
    from bot.text.language.catalogue import catalogue

    return catalogue(language).as_is


def named(arguments: str, say: Callable[[str], str]) -> str:
    """Arguments as a usage line has them, with what stands for them in the language."""
    return re.sub(
        r"(?<![\w-])[A-Za-z]{2,}(?!\w)",
        lambda found: say(found[0]) if found[0] in PLACEHOLDERS else found[0],
        arguments,
    )


def spoken_in(context: click.Context | None) -> str:
    """The language of a call of the command line, also while its arguments are read."""
    if context is None:
        return spoken_language()
    session = context.find_object(Session) or Session(context.find_root().params.get("config"))
    return session.language


class Layout(click.HelpFormatter):
    """Help in a language, in lines of the terminal's width."""

    def __init__(self, say: Callable[[str], str]) -> None:
        columns = shutil.get_terminal_size().columns
        super().__init__(width=max(min(columns, WIDEST) - 2, NARROWEST))
        self._say = say

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that tells how a command is called."""
        usage = self._say(marked("Usage"))
        start = f"{self._title(usage)} {prog} " if prefix is None else f"{prefix}{prog} "
        arguments = self._named(args)
        indent = " " * min(len(start), self.width // 3)
        if len(start) + len(arguments.partition(" ")[0]) > self.width:
            self.write(f"{start.rstrip()}\n")
            start = indent
        self._fill(arguments, start, indent)

    def write_heading(self, heading: str) -> None:
        """Write the title of a section."""
        self.write(f"{self._title(self._say(heading))}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; one of commands is of examples, which are left whole to be copied."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            if paragraph.startswith(PROGRAM):
                self.write_heading(marked("For example"))
                for line in paragraph.splitlines():
                    self.write(f"{_INDENT}{self._say(line)}\n")
                continue
            self._fill(self._say(" ".join(paragraph.split())), _INDENT, _INDENT)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write two columns: names, and what they mean."""
        # Without what click adds of a number's range: the text has it in words.
        shown = [
            (self._named(name), self._say(meaning.partition("  [")[0])) for name, meaning in rows
        ]
        most = min(col_max, self.width // 3)
        column = max((len(name) for name, _ in shown if len(name) <= most), default=most)
        indent = " " * (len(_INDENT) + column + col_spacing)
        for name, meaning in shown:
            start = f"{_INDENT}{name}"
            if len(name) > column:
                self.write(f"{start}\n")
                start = ""
            self._fill(meaning, f"{start:<{len(indent)}}", indent)

    def _fill(self, text: str, start: str, indent: str) -> None:
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.write("\n".join(lines or [start.rstrip()]) + "\n")

    def _title(self, text: str) -> str:
        return self._say(marked("{title}:")).format(title=text)

    def _named(self, arguments: str) -> str:
        return named(arguments, self._say)


class Context(click.Context):
    """A call of a command, whose help is in the owner's language."""

    def make_formatter(self) -> Layout:
        """What lays out the help of the command."""
        return Layout(translator(spoken_in(self)))
