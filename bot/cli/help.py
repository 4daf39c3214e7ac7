"""`help`."""

from __future__ import annotations

import click

from bot.cli.layout import spoken_in, translator
from bot.cli.terminal import echo
from bot.domain.commands.verbs import VERBS, Verb
from bot.domain.sentence import marked


@click.command(name="help")
@click.argument("word", required=False)
@click.pass_context
def show_help(context: click.Context, word: str | None) -> None:
    """Explain a command, or list them all.

    WORD may also be one that you write to the bot, in English or French.
    """
    root = context.find_root()
    if word is None:
        echo(root.get_help())
        return
    group = root.command
    if not isinstance(group, click.Group):
        raise TypeError(group)
    name, command, _ = group.resolve_command(root, [word])
    if name is None or command is None:
        raise LookupError(word)
    with command.context_class(command, info_name=name, parent=root) as of_command:
        echo(command.get_help(of_command))
    if name in set(Verb):
        from bot.cli.output import wrapped

        say = translator(spoken_in(context))
        line = say(marked("By direct message: {line}")).format(line=say(VERBS[Verb(name)].line))
        echo("")
        echo(wrapped(line))
