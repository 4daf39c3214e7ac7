"""The text of a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command
from bot.domain.commands.grammar import spell
from bot.domain.commands.verbs import Verb
from bot.domain.schedule import Period, Unit
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.letter import cues, goals, states
from bot.text.safety.defuse import defuse
from bot.text.safety.links import shown
from bot.text.safety.split import GAP, split
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.digest import Digest, Entry
    from bot.domain.meeting.event import Event
    from bot.domain.people.identity import Person
    from bot.text.language.catalogue import Catalogue
    from bot.text.safety.limits import Limits

MANY_LINKS: Final = 3
ROOMY: Final = 1000
"""Messages this long, in grapheme clusters, have room for many links."""
ROOM_FOR_REF: Final = f"{GAP}xxxxxxxx"
"""The length that a message's ref needs."""
ROOM: Final = f"{GAP}99/99 · xxxxxxxx"
"""The length that a part's number and ref need."""


def parts(  # noqa: PLR0913 (all that a digest depends on)
    digest: Digest,
    *,
    zone: ZoneInfo,
    now: datetime,
    words: Catalogue,
    limits: Limits,
    new_ref: Callable[[], str],
    by_message: bool = True,
) -> list[tuple[str, str]]:
    """The digest as messages within a network's limits, each with the ref at its end.

    `by_message`: the owner can answer with a message.
    """
    blocks = [_head(digest, zone, now, words)]
    if digest.earlier:
        blocks.append("\n".join(states.lines(digest.earlier, zone, now, words)))
    links = MANY_LINKS if limits.graphemes >= ROOMY else 1
    blocks += [entry_block(entry, zone, now, words, links) for entry in digest.entries]
    if digest.notes:
        blocks.append("\n".join(digest.notes))
    if digest.is_first and len(digest.entries) > 1:
        blocks.append(_question(digest.entries, words))
    if digest.entries:
        blocks.append(_foot(digest.entries[0].number, words, by_message=by_message))
    elif digest.progress.reached:
        blocks.append(words.say("The goal is reached: nobody is suggested before the next period."))
    else:
        blocks.append(words.say("Nobody to suggest this time."))
    texts = split(blocks, limits, ROOM_FOR_REF)
    if len(texts) > 1:
        texts = split(blocks, limits, ROOM)
    signed = [(text, new_ref()) for text in texts]
    return [
        (_signed(text, ref, number, len(signed)), ref)
        for number, (text, ref) in enumerate(signed, start=1)
    ]


def entry_block(
    entry: Entry, zone: ZoneInfo, now: datetime, words: Catalogue, links: int = MANY_LINKS
) -> str:
    """The block about one person: name, evidence, and the cue or the drafted invitation.

    `links` is the most links shown.
    """
    cited = _cited(entry)
    living = (shown(link) for link in entry.score.evidence.links)
    others = [link for link in living if link not in {"", cited}]
    lines = [
        f"{entry.number} · {naming.called(entry.person)}  {addresses(entry.person)}",
        f"{evidence.bar(entry.share)} {evidence.line(entry.score.evidence, zone, now, words)}",
        *others[: links - bool(cited)],
    ]
    if entry.cue is not None:
        return "\n".join([*lines, cues.line(entry.cue, entry.person, zone, now, words)])
    if entry.event is not None:
        lines.append(_event(entry.event, zone, words))
    if entry.wording is not None:
        lines.append(words.say("“{text}”", text=entry.wording.text))
    return "\n".join(lines)


def addresses(person: Person) -> str:
    """Links to a person's accounts: a handle with its @ would mention them."""
    in_use = [account for account in person.accounts if account.is_in_use]
    return ", ".join(
        shown(account.url or "") or defuse(account.handle.removeprefix("@"))
        for account in in_use or person.accounts
    )


def _cited(entry: Entry) -> str:
    """The link that the last line of an entry already shows."""
    if entry.cue is not None:
        return shown(entry.cue.url)
    if entry.thread is None or entry.wording is None:
        return ""
    link = shown(entry.thread.url)
    return link if link in entry.wording.text else ""


def _event(event: Event, zone: ZoneInfo, words: Catalogue) -> str:
    when = dates.moment(event.start, zone, words)
    said = words.say("“{event}”, {when}", event=defuse(event.name), when=when)
    link = shown(event.url)
    return words.say("{sentence}: {link}", sentence=said, link=link) if link else said


def _question(entries: Sequence[Entry], words: Catalogue) -> str:
    """Ask whom of the people the owner already meets, with the command to answer."""
    known = Command(Verb.KNOWN, tuple(str(entry.number) for entry in entries[:2]))
    return words.say(
        "Which of these people do you already meet in person? {command}",
        command=spell(known, words.language),
    )


def _head(digest: Digest, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    day = dates.weekday(now.astimezone(zone).date(), words)
    return f"{day[0].upper()}{day[1:]} · {goals.line(digest.progress, words)}"


def _foot(number: int, words: Catalogue, *, by_message: bool) -> str:
    target = (str(number),)
    commands = " · ".join(
        spell(command, words.language)
        for command in (
            Command(Verb.WHY, target),
            Command(Verb.DRAFT, target),
            Command(Verb.SNOOZE, target, Period(3, Unit.WEEK)),
            Command(Verb.NEVER, target),
            Command(Verb.KNOWN, target),
            Command(Verb.HELP),
        )
    )
    if by_message:
        return commands
    return words.say("With terrasse say “…”: {commands}", commands=commands)


def _signed(text: str, ref: str, number: int, total: int) -> str:
    mark = f"{number}/{total} · {ref}" if total > 1 else ref
    return f"{text}{GAP}{mark}"
