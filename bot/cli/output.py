"""What listings print: JSON for programs, lines for people."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
import unicodedata
from datetime import UTC
from typing import TYPE_CHECKING, Final

from bot.cli.terminal import Styled, echo
from bot.services.ranking.explain import verdict_line
from bot.services.ranking.nearby import SOMEWHERE
from bot.text.draft import naming
from bot.text.place import telling
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.cli.terminal import Line
    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.place import City
    from bot.domain.ranking.verdict import Verdict
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked


_TIED: Final = "\x00"
"""In place of a space at which no line is broken; clean text has none."""


def instant(at: datetime | None) -> str | None:
    """ISO 8601, UTC, whole seconds: `2026-11-23T18:00:00Z`."""
    if at is None:
        return None
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def ranked_json(ranked: Ranked, context: Context) -> dict[str, object]:
    """A ranked person, as every listing gives them.

    For people who are excluded for their own sake, all but the reason is null.
    """
    found = ranked.score.evidence
    is_left_out = ranked.verdict.is_for_their_sake
    return {
        "person": person_json(ranked.person),
        "accounts": [
            {
                "network": account.key.network.value,
                "id": account.key.id,
                "handle": account.handle,
                "url": account.url,
            }
            for account in ranked.person.accounts
        ],
        "score": None if is_left_out else ranked.score.value,
        "parts": None if is_left_out else dict(ranked.score.parts),
        "evidence": None
        if is_left_out
        else {
            "exchanges": found.exchanges,
            "threads": found.threads,
            "weeks": found.weeks,
            "first": instant(found.first),
            "last": instant(found.last),
            "started_by_owner": found.started_by_owner,
            "in_rounds": found.in_rounds,
            "again": instant(found.waking.at if found.waking else None),
            "burst": instant(found.burst),
            "links": list(found.links),
        },
        "verdict": {
            "allowed": ranked.verdict.allowed,
            "reason": ranked.verdict.reason.value,
            "text": verdict_line(context, ranked.verdict),
        },
    }


def city_json(city: City) -> dict[str, object]:
    """A city, its region and its country."""
    return {"city": city.name, "region": city.region, "country": city.country}


def near_json(near: Nearby | None) -> dict[str, object]:
    """Where somebody lives and who says so, and how near that is; null for who is left out."""
    if near is None:
        return {"lives_in": None, "area": None, "nearness": None, "trip": None}
    place, area, trip = near.where.place, near.where.area, near.proximity.trip
    return {
        "lives_in": place
        and {
            **city_json(place.city),
            "source": place.source,
            "confidence": place.confidence,
            "seen_at": instant(place.seen_at),
        },
        "area": area
        and {
            "region": area.name or None,
            "country": area.country,
            "seen_at": instant(area.seen_at),
        },
        "nearness": near.proximity.nearness.value,
        "trip": trip and {"first": trip.first.isoformat(), "last": trip.last.isoformat()},
    }


def near_line(near: Nearby, context: Context) -> str:
    """Where somebody lives and how near that is, in a line; empty if it is not known."""
    if near.where.place is None:
        return ""
    today = context.clock.now().astimezone(context.owner.zone).date()
    where = telling.in_short(near.where.place, context.wishes.words)
    return telling.with_nearness(where, near.proximity, context.wishes.words, today)


def terminal_encoding() -> str:
    """The encoding of standard output; ASCII if it has none."""
    return sys.stdout.encoding or "ascii"


def columns() -> int:
    """The terminal's width; 0 if the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def wrapped(text: str, indent: str = "") -> str:
    """The text wrapped to the terminal's width; unchanged if the output is no terminal.

    A number and the word after it stay together: `27 November`, `3 exchanges`.
    """
    width = columns()
    if len(indent) + len(text) <= width or not width:
        return indent + text
    filled = textwrap.fill(
        re.sub(r"(?<=\d) (?=[^\W\d])", _TIED, text),
        max(width, len(indent) + 12),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace(_TIED, " ")


def _cells(text: str) -> int:
    """The columns that a text takes in a terminal, near enough: letters of Chinese take two."""
    return sum(
        1 + (unicodedata.east_asian_width(letter) in {"W", "F"})
        for letter in text
        if not unicodedata.combining(letter)
    )


def tell(text: str, *, dim: bool = False) -> None:
    """Write a text on standard error, wrapped to the terminal's width."""
    echo(Styled(wrapped(text), dim=dim or None), err=True)


def warn(text: str) -> None:
    """Write what is wrong on standard error, wrapped and behind a mark."""
    echo(Styled("!!", fg="red"), wrapped(text, "    ")[2:], err=True)


def person_json(person: Person) -> dict[str, object]:
    """A person's id and name."""
    return {"id": person.id, "name": person.name}


def ranked_lines(
    ranked: Sequence[Ranked],
    context: Context,
    best: float,
    numbers: Mapping[PersonId, int],
    near: Mapping[PersonId, Nearby],
) -> list[Line]:
    """Ranked people, as a list to read: rank, bar, who, on what evidence, what holds them back.

    `numbers` are those of digests, which commands take. A rank is not such a number. `near` tells
    where they live.
    """
    width = len(str(len(ranked))) + 1
    lines: list[Line] = []
    for place, entry in enumerate(ranked, start=1):
        share = entry.score.value / best if best else 0.0
        indent = " " * (width + 1)
        rank = f"{f'{place}.':>{width}} {evidence.bar(share)} "
        number = (
            context.wishes.words.say(" (number {number})", number=numbers[entry.person.id])
            if entry.person.id in numbers
            else ""
        )
        name, handles = _names(entry.person, context)
        if _cells(f"{rank}{name}  {handles}{number}") <= (columns() or sys.maxsize):
            lines.append((rank, Styled(f"{name}  {handles}", bold=True), number))
        else:
            called = wrapped(f"{name}{number}", " " * len(rank))[len(rank) :]
            lines.append((rank, Styled(called, bold=True)))
            lines.append((Styled(wrapped(handles, indent), bold=True),))
        lines.append((wrapped(evidence_line(entry, context), indent),))
        if where := near_line(near.get(entry.person.id, SOMEWHERE), context):
            lines.append((wrapped(where, indent),))
        if not entry.verdict.allowed:
            held = wrapped(f"– {verdict_line(context, entry.verdict)}", indent)
            lines.append((Styled(held, dim=True),))
    return lines


def left_out_lines(people: Sequence[tuple[Person, Verdict]], context: Context) -> list[Line]:
    """Those who are excluded for their own sake: without rank and bar, with the reason."""
    lines: list[Line] = []
    for person, verdict in people:
        lines.append((wrapped(named(person, context)),))
        lines.append((Styled(wrapped(f"– {verdict_line(context, verdict)}", "  "), dim=True),))
    return lines


def named(person: Person, context: Context) -> str:
    """A person's name, made fit for a terminal, their first handle, and where else they are."""
    return "  ".join(_names(person, context))


def _names(person: Person, context: Context) -> tuple[str, str]:
    also = naming.elsewhere(person, context.wishes.words)
    handles = ", ".join(part for part in (person.accounts[0].handle, also) if part)
    return naming.called(person), handles


def evidence_line(ranked: Ranked, context: Context) -> str:
    """What a score rests on, in one line."""
    return evidence.line(
        ranked.score.evidence, context.owner.zone, context.clock.now(), context.wishes.words
    )
