"""`completion`."""

from __future__ import annotations

import click

from bot.cli.terminal import echo

VARIABLE = "_TERRASSE_COMPLETE"
"""Where click looks what to complete: https://click.palletsprojects.com/shell-completion/."""
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes your SHELL complete commands: bash, zsh or fish.

    For bash, add this to ~/.bashrc: eval "$(terrasse completion bash)". For zsh, the same with zsh
    to ~/.zshrc. For fish: terrasse completion fish > ~/.config/fish/completions/terrasse.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        echo(kind(context.find_root().command, {}, "terrasse", VARIABLE).source())
