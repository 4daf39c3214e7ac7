"""The `terrasse` command: its options, and how its subcommands are found."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.cli.index import COMMANDS, GROUPS
from bot.cli.layout import Context, spoken_in, translator
from bot.cli.mistakes import clean_logs, cleaned, watch_over
from bot.cli.session import Session
from bot.cli.streams import prepare_streams, writable
from bot.domain.commands.verbs import Verb
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Commands(click.Group):
    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        args = _as_named(args)
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            say = translator(spoken_in(ctx))
            unknown = say(marked("There is no command {name}.")).format(name=args[0])
            hint = (
                say(marked("Did you mean {name}?")).format(name=close[0])
                if close
                else say(marked("All of them: terrasse --help"))
            )
            ctx.fail(f"{unknown} {hint}")
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 (as click has it)
    ) -> click.Context:
        with writable(), cleaned():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (as click has it)
        clean_logs()
        with writable(), cleaned():
            return super().invoke(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        if not name:
            from bot.cli.commands.verbs import command_of

            return _explained(command_of(Verb(cmd_name)), cmd_name)
        return _explained(getattr(import_module(module), name), cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        say = translator(spoken_in(ctx))
        named = [
            CompletionItem(name, help=say(line))
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name][1]) for name in names])


def _explained(command: click.Command, path: str) -> click.Command:
    """The command, with examples in its help, which is laid out by `Context`."""
    from bot.cli.examples import EXAMPLES

    command.context_class = Context
    command.epilog = "\n".join(EXAMPLES[path])
    for name, part in (command.commands if isinstance(command, click.Group) else {}).items():
        _explained(part, f"{path} {name}")
        part.short_help = (part.help or "").partition("\n\n")[0]
    return command


def _as_named(args: list[str]) -> list[str]:
    """The arguments, with a verb's name in place of a translation of it: `envoyé 1`.

    Answers name commands in the owner's language, so these must work here too.
    """
    if not args or args[0] in COMMANDS or args[0].startswith("-"):
        return args
    from bot.domain.commands.lexicon import verb_of

    for length in (2, 1):
        verb = verb_of(" ".join(args[:length]))
        if verb is not None and verb.value in COMMANDS:
            return [verb.value, *args[length:]]
    return args


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    metavar="PATH",
    is_eager=True,  # it may tell the language of --help
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
    prepare_streams()
    watch_over()
    terrasse(prog_name="terrasse")
