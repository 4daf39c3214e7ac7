"""`help`."""

from __future__ import annotations

import click

from bot.cli.session import spoken_language
from bot.cli.terminal import echo
from bot.domain.commands.verbs import VERBS, Verb


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
    with click.Context(command, info_name=name, parent=root) as of_command:
        echo(command.get_help(of_command))
    if name in set(Verb):
        from bot.text.language.catalogue import catalogue

        words = catalogue(spoken_language())
        echo("")
        echo(words.say("By direct message: {line}", line=words.say(VERBS[Verb(name)].line)))
