"""What is said in the village in a given week: the same on every call.

Everything follows from a villager and the number of a week. A village built tomorrow holds the
same posts at the same times as one built today, and one more day of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from adapters.memory.talk import talk
from adapters.memory.villagers import Way
from bot.domain.people.identity import NetworkName
from bot.domain.talk.interaction import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adapters.memory.villagers import Villager

OWNER: Final = "camille"

POSTS_A_WEEK: Final = 2
_BOOSTED: Final = 0.15
_LIKED: Final = 0.25
_ADDRESSED: Final = 0.3
_UNLISTED: Final = 0.9
_FOLLOWERS: Final = 0.95
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a conversation: a reply to the line before it."""

    speaker: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A like or a boost of a line; `place` is the line's position in its conversation."""

    actor: str
    place: int
    at: datetime
    is_boost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The posts of one thread. `is_addressed`: the first line mentions the other person."""

    network: NetworkName
    language: str
    lines: tuple[Line, ...]
    reactions: tuple[Reaction, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    is_addressed: bool = False


def week_number(at: datetime) -> int:
    """The number of an instant's ISO week, counted from the year 1."""
    return (at.toordinal() - 1) // 7


def conversations(villager: Villager, week: int) -> Iterator[Conversation]:
    """The conversations of a villager and the owner that begin in this week."""
    # A seeded generator, not a secret: the talk must be the same each time.
    chance = Random(f"{villager.network}/{villager.name}/{week}")  # noqa: S311
    if not villager.rhythm.is_active(week):
        return
    for _ in range(villager.rhythm.most):
        if chance.random() < villager.rhythm.chance:
            yield _conversation(villager, _random_time(chance, week), chance)


def owner_posts(
    network: NetworkName, week: int, readers: Iterable[Villager]
) -> Iterator[Conversation]:
    """The owner's posts of this week that address nobody, with the likes and boosts they get."""
    chance = Random(f"{network}/{OWNER}/{week}")  # noqa: S311
    for _ in range(POSTS_A_WEEK):
        at, language = _random_time(chance, week), chance.choice(("fr", "en"))
        text = chance.choice(chance.choice(talk(language).topics).openers)
        reactions = [
            Reaction(
                actor=reader.name,
                place=0,
                at=at + _pause(liking),
                is_boost=liking.random() < _BOOSTED,
            )
            for reader in readers
            for liking in [Random(f"{reader.name}/{at}")]  # noqa: S311
            if liking.random() < reader.rhythm.likes
        ]
        yield Conversation(
            network=network,
            language=language,
            lines=(Line(OWNER, text, at),),
            reactions=tuple(reactions),
        )


def _conversation(villager: Villager, at: datetime, chance: Random) -> Conversation:
    language = chance.choice(villager.languages)
    way = villager.rhythm.way
    texts = _texts(way, language, chance)
    owner_begins = way is Way.UNANSWERED or (way is Way.BOTH and chance.random() < _HALF)
    speakers = (OWNER, villager.name) if owner_begins else (villager.name, OWNER)
    lines: list[Line] = []
    if way is Way.GAME:
        at = at.replace(hour=18)
    for place, text in enumerate(texts):
        lines.append(Line(speakers[place % 2], text, at))
        at += timedelta(seconds=chance.randrange(40, 160)) if way is Way.GAME else _pause(chance)
    return Conversation(
        network=villager.network,
        language=language,
        lines=tuple(lines),
        reactions=_reactions(lines, speakers, chance) if way is Way.BOTH else (),
        visibility=_visibility(villager, chance),
        is_addressed=not owner_begins and way is Way.BOTH and chance.random() < _ADDRESSED,
    )


def _texts(way: Way, language: str, chance: Random) -> Sequence[str]:
    if way is Way.GAME:
        return talk(language).game
    topic = chance.choice(talk(language).topics)
    branch = chance.randrange(len(topic.answers))
    texts = (
        chance.choice(topic.openers),
        topic.answers[branch],
        topic.returns[branch],
        topic.closings[branch],
    )
    return texts[: 2 if way is not Way.BOTH else chance.randint(2, len(texts))]


def _reactions(
    lines: Sequence[Line], speakers: tuple[str, str], chance: Random
) -> tuple[Reaction, ...]:
    return tuple(
        Reaction(
            actor=speakers[1 - place % 2],
            place=place,
            at=line.at + _pause(chance),
            is_boost=chance.random() < _BOOSTED,
        )
        for place, line in enumerate(lines)
        if chance.random() < _LIKED
    )


def _visibility(villager: Villager, chance: Random) -> Visibility:
    drawn = chance.random()
    if villager.network is NetworkName.BLUESKY or drawn < _UNLISTED:
        return Visibility.PUBLIC
    return Visibility.UNLISTED if drawn < _FOLLOWERS else Visibility.FOLLOWERS


def _random_time(chance: Random, week: int) -> datetime:
    day = date.fromordinal(week * 7 + 1 + chance.randrange(7))
    seconds = chance.randrange(7 * 3600, 20 * 3600)
    start = datetime.combine(day, time(), tzinfo=UTC)
    # Random microseconds, so that no two events of the village happen at the same time.
    return start + timedelta(seconds=seconds, microseconds=chance.randrange(10**6))


def _pause(chance: Random) -> timedelta:
    return timedelta(seconds=chance.randrange(200, 4 * 3600))
