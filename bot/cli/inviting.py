"""From the draft to the table: what you say of an invitation.

PERSON is a number of a digest, a handle, a link, or a name, as everywhere.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from bot.cli.obeying import PERSON, obey, typed
from bot.cli.session import command
from bot.domain.commands import Command, Verb

if TYPE_CHECKING:
    from bot.cli.session import Session

HIGHEST: Final = 99
"""Digests number people from 1 to this."""
_PERHAPS: Final = click.argument("person", required=False)


@click.command()
@PERSON
@command
async def draft(session: Session, *, person: str) -> None:
    """Show the invitation to PERSON, or draft one.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    await obey(session, Command(Verb.DRAFT, (person,)))


@click.command()
@PERSON
@click.argument("text", nargs=-1, required=True)
@command
async def edit(session: Session, *, person: str, text: tuple[str, ...]) -> None:
    """Put your own TEXT in place of the draft.

    For example: terrasse edit 1 "Hi Alice, coffee on Saturday?"; with - it is read from standard
    input. PERSON is a number of a digest, a handle, a link, or a name.
    """
    said = (_standard_input(),) if text == ("-",) else text
    await obey(session, lambda words: typed(Verb.EDIT, person.removesuffix(":"), said, words))


@click.command()
@PERSON
@click.argument("way", metavar="[reply]", nargs=-1)
@click.option("--reply", is_flag=True, help="In public, as a reply in the thread you share.")
@command
async def send(session: Session, *, person: str, way: tuple[str, ...], reply: bool) -> None:
    """Approve the draft to PERSON, and send it.

    With send_as_me it goes out now, from your account, exactly as it was shown. Otherwise you
    get the text, and a link to send it with; then say: terrasse sent PERSON
    """
    rest = ("reply",) if reply else way
    await obey(session, lambda words: typed(Verb.SEND, person, rest, words))


@click.command()
@PERSON
@command
async def sent(session: Session, *, person: str) -> None:
    """Say that you have sent PERSON the invitation yourself."""
    await obey(session, Command(Verb.SENT, (person,)))


@click.command()
@PERSON
@click.argument("when", metavar="DAY TIME [PLACE]", nargs=-1, required=True)
@command
async def planned(session: Session, *, person: str, when: tuple[str, ...]) -> None:
    """Say when and where you will meet PERSON.

    For example: terrasse planned 1 saturday 12:30 "Café X". It becomes an .ics file with the next
    round; saying it again moves the meeting.
    """
    await obey(session, lambda words: typed(Verb.PLANNED, person, when, words))


@click.command()
@PERSON
@command
async def met(session: Session, *, person: str) -> None:
    """Say that you met PERSON: it counts for the goal."""
    await obey(session, Command(Verb.MET, (person,)))


@click.command()
@PERSON
@command
async def declined(session: Session, *, person: str) -> None:
    """Say that PERSON would rather not: nobody asks again."""
    await obey(session, Command(Verb.DECLINED, (person,)))


@click.command()
@click.argument("number", type=click.IntRange(1, HIGHEST))
@command
async def went(session: Session, *, number: int) -> None:
    """Say that you were at the event NUMBER of a digest.

    It counts for the goal, whoever else was there.
    """
    await obey(session, Command(Verb.WENT, (str(number),)))


@click.command()
@_PERHAPS
@command
async def yes(session: Session, *, person: str | None) -> None:
    """Answer what the bot asked with yes.

    Name PERSON where it has asked about several.
    """
    await _answer(session, Verb.YES, person)


@click.command()
@_PERHAPS
@command
async def no(session: Session, *, person: str | None) -> None:
    """Answer what the bot asked with no.

    Name PERSON where it has asked about several.
    """
    await _answer(session, Verb.NO, person)


@click.command(name="not-yet")
@_PERHAPS
@command
async def not_yet(session: Session, *, person: str | None) -> None:
    """Answer "did you meet?" with not yet.

    It is asked again in a week. Name PERSON where it was asked about several.
    """
    await _answer(session, Verb.NOT_YET, person)


async def _answer(session: Session, verb: Verb, person: str | None) -> None:
    await obey(session, Command(verb, () if person is None else (person,)))


def _standard_input() -> str:
    from bot.errors import UserError

    try:
        return sys.stdin.buffer.read().decode().strip()
    except UnicodeDecodeError as problem:
        message = "The standard input is no text in UTF-8, so nothing was done with it."
        raise UserError(message) from problem
