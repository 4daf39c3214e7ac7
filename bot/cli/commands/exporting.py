"""`export`: all data of the owner, to the terminal or to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.layout import translator
from bot.cli.session import command
from bot.cli.terminal import echo, echo_json
from bot.domain.sentence import marked, reason

if TYPE_CHECKING:
    from bot.cli.session import Session


@click.command()
@click.option("--json", "as_json", is_flag=True, help="All data as JSON: the default.")
@click.option("--vcard", "as_cards", is_flag=True, help="The people you talk with as vCards (4.0).")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@command
async def export(session: Session, *, as_json: bool, as_cards: bool, file: Path | None) -> None:
    """Write all your data as JSON, or the people you talk with as vCards.

    To FILE, which must be new, or to standard output. Nobody who is left out is named in it: it
    says how many there are for each reason. Secrets are in no export.
    """
    from bot.domain.safety.outside import safe_value
    from bot.services.export import cards, exported

    if as_json and as_cards:
        message = translator(session.language)(marked("Choose one of --json and --vcard."))
        raise click.UsageError(message)
    async with session.context() as context:
        if as_cards:
            content = (await cards(context)).decode()
        else:
            data = safe_value(await exported(context), lines=True)
            content = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        say = context.wishes.words.say
    if file is None:
        if as_cards:
            echo(content.replace("\r\n", "\n").removesuffix("\n"))
        else:
            echo_json(data)
        return
    _write(file, content)
    echo(say("Written to {file}. It names people: keep it safe.", file=str(file)), err=True)
    sys.stderr.flush()


def _write(file: Path, content: str) -> None:
    """Write a new file that only its owner can read.

    Raises:
        UserError: it is there already, or cannot be written.
    """
    from bot import regular_file
    from bot.errors import UserError

    try:
        with open(file, "x", encoding="utf-8", newline="", opener=regular_file.opened) as new:
            new.write(content)
    except FileExistsError as problem:
        raise UserError(marked("{file} is there already: name a new file."), file=file) from problem
    except OSError as problem:
        raise UserError(
            marked("{file} cannot be written: {why}."), file=file, why=reason(problem)
        ) from problem
