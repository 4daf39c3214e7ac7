"""`say`: what a message to the bot would do, and how it is understood."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

import click

from bot.cli.layout import translator
from bot.cli.session import command
from bot.cli.terminal import echo, echo_json_line
from bot.domain.commands.moment import Doubt
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from adapters.gazetteer.table import CityTable
    from bot.cli.session import Session
    from bot.domain.commands.command import Command
    from bot.services.context import Context

WRONG_USAGE: Final = 2


@click.command()
@click.argument("words", metavar="[TEXT]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say how it is understood, and do nothing.")
@click.option(
    "--lines", is_flag=True, help='Read lines of JSON, each with a "text", and answer each.'
)
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON, on one line.")
@command
async def say(
    session: Session, *, words: tuple[str, ...], dry_run: bool, lines: bool, as_json: bool
) -> None:
    """Do what a direct message with this TEXT would do, and print the answer."""
    if lines == bool(words):
        wrong = marked('say takes either a text, as in: terrasse say "why 2", or --lines.')
        raise click.UsageError(translator(session.language)(wrong))
    if dry_run:
        await _each(lambda text: _understood(session, text, as_json=as_json or lines), words)
        return
    async with session.context() as context:
        await _each(
            lambda text: _obeyed(session, context, text, as_json=as_json, one_line=lines), words
        )


async def _each(
    answer: Callable[[str], Awaitable[str | dict[str, object]]], words: tuple[str, ...]
) -> None:
    """Answer the words, or else each line of the standard input as it arrives.

    A line without a text is answered with an error, and the exit code is 2 at the end.
    """
    if words:
        typed = " ".join(words)
        _put(await answer(typed), typed)
        return
    wrong = False
    for text in _texts():
        if isinstance(text, str):
            _put(await answer(text), text)
        else:
            wrong = True
            _put({"error": str(text)})
    if wrong:
        sys.exit(WRONG_USAGE)


def _texts() -> Iterator[str | ValueError]:
    for line in sys.stdin.buffer:
        try:
            read = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield ValueError(f'a line is JSON, {{"text": "why 2"}}; this is not: {problem}')
            continue
        text = read.get("text") if isinstance(read, dict) else None
        yield (
            text
            if isinstance(text, str)
            else ValueError('a line is an object with a text: {"text": "why 2"}')
        )


def _put(answer: str | dict[str, object], text: str | None = None) -> None:
    """Print an answer; a JSON answer repeats the `text` that was typed."""
    if isinstance(answer, str):
        echo(answer)
    else:
        echo_json_line(answer, typed={} if text is None else {"text": text})


async def _obeyed(
    session: Session, context: Context, text: str, *, as_json: bool, one_line: bool
) -> str | dict[str, object]:
    from bot.domain.commands.message import understand
    from bot.errors import UndeliveredError
    from bot.services.obey.messages import say as obeyed

    try:
        said = await obeyed(context, understand(text))
    except UndeliveredError as problem:
        if not one_line:
            raise
        said = context.wishes.words.tell(problem)  # the next lines are answered all the same
    if as_json:
        return {**_as_json(session, text), "answer": said}
    return " · ".join(said.splitlines()) if one_line else said


async def _understood(session: Session, text: str, *, as_json: bool) -> str | dict[str, object]:
    from bot.domain.commands.command import Command
    from bot.domain.commands.message import understand
    from bot.domain.commands.spelling import spell
    from bot.text.language.catalogue import catalogue

    if as_json:
        return _as_json(session, text)
    words = catalogue(session.language)
    say = words.say
    asked = understand(text)
    if isinstance(asked, Command):
        when = _when(session, asked)
        told = [say("Understood as: {command}", command=spell(asked, words.language))]
        if (doubt := _doubt(asked, when)) is not None:
            return say("Not understood: it would have no effect ({doubt}).", doubt=say(doubt))
        if isinstance(when, datetime):
            from bot.text.language import dates  # it loads babel

            moment = f"{dates.weekday(when.date(), words)} {when:%H:%M}"
            told.append(say("When: {moment} ({zone})", moment=moment, zone=when.tzinfo))
            if asked.place:
                told.append(say("Place: {place}", place=asked.place))
        return "\n".join(told)
    if asked.suggestion is None:
        return say("Not understood: it would have no effect.")
    return say(
        "Not understood: it would have no effect. Did you mean: {command}", command=asked.suggestion
    )


def _as_json(session: Session, text: str) -> dict[str, object]:
    """How a text is understood; see "Asking how it is understood" in docs/guide.md."""
    from bot.domain.commands.command import Command, Unclear
    from bot.domain.commands.message import understand

    asked = understand(text)
    clear = asked if isinstance(asked, Command) else None
    when = None if clear is None else _when(session, clear)
    doubt = None if clear is None else _doubt(clear, when)
    start = when if isinstance(when, datetime) else None
    if doubt is not None:
        clear = None
    return {
        "understood": clear is not None,
        "verb": None if clear is None else clear.verb.value,
        "target": None if clear is None else next(iter(clear.targets), None),
        "targets": [] if clear is None else list(clear.targets),
        "args": [] if clear is None else list(clear.args),
        "day": None if start is None else start.date().isoformat(),
        "hour": None if start is None else f"{start:%H:%M}",
        "place": None if clear is None else clear.place,
        "suggestion": asked.suggestion if isinstance(asked, Unclear) else None,
        "why": doubt,
    }


def _when(session: Session, asked: Command) -> datetime | Doubt | None:
    """When a meeting is, in the owner's time zone, or why not; `None` if there is no time in it.

    Without a config file, the zone is that of the machine.
    """
    if asked.moment is None:
        return None
    from adapters.clock import SystemClock
    from config.models.zone import machine_zone

    zone = machine_zone() if session.config_path() is None else session.settings().timezone
    start = asked.moment.instant(SystemClock().now(), zone)
    return start if isinstance(start, Doubt) else start.astimezone(zone)


def _doubt(asked: Command, when: datetime | Doubt | None) -> str | None:
    """What there is none of, where a command that fits the grammar would have no effect."""
    from bot.domain.commands.verbs import Verb

    if isinstance(when, Doubt):
        return _DOUBTS[when]
    names_town = asked.verb in {Verb.PLACE, Verb.TRIP} and asked.place is not None
    if names_town and not _cities().find(asked.place or ""):
        return _NO_TOWN
    return None


@cache
def _cities() -> CityTable:
    from adapters.gazetteer.table import CityTable

    return CityTable()


_NO_TOWN: Final = marked("no town of that name of more than 15,000 people")
_DOUBTS: Final = {
    Doubt.PAST: marked("no such time ahead: it is past"),
    Doubt.NO_SUCH_DAY: marked("no such day"),
    Doubt.BACKWARDS: marked("it ends before it begins"),
}
