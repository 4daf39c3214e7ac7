"""The text of a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command
from bot.domain.commands.spelling import spell
from bot.domain.commands.verbs import Verb
from bot.domain.schedule import Period, Unit
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.letter import cues, goals, states
from bot.text.letter.ref import ABOUT_REF, room, signed
from bot.text.place import telling
from bot.text.safety.defuse import defuse
from bot.text.safety.links import shown
from bot.text.safety.split import split
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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
MOST_PARTS: Final = 99
"""More would need a longer last line; the longest digest has a tenth of them."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an entry shows: at most so many links of evidence, and the bar or not."""

    links: int = MANY_LINKS
    bar: bool = True


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

    There are as few as possible, and the last is not the closing lines alone: links of evidence,
    bars, and the sentence about the ref are left out for that. `by_message`: the owner can answer
    with a message.
    """
    most_links = MANY_LINKS if limits.graphemes >= ROOMY else 1
    closing = _closing(digest, words, by_message=by_message)
    about_ref = [words.say(ABOUT_REF)] if digest.is_first and digest.entries else []
    looks = [Look(links) for links in range(most_links, 0, -1)] + [Look(1, bar=False)]
    variants = (
        _packed([*_blocks(digest, zone, now, words, look)], [*closing, *about], limits, words)
        for about in (about_ref, [])
        for look in looks
    )
    texts = min(variants, key=lambda texts: (len(texts), texts[-1].startswith(tuple(closing))))
    refs = [new_ref() for _ in texts]
    return [
        (signed(text, ref, words, part=part, total=len(texts)), ref)
        for part, (text, ref) in enumerate(zip(texts, refs, strict=True), start=1)
    ]


def _packed(
    blocks: Sequence[str], closing: Sequence[str], limits: Limits, words: Catalogue
) -> list[str]:
    """The blocks in as few texts as possible, each with room for its last line."""
    for most in (1, 9, MOST_PARTS):
        texts = split([*blocks, *closing], limits, room(words, most), closing=len(closing))
        if len(texts) <= most:
            break
    return texts


def _blocks(
    digest: Digest, zone: ZoneInfo, now: datetime, words: Catalogue, look: Look
) -> Iterator[str]:
    yield _head(digest, zone, now, words)
    if digest.earlier:
        yield "\n".join(states.lines(digest.earlier, zone, now, words))
    for entry in digest.entries:
        yield entry_block(entry, zone, now, words, look)
    if people := _together(digest.entries, words):
        yield "\n".join(people)
    if digest.notes:
        yield "\n".join(digest.notes)
    if digest.question is not None:
        yield digest.question.sentence


def _closing(digest: Digest, words: Catalogue, *, by_message: bool) -> list[str]:
    """What the owner can do now, or why nobody is suggested."""
    if not digest.entries:
        if digest.progress.reached:
            return [words.say("The goal is reached: nobody is suggested before the next period.")]
        return [words.say("Nobody to suggest this time.")]
    question = [_question(digest.entries, words)] if digest.is_first and digest.entries[1:] else []
    return [*question, _foot(digest.entries[0].number, words, by_message=by_message)]


def entry_block(
    entry: Entry, zone: ZoneInfo, now: datetime, words: Catalogue, look: Look = Look()
) -> str:
    """The block about one person: name, evidence, and the cue or the drafted invitation."""
    cited = _cited(entry)
    living = (shown(link) for link in entry.score.evidence.links)
    others = [link for link in living if link not in {"", cited}]
    lines = [
        f"{entry.number} · {naming.called(entry.person)}  {addresses(entry.person, words)}",
        (f"{evidence.bar(entry.share)} " if look.bar else "")
        + evidence.line(entry.score.evidence, zone, now, words),
        *others[: look.links - bool(cited)],
    ]
    if place := _place(entry, zone, now, words):
        lines.append(place)
    if entry.cue is not None:
        return "\n".join([*lines, cues.line(entry.cue, entry.person, zone, now, words)])
    if entry.event is not None:
        lines.append(_event(entry.event, zone, words))
    if entry.wording is not None:
        lines.append(words.say("“{text}”", text=entry.wording.text))
    return "\n".join(lines)


def _place(entry: Entry, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """Where they live, and how near; or the question where that is."""
    if entry.place is None:
        return entry.question
    where, today = telling.in_short(entry.place, words), now.astimezone(zone).date()
    calls = entry.wording is not None
    return telling.with_nearness(where, entry.proximity, words, today, calls=calls)


def _together(entries: Sequence[Entry], words: Catalogue) -> list[str]:
    """A line for each town in which several of these people live."""
    towns: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.place is not None:
            towns.setdefault(entry.place.city.id, []).append(entry)
    return [
        telling.together([naming.called(entry.person) for entry in there], place.city, words)
        for there in towns.values()
        if there[1:] and (place := there[0].place) is not None
    ]


def addresses(person: Person, words: Catalogue) -> str:
    """The link to a person's first account, and the others: a handle with its @ mentions them."""
    first = person.accounts[0]
    address = shown(first.url or "") or defuse(first.handle.removeprefix("@"))
    return ", ".join(part for part in (address, naming.elsewhere(person, words)) if part)


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
