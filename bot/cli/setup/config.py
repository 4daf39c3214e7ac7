"""`config`: the config file, shown without secrets, checked, or found."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from bot.cli.session import command
from bot.cli.terminal import Styled, echo, echo_json
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.cli.session import Session


@click.group()
def config() -> None:
    """Show, check or find the config file."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@command
async def show(session: Session, *, as_json: bool) -> None:
    """Show what the config file says, without comments and secrets."""
    from config.load import read_toml

    session.settings(checks_secrets=False)  # a secret in the wrong place is refused, not shown
    said = _discreet(read_toml(session.existing_path()))
    if as_json:
        echo_json(said)
        return
    for line in _lines(said):
        echo(line)


@config.command()
@command
async def check(session: Session) -> None:
    """Check the config file, and whether its secrets can be read."""
    from bot.cli.commands.upkeep.doctor import secrets_of

    settings = session.settings()
    say = catalogue(settings.language).say
    findings = secrets_of(settings)
    for finding in findings:
        if not finding.fine:
            told = say("{subject}: {said}", subject=finding.subject, said=finding.said)
            echo(Styled("!!", fg="red"), "  ", told)
    if not all(finding.fine for finding in findings):
        sys.exit(2)
    echo(say("{path} is in order.", path=session.existing_path()))


@config.command()
@command
async def path(session: Session) -> None:
    """Say which config file is read."""
    echo(str(session.existing_path().absolute()))


@config.command()
@command
async def example(session: Session) -> None:
    """Print an example with every key there is, described."""
    from config.example import example as text

    echo(text(session.language).rstrip("\n"))


def _discreet(said: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """What a file says, less what may be a secret: so may the path of a calendar's address."""
    from urllib.parse import urlsplit

    from config.secrets.redaction import HIDDEN, discreet

    clean: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            clean[key] = _discreet(value, key)
        elif isinstance(value, list):
            clean[key] = [
                _discreet(item, key) if isinstance(item, dict) else discreet(str(item))
                for item in value
            ]
        elif within == "calendar" and key == "url" and "//" in value:
            clean[key] = f"{value.partition('//')[0]}//{urlsplit(value).hostname}/ {HIDDEN}"
        else:
            clean[key] = discreet(value) if isinstance(value, str) else value
    return clean


def _lines(said: Mapping[str, Any], table: str = "") -> Iterator[str]:
    """A file's tables and keys, as TOML writes them."""
    tables = {key: value for key, value in said.items() if _tables(value)}
    for key, value in said.items():
        if key not in tables:
            # JSON and TOML write strings, numbers, true, false and lists of them alike.
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in tables.items():
        name = f"{table}{key}"
        for part in _tables(value):
            yield ""
            yield f"[{name}]" if isinstance(value, dict) else f"[[{name}]]"
            yield from _lines(part, f"{name}.")


def _tables(value: object) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        return [value]
    is_array = isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    return list(value) if is_array and isinstance(value, list) else []
