"""The owner's taste, learnt from their choices, as one small factor of a score.

For each habit of talk (who begins, who talks more, how long, how recently, on which network) the
average of those whom the owner met or knows is compared with the average of those whom they said
never to, or skipped::

    gap    = difference of the averages, in standard deviations of everybody
    lean   = (gap less what chance explains) · examples / (examples + 5)
    factor = 1.25 ^ tanh(Σ over habits of lean · distance from the average)

Both kinds of choices are needed: all suggested people talk much, so only the difference between
yes and no says something about the owner. Habits are counts and dates, never what anybody wrote
or is. Verdicts do not use taste. See `docs/scoring.md`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import NetworkName
from bot.domain.ranking.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.people.identity import PersonId
    from bot.domain.ranking.scoring import Score
    from bot.domain.talk.tally import Tally

PART: Final = "taste"
"""The name of the factor among a score's parts."""
MOST: Final = 1.25
"""The factor lies between 1 / `MOST` and `MOST`."""
HALFWAY: Final = 5.0
"""With this many examples on each side, half of a gap counts."""
CHANCE: Final = 1.0
"""Standard errors subtracted from a gap: what chance alone explains."""
FARTHEST: Final = 2.0
"""Distances from the average are capped here, in standard deviations."""
WEIGHTS: Final[Mapping[Choice, float]] = {
    Choice.MET: 1.0,
    Choice.KNOWN: 0.5,
    Choice.NEVER: -1.0,
    Choice.SKIPPED: -0.5,
}
"""Known and skipped count half: people know each other for other reasons too, and silence is weak
evidence."""


class Habit(StrEnum):
    """A measure of how two people talk, not of what about."""

    BEGINS = "begins"
    """The share of exchanges that the owner begins."""
    BALANCE = "balance"
    """How much more the owner says than they do."""
    WEEKS = "weeks"
    """In how many weeks both talked."""
    RECENCY = "recency"
    """How recently they talked."""
    BLUESKY = "bluesky"
    """The share of talk on Bluesky rather than on Mastodon."""


Habits = dict[Habit, float]


@dataclass(frozen=True, slots=True)
class Tasted:
    """The factor for one person, and the habit that contributes most to it.

    `more`: they are above the average in it. `habit` is `None` if nothing was learnt.
    """

    factor: float = 1.0
    habit: Habit | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Leaning:
    """The owner's preference in one habit; `mean` and `deviation` are those of everybody."""

    lean: float
    mean: float
    deviation: float

    def distance(self, value: float) -> float:
        """The distance from the mean in standard deviations, -2 to 2."""
        return min(max((value - self.mean) / self.deviation, -FARTHEST), FARTHEST)


@dataclass(frozen=True, slots=True)
class Taste:
    """An owner's preferences by habit; a habit without a preference is missing."""

    leanings: Mapping[Habit, Leaning]

    def of(self, habits: Habits) -> Tasted:
        """The factor for somebody with these habits, 0.8 to 1.25."""
        pull = {
            habit: leaning.lean * leaning.distance(habits[habit])
            for habit, leaning in self.leanings.items()
        }
        total = sum(pull.values())
        if not total:
            return Tasted()
        telling = max(pull, key=lambda habit: math.copysign(1, total) * pull[habit])
        more = self.leanings[telling].distance(habits[telling]) > 0
        return Tasted(MOST ** math.tanh(total), telling, more)


INDIFFERENT: Final = Taste({})


def taste(habits: Mapping[PersonId, Habits], choices: Mapping[PersonId, Choice]) -> Taste:
    """Learn an owner's taste from their choices. `habits` are those of everybody in the list."""
    liked = [(habits[who], WEIGHTS[choice]) for who, choice in choices.items() if who in habits]
    found = {}
    for habit in Habit:
        values = [of_person[habit] for of_person in habits.values()]
        deviation = pstdev(values) if values else 0.0
        if deviation <= _NOTHING:
            continue
        even = Leaning(0.0, fmean(values), deviation)
        lean = _lean((even.distance(of_person[habit]), weight) for of_person, weight in liked)
        if lean:
            found[habit] = replace(even, lean=lean)
    return Taste(found)


def habits_of(score: Score, tallies: Iterable[Tally]) -> Habits:
    """Somebody's habits, from their score without taste and their tallies."""
    found, parts = score.evidence, score.parts
    talk = dict.fromkeys(NetworkName, 0)
    for tally in tallies:
        talk[tally.watched.network] += tally.out_talk + tally.in_talk
    return {
        # Add-one smoothing: a single exchange says little about who begins.
        Habit.BEGINS: (found.started_by_owner + 1) / (found.exchanges + 2),
        Habit.BALANCE: math.log(parts["outgoing"] / parts["incoming"]),
        Habit.WEEKS: math.log2(1 + found.weeks),
        Habit.RECENCY: parts["recency"],
        Habit.BLUESKY: talk[NetworkName.BLUESKY] / (sum(talk.values()) or 1),
    }


def flavoured(score: Score, tasted: Tasted) -> Score:
    """The score with the factor of taste added."""
    parts = {**score.parts, PART: tasted.factor}
    return replace(score, value=math.prod(parts.values()), parts=parts)


_NOTHING: Final = 1e-9
"""A deviation this small is a rounding error."""


def _lean(examples: Iterable[tuple[float, float]]) -> float:
    """The lean that follows from pairs of distance and weight; a negative weight is a no."""
    for_, against = [0.0, 0.0], [0.0, 0.0]
    for distance, weight in examples:
        side = for_ if weight > 0 else against
        side[0] += abs(weight)
        side[1] += abs(weight) * distance
    if not for_[0] or not against[0]:
        return 0.0
    gap = for_[1] / for_[0] - against[1] / against[0]
    by_chance = CHANCE * math.sqrt(1 / for_[0] + 1 / against[0])
    examples_a_side = 2 / (1 / for_[0] + 1 / against[0])
    believed = max(abs(gap) - by_chance, 0.0) * examples_a_side / (examples_a_side + HALFWAY)
    return math.copysign(believed, gap)
