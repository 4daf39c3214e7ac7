"""A terminal in a directory of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from click.testing import CliRunner

from bot.cli.main import terrasse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

CONFIG = """\
timezone = "Europe/Paris"

[[watch]]
account = "@camille@village.example"
url = "memory:village"

[[watch]]
account = "camille.village.example"
url = "memory:village"

[digest]
to = "file:digest.md"

[store]
url = "sqlite:///terrasse.db"
"""


def commands(group: click.Group = terrasse, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands there are by what is typed for them; the first is `terrasse` alone, "" here."""
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}".strip())
        else:
            yield f"{path} {name}".strip(), command


class Terminal:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write_config(self, text: str = CONFIG) -> None:
        (self.folder / "terrasse.toml").write_text(text)

    def type(self, *words: str, fed: bytes | None = None) -> Result:
        """Call `terrasse` with these words, and with this on its standard input."""
        return CliRunner().invoke(terrasse, words, input=fed, prog_name="terrasse")

    def read(self, *words: str) -> str:
        """The output of a call that must succeed."""
        result = self.type(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str) -> Any:  # noqa: ANN401 (JSON is anything)
        """The JSON output of a call that must succeed."""
        return json.loads(self.read(*words, "--json"))

    @property
    def digests(self) -> str:
        path = self.folder / "digest.md"
        return path.read_text() if path.exists() else ""
