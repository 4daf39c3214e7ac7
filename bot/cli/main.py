"""The `terrasse` command: its options, and where each subcommand lives."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from bot import __version__
from bot.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, str]] = {
    "run": "bot.cli.running",
    "collect": "bot.cli.running",
    "people": "bot.cli.listing",
    "why": "bot.cli.explaining",
    "why-not": "bot.cli.explaining",
    "digest": "bot.cli.letter",
    "never": "bot.cli.standing",
    "snooze": "bot.cli.standing",
    "known": "bot.cli.standing",
    "undo": "bot.cli.standing",
    "outbox": "bot.cli.outbox",
    "demo": "bot.cli.demo",
    "doctor": "bot.cli.doctor",
}
"""Where each subcommand is: a module is imported when its command is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 (COMMANDS is ours)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    metavar="PATH",
    help="The config file. Otherwise $TERRASSE_CONFIG, ./terrasse.toml, or terrasse/terrasse.toml "
    "in the XDG config directory.",
)
@click.version_option(__version__, prog_name="terrasse")
@click.pass_context
def terrasse(context: click.Context, config: str | None) -> None:
    """From the timeline to the table.

    Finds the people you keep talking with on Mastodon and Bluesky, and helps you meet them.
    """
    context.obj = Session(config)


def main() -> None:
    """Run the command line."""
    terrasse(prog_name="terrasse")
