"""Two people side by side: what puts one before the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranking.comparison import Comparison, compare
from bot.domain.talk.tally import day_of
from bot.services.ranking.explain import left_out, shown_links, verdict_line
from bot.text.draft import naming
from bot.text.why import comparison as text
from bot.text.why import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.people.identity import PersonId
    from bot.services.context import Home
    from bot.services.ranking.explain import Judged


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people in the order of the list, and what sets them apart.

    `comparison` is `None` unless both are in the list.
    """

    first: Judged
    second: Judged
    comparison: Comparison | None


def side_by_side(one: Judged, other: Judged) -> Pair:
    """Put two people into the order of the list, whoever is not in it last."""
    first, second = sorted((one, other), key=lambda judged: (judged.place is None, judged.place))
    if first.place is None or second.place is None:
        return Pair(first, second, None)
    return Pair(first, second, compare(first.ranked.score, second.ranked.score))


def reasons(home: Home, pair: Pair) -> list[str]:
    """What puts the first before the second, in sentences."""
    say = home.wishes.words.say
    if pair.first.is_left_out or pair.second.is_left_out:
        return []
    first, second = (naming.called(one.ranked.person) for one in (pair.first, pair.second))
    if pair.first.place is None:
        return [say("You have had an exchange with neither of them yet.")]
    if pair.comparison is None:
        return [
            say("{first} is first: you have had no exchange with {second} yet.",
                first=first, second=second)
        ]  # fmt: skip
    return text.sentences(
        pair.comparison,
        (first, second),
        (pair.first.figures, pair.second.figures),
        day_of(home.clock.now(), home.owner.zone),
        home.wishes.words,
    )


def why_first(home: Home, pair: Pair, seen: Mapping[PersonId, frozenset[str]]) -> str:
    """What puts one before the other, and what each place rests on."""
    parts = ["\n".join(reasons(home, pair)), *(_in_short(home, one, seen) for one in _both(pair))]
    return "\n\n".join(part for part in parts if part)


def _both(pair: Pair) -> tuple[Judged, Judged]:
    return pair.first, pair.second


def _in_short(home: Home, judged: Judged, seen: Mapping[PersonId, frozenset[str]]) -> str:
    one, say = judged.ranked, home.wishes.words.say
    if judged.is_left_out:
        return left_out(home, one)
    told = (home.owner.zone, home.clock.now(), home.wishes.words)
    lines = [naming.called(one.person), evidence.line(one.score.evidence, *told)]
    lines += shown_links(home, one, seen)
    if judged.place is not None:
        lines.append(say("Number {place} on your list.", place=judged.place))
    if not one.verdict.allowed:
        lines.append(verdict_line(home, one.verdict))
    return "\n".join(lines)
