"""The digest as the owner reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands import Command, Verb, spell
from bot.domain.schedule import Period, Unit
from bot.text import dates, draft, evidence, goals, states
from bot.text.defuse import defuse
from bot.text.links import shown
from bot.text.split import GAP, split

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.digest import Digest, Entry
    from bot.domain.identity import Person
    from bot.text.catalogue import Catalogue
    from bot.text.limits import Limits

MANY_LINKS: Final = 3
ROOMY: Final = 1000
"""Messages this long, in grapheme clusters, have room for many links."""
ROOM: Final = f"{GAP}99/99 · xxxxxxxx"
"""What the part's number and its ref take up."""


def parts(  # noqa: PLR0913 (what a letter is made of)
    digest: Digest,
    *,
    zone: ZoneInfo,
    now: datetime,
    words: Catalogue,
    limits: Limits,
    new_ref: Callable[[], str],
    by_message: bool = True,
) -> list[tuple[str, str]]:
    """The digest as messages that a network takes, each with the ref that stands at its end.

    `by_message` says that the owner can answer it where they read it.
    """
    blocks = [_head(digest, zone, now, words)]
    if digest.earlier:
        blocks.append(
            "\n".join(states.line(one, person, zone, now, words) for person, one in digest.earlier)
        )
    links = MANY_LINKS if limits.graphemes >= ROOMY else 1
    blocks += [entry_block(entry, zone, now, words, links) for entry in digest.entries]
    if digest.notes:
        blocks.append("\n".join(digest.notes))
    if digest.entries:
        blocks.append(_foot(digest.entries[0].number, words, by_message=by_message))
    elif digest.progress.reached:
        blocks.append(words.say("The goal is reached: nobody is suggested before the next period."))
    else:
        blocks.append(words.say("Nobody to suggest this time."))
    signed = [(text, new_ref()) for text in split(blocks, limits, ROOM)]
    return [
        (_signed(text, ref, number, len(signed)), ref)
        for number, (text, ref) in enumerate(signed, start=1)
    ]


def entry_block(
    entry: Entry, zone: ZoneInfo, now: datetime, words: Catalogue, links: int = MANY_LINKS
) -> str:
    """One person: who, on what evidence, and what to write to them; at most so many links."""
    cited = "" if entry.thread is None else shown(entry.thread.url)
    living = (shown(link) for link in entry.score.evidence.links)
    others = [link for link in living if link not in {"", cited}]
    lines = [
        f"{entry.number} · {draft.called(entry.person)}  {addresses(entry.person)}",
        f"{evidence.bar(entry.share)} {evidence.line(entry.score.evidence, zone, now, words)}",
        *others[: links - bool(cited)],
    ]
    if entry.wording is not None:
        lines.append(words.say("“{text}”", text=entry.wording.text))
    return "\n".join(lines)


def addresses(person: Person) -> str:
    """Where somebody is: links, as a handle written with its @ would call them in."""
    return ", ".join(
        shown(account.url or "") or defuse(account.handle.removeprefix("@"))
        for account in person.accounts
    )


def _head(digest: Digest, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    day = dates.weekday(now.astimezone(zone).date(), words)
    return f"{day} · {goals.line(digest.progress, words)}"


def _foot(number: int, words: Catalogue, *, by_message: bool) -> str:
    target = (str(number),)
    commands = " · ".join(
        spell(one, words.language)
        for one in (
            Command(Verb.WHY, target),
            Command(Verb.DRAFT, target),
            Command(Verb.SNOOZE, target, Period(3, Unit.WEEK)),
            Command(Verb.NEVER, target),
            Command(Verb.HELP),
        )
    )
    return commands if by_message else f"terrasse say “…”: {commands}"


def _signed(text: str, ref: str, number: int, total: int) -> str:
    mark = f"{number}/{total} · {ref}" if total > 1 else ref
    return f"{text}{GAP}{mark}"
