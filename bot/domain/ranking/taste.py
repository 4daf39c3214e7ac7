"""What those whom the owner chose have in common, as one gentle factor of a score.

For each habit of talk (who begins, who talks more, how long, how recently, on which network) the
average of those whom the owner met or knows is set against the average of those whom they never
want or passed over::

    gap    = difference of the averages, in standard deviations of everybody
    lean   = what is left of the gap once chance is taken off · examples / (examples + 5)
    factor = 1.25 ^ tanh(Σ over habits of lean · how far somebody is from the average)

Nothing is learnt from one side alone: suggestions are few, and all of them are of those who talk
much, so that only what tells a yes from a no is the owner's. Habits are counts and dates; what
anybody wrote, or is, goes in nowhere. A verdict never reads it. See `docs/scoring.md`.
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
"""What the factor is called among a score's parts."""
MOST: Final = 1.25
"""The factor lies between 1 / `MOST` and `MOST`."""
HALFWAY: Final = 5.0
"""With so many examples on each side half of a gap is believed."""
CHANCE: Final = 1.0
"""Standard errors that are taken off a gap first: so much of it comes by chance alone."""
FARTHEST: Final = 2.0
"""Standard deviations: whoever is farther from the average counts as this far."""
WEIGHTS: Final[Mapping[Choice, float]] = {
    Choice.MET: 1.0,
    Choice.KNOWN: 0.5,
    Choice.NEVER: -1.0,
    Choice.SKIPPED: -0.5,
}
"""For and against. One meets those one knows for other reasons too, and silence is no word."""


class Habit(StrEnum):
    """A way in which ties differ, as a number. Mostly they say how two talk, never of what."""

    BEGINS = "begins"
    """How much of the exchanges the owner begins."""
    BALANCE = "balance"
    """How much more the owner says than they do."""
    WEEKS = "weeks"
    """How many weeks both talked in."""
    RECENCY = "recency"
    """How recently."""
    BLUESKY = "bluesky"
    """How much of the talk is on Bluesky rather than on Mastodon."""


Habits = dict[Habit, float]


@dataclass(frozen=True, slots=True)
class Tasted:
    """The factor of one person; which habit tells most of it, and whether they have `more` of it.

    `habit` is `None` where nothing was learnt that tells.
    """

    factor: float = 1.0
    habit: Habit | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Leaning:
    """How the owner leans in one habit; `mean` and `deviation` are those of everybody."""

    lean: float
    mean: float
    deviation: float

    def distance(self, value: float) -> float:
        """How far from everybody's average, in standard deviations, -2 to 2."""
        return min(max((value - self.mean) / self.deviation, -FARTHEST), FARTHEST)


@dataclass(frozen=True, slots=True)
class Taste:
    """How one owner leans, by habit; where they do not lean, a habit is missing."""

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
    """Learn from the owner's choices. `habits` are those of everybody in the list."""
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
        # One more of either, as one exchange of one tells little of who begins.
        Habit.BEGINS: (found.started_by_owner + 1) / (found.exchanges + 2),
        Habit.BALANCE: math.log(parts["outgoing"] / parts["incoming"]),
        Habit.WEEKS: math.log2(1 + found.weeks),
        Habit.RECENCY: parts["recency"],
        Habit.BLUESKY: talk[NetworkName.BLUESKY] / (sum(talk.values()) or 1),
    }


def flavoured(score: Score, tasted: Tasted) -> Score:
    """The score with one part more."""
    parts = {**score.parts, PART: tasted.factor}
    return replace(score, value=math.prod(parts.values()), parts=parts)


_NOTHING: Final = 1e-9
"""So small a deviation is an error of rounding."""


def _lean(examples: Iterable[tuple[float, float]]) -> float:
    """From distances and weights, those against below 0, to what is believed of their gap."""
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
