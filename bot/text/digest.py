"""The digest as the owner reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.text import dates, draft, evidence
from bot.text.brief import Brief, BriefKind
from bot.text.compose import compose
from bot.text.defuse import defuse
from bot.text.limits import Limits
from bot.text.links import shown
from bot.text.split import GAP, split

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.digest import Digest, Entry
    from bot.domain.identity import Person
    from bot.text.catalogue import Catalogue

MANY_LINKS: Final = 3
ROOMY: Final = 1000
"""Messages this long, in grapheme clusters, have room for many links."""
ROOM: Final = f"{GAP}99/99 · xxxxxxxx"
"""What the part's number and its ref take up."""
ANYWHERE: Final = Limits(300)
"""An invitation this long (in grapheme clusters) is taken by every network, as whatever kind of
message."""


def parts(  # noqa: PLR0913 (what a letter is made of)
    digest: Digest,
    *,
    zone: ZoneInfo,
    now: datetime,
    words: Catalogue,
    limits: Limits,
    new_ref: Callable[[], str],
) -> list[tuple[str, str]]:
    """The digest as messages that a network takes, each with the ref that stands at its end."""
    blocks = [_head(digest, zone, now, words)]
    links = MANY_LINKS if limits.graphemes >= ROOMY else 1
    blocks += [entry_block(entry, zone, now, words, links) for entry in digest.entries]
    if digest.entries:
        blocks.append(_foot(digest.entries[0].number, words))
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
    """One person: who, on what evidence, and the invitation to copy; at most so many links."""
    note = compose(_brief(entry, zone, words))
    cited = "" if entry.thread is None else shown(entry.thread.url)
    living = (shown(link) for link in entry.score.evidence.links)
    others = [link for link in living if link not in {"", cited}]
    lines = [
        f"{entry.number} · {draft.called(entry.person)}  {addresses(entry.person)}",
        f"{evidence.bar(entry.share)} {evidence.line(entry.score.evidence, zone, now, words)}",
        *others[: links - bool(cited)],
        words.say("“{text}”", text=note),
    ]
    return "\n".join(lines)


def addresses(person: Person) -> str:
    """Where somebody is: links, as a handle written with its @ would call them in."""
    return ", ".join(
        shown(account.url or "") or defuse(account.handle.removeprefix("@"))
        for account in person.accounts
    )


def _brief(entry: Entry, zone: ZoneInfo, words: Catalogue) -> Brief:
    return Brief(
        kind=BriefKind.COFFEE,
        name=draft.first_name(entry.person),
        language=words.language,
        limits=ANYWHERE,
        zone=zone,
        thread=entry.thread,
    )


def _head(digest: Digest, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    goal = words.count(
        "goal: one meeting {every}",
        "goal: {n} meetings {every}",
        digest.goal.meetings,
        every=dates.period(digest.goal.every, words),
    )
    return f"{dates.weekday(now.astimezone(zone).date(), words)} · {goal}"


def _foot(number: int, words: Catalogue) -> str:
    return words.say(
        "terrasse … why {number} · snooze {number} 3w · known {number} · never {number}",
        number=number,
    )


def _signed(text: str, ref: str, number: int, total: int) -> str:
    mark = f"{number}/{total} · {ref}" if total > 1 else ref
    return f"{text}{GAP}{mark}"
