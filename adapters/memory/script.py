"""What happens in the village in a given week: the same however often it is asked.

Everything follows from a villager and the number of a week. So a village built today and one
built tomorrow hold the same acts at the same times, but for a day more of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from adapters.memory import talk_en, talk_fr
from adapters.memory.game import GAME
from adapters.memory.villager import Way
from bot.domain.identity import NetworkName
from bot.domain.interaction import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adapters.memory.villager import Villager

OWNER: Final = "camille"
TOPICS: Final = {"fr": talk_fr.TOPICS, "en": talk_en.TOPICS}

POSTS_A_WEEK: Final = 2
_BOOSTED: Final = 0.15
_LIKED: Final = 0.25
_ADDRESSED: Final = 0.3
_UNLISTED: Final = 0.9
_FOLLOWERS: Final = 0.95


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a thread: a reply to the line before it."""

    speaker: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Nod:
    """A like or a boost of the line at that place."""

    actor: str
    place: int
    at: datetime
    is_boost: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation. `is_addressed`: its first line names the other."""

    network: NetworkName
    language: str
    lines: tuple[Line, ...]
    nods: tuple[Nod, ...] = field(default=())
    visibility: Visibility = Visibility.PUBLIC
    is_addressed: bool = False


def week_number(at: datetime) -> int:
    """The number of an instant's ISO week, counted from the year 1."""
    return (at.toordinal() - 1) // 7


def conversations(villager: Villager, week: int) -> Iterator[Thread]:
    """What a villager and the owner say to each other in threads begun in this week."""
    # Invented talk is no secret, and has to be the same each time.
    chance = Random(f"{villager.network}/{villager.name}/{week}")  # noqa: S311
    if not villager.rhythm.is_active(week):
        return
    for _ in range(villager.rhythm.most):
        if chance.random() < villager.rhythm.chance:
            yield _conversation(villager, _some_time(chance, week), chance)


def owner_posts(network: NetworkName, week: int, readers: Iterable[Villager]) -> Iterator[Thread]:
    """What the owner posts to nobody in particular in this week, and who likes it."""
    chance = Random(f"{network}/{OWNER}/{week}")  # noqa: S311
    for _ in range(POSTS_A_WEEK):
        at, language = _some_time(chance, week), chance.choice(("fr", "en"))
        text = chance.choice(chance.choice(TOPICS[language]).openers)
        nods = [
            Nod(reader.name, 0, at + _pause(liking), liking.random() < _BOOSTED)
            for reader in readers
            for liking in [Random(f"{reader.name}/{at}")]  # noqa: S311
            if liking.random() < reader.rhythm.likes
        ]
        yield Thread(network, language, (Line(OWNER, text, at),), tuple(nods))


def _conversation(villager: Villager, at: datetime, chance: Random) -> Thread:
    language = chance.choice(villager.languages)
    way = villager.rhythm.way
    texts = _texts(way, language, chance)
    owner_begins = way is Way.UNANSWERED or (way is Way.BOTH and chance.random() < 0.5)  # noqa: PLR2004
    speakers = (OWNER, villager.name) if owner_begins else (villager.name, OWNER)
    lines: list[Line] = []
    if way is Way.GAME:
        at = at.replace(hour=18)
    for place, text in enumerate(texts):
        lines.append(Line(speakers[place % 2], text, at))
        at += timedelta(seconds=chance.randrange(40, 160)) if way is Way.GAME else _pause(chance)
    return Thread(
        network=villager.network,
        language=language,
        lines=tuple(lines),
        nods=_nods(lines, speakers, chance) if way is Way.BOTH else (),
        visibility=_visibility(villager, chance),
        is_addressed=not owner_begins and way is Way.BOTH and chance.random() < _ADDRESSED,
    )


def _texts(way: Way, language: str, chance: Random) -> Sequence[str]:
    if way is Way.GAME:
        return GAME[language]
    topic = chance.choice(TOPICS[language])
    branch = chance.randrange(len(topic.answers))
    texts = (
        chance.choice(topic.openers),
        topic.answers[branch],
        topic.returns[branch],
        topic.closings[branch],
    )
    return texts[: 2 if way is not Way.BOTH else chance.randint(2, len(texts))]


def _nods(lines: Sequence[Line], speakers: tuple[str, str], chance: Random) -> tuple[Nod, ...]:
    return tuple(
        Nod(speakers[1 - place % 2], place, line.at + _pause(chance), chance.random() < _BOOSTED)
        for place, line in enumerate(lines)
        if chance.random() < _LIKED
    )


def _visibility(villager: Villager, chance: Random) -> Visibility:
    drawn = chance.random()
    if villager.network is NetworkName.BLUESKY or drawn < _UNLISTED:
        return Visibility.PUBLIC
    return Visibility.UNLISTED if drawn < _FOLLOWERS else Visibility.FOLLOWERS


def _some_time(chance: Random, week: int) -> datetime:
    day = date.fromordinal(week * 7 + 1 + chance.randrange(7))
    seconds = chance.randrange(7 * 3600, 20 * 3600)
    start = datetime.combine(day, time(), tzinfo=UTC)
    # Odd microseconds keep two acts of the village from ever falling together.
    return start + timedelta(seconds=seconds, microseconds=chance.randrange(10**6))


def _pause(chance: Random) -> timedelta:
    return timedelta(seconds=chance.randrange(200, 4 * 3600))
