"""What the documents say of the command line."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Final

import click
import pytest

from bot.cli.index import COMMANDS, GROUPS
from bot.cli.main import terrasse
from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.commands.verbs import Verb
from config.models.settings import Settings
from config.parsed import Origin
from config.problem import tables
from tests.page import ROOT, pages, read_page, terrasse_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic.fields import FieldInfo

    from tests.cli.terminal import Terminal

NOT_RUN: Final = {
    "init": "asks, and signs in on a network",
    "login": "signs in on a network",
    "try": "reads a network",
    "web": "does not end by itself",
    "run": "does not end by itself; run --once is run",
}
"""Commands in the pages that are only looked at: whether these arguments would be accepted."""
_HEADER: Final = re.compile(r"\[\[?([a-z.]+)\]\]?(?: ([a-z_]+))?")


def in_tables(document: str) -> list[str]:
    """The code spans in the first column of a document's tables."""
    rows = [line for line in (ROOT / document).read_text().splitlines() if line.startswith("| `")]
    cells = [re.split(r"(?<!\\)\|", row)[1] for row in rows]
    return [code for cell in cells for code in re.findall("`([^`]+)`", cell)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named_in_the_changelog(command: str) -> None:
    assert f"`{command}" in (ROOT / "CHANGELOG.md").read_text().replace("`terrasse ", "`")


def test_the_page_of_commands_has_every_command_and_option() -> None:
    there: dict[tuple[str, ...], set[str]] = {}
    for span in in_tables("docs/commands.md"):
        path, _, options = parsed(span.split()[1:])
        there.setdefault(path, set()).update(options)

    assert {
        path: {option.opts[0] for option in command.params if isinstance(option, click.Option)}
        for path, command in leaves()
    } == there


def leaves(
    group: click.Group = terrasse, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, by its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*before, name))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*before, name), command


def parsed(words: list[str]) -> tuple[tuple[str, ...], list[str], list[str]]:
    """The path of a command, its other arguments, and its options, all of which exist."""
    words = [word for part in words if (word := part.strip("[],"))]
    if words[:1] == ["--config"]:
        words = words[2:]
    command: click.Command = terrasse
    path: list[str] = []
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        context = click.Context(command)
        if path and command.get_command(context, words[0]) is None:
            break
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        assert name is not None
        path, command = [*path, name], found
    options = [word for word in words if word.startswith("--")]
    known = [name for option in command.params for name in option.opts]
    assert [] == [word for word in options if word not in [*known, "--help"]], words
    return tuple(path), [word for word in words if word not in options], options


@pytest.mark.parametrize("page", pages())
def test_every_command_in_the_text_of_a_page_exists(page: str) -> None:
    for span in read_page(page).spans:
        if span.startswith("terrasse ") and "COMMAND" not in span:
            parsed(span.split()[1:])


@pytest.mark.parametrize(
    "page", [page for page in pages() if any(fence.commands for fence in read_page(page).fences)]
)
def test_what_a_page_says_to_type_works(suggested: Terminal, page: str) -> None:
    """Each `terrasse …` in a block is run, in the village; see NOT_RUN for what is only parsed.

    So is what has `--web`: it does not end by itself.
    """
    suggested.read("backup", "move.db")
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for fence in read_page(page).fences:
        for command in fence.commands:
            words = terrasse_words(command)
            if command[0] == "make":
                assert command[1] in targets
            elif words is None:
                continue
            elif "--web" in words or (words[0] in NOT_RUN and "--once" not in words):
                accepted(words)
            else:
                result = suggested.type(*words)
                assert result.exit_code == 0, (words, result.output)


def test_the_log_has_the_fields_that_are_told(collected: Terminal) -> None:
    (told,) = (fence.text for fence in read_page("docs/running.md").fences if "json" in fence)

    logged = collected.type("run", "--once", "--log-level", "info").stderr.splitlines()
    first = next(line for line in map(json.loads, logged) if line["event"] == "collected")

    assert json.loads(told).keys() == first.keys()


def accepted(words: list[str]) -> None:
    """Whether a command takes these arguments: they are parsed, and nothing is done."""
    with terrasse.make_context("terrasse", list(words)) as context:
        name, command, rest = terrasse.resolve_command(context, list(words))
        assert command is not None
        command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("page", [page for page in pages() if page != "docs/config.md"])
def test_every_example_of_a_config_is_accepted(tmp_path: Path, page: str) -> None:
    village = {"account": "@camille@village.example", "url": "memory:village"}
    for fence in read_page(page).fences:
        if fence.language == "toml":
            written = {"watch": [village], **tomllib.loads(fence.text)}
            Settings.model_validate(written, context=Origin(tmp_path, checks_secrets=False))


@pytest.mark.parametrize("page", pages())
def test_every_key_in_the_text_of_a_page_exists(page: str) -> None:
    for span in read_page(page).spans:
        if match := _HEADER.fullmatch(span):
            table, key = match.groups()
            fields = fields_of(table)
            assert key is None or key in {field.alias or name for name, field in fields.items()}


def fields_of(path: str) -> dict[str, FieldInfo]:
    fields = Settings.model_fields
    for part in path.split("."):
        fields = dict(tables(fields))[part].model_fields
    return fields


@pytest.mark.parametrize("guide", ["docs/guide.md", "docs/guide.fr.md"])
def test_the_guide_has_an_example_of_every_verb_that_works(guide: str) -> None:
    understood = [understand(code) for code in in_tables(guide)]

    verbs = {command.verb for command in understood if isinstance(command, Command)}
    assert all(isinstance(command, Command) for command in understood)
    assert set(Verb) - {Verb.LIST, Verb.HELP} == verbs


def test_help_lists_each_command_once() -> None:
    listed = [name for names in GROUPS.values() for name in names]

    assert sorted(COMMANDS) == sorted(listed)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(terminal: Terminal, shell: str) -> None:
    assert "_TERRASSE_COMPLETE" in terminal.read("completion", shell)


@pytest.mark.parametrize(
    ("language", "said"), [("C", "Show what PERSON's place"), ("fr", "Montrer d’où vient le rang")]
)
def test_a_completed_command_is_described(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("LANG", language)
    monkeypatch.setenv("COMP_WORDS", "terrasse wh")
    monkeypatch.setenv("COMP_CWORD", "1")
    monkeypatch.setenv("_TERRASSE_COMPLETE", "zsh_complete")

    shown = terminal.type().stdout.splitlines()

    assert ["why", "why-not"] == shown[1::3]
    assert shown[2].startswith(said)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("run", "Keep collecting"),
        ("send", "By direct message: "),
        ("envoie", "By direct message: "),
    ],
)
def test_help_explains_a_command_and_what_is_written_to_the_bot(
    terminal: Terminal, word: str, said: str
) -> None:
    assert said in terminal.read("help", word)


def test_help_of_nothing_lists_all_and_of_no_command_says_so(terminal: Terminal) -> None:
    assert "Find people:" in terminal.read("help")
    assert "There is no command nonsense" in terminal.type("help", "nonsense").stderr
