"""Compare two people: why one is before the other in the list."""

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
    from bot.services.context import Context
    from bot.services.ranking.explain import Judged


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people in the order of the list, and their differences.

    `comparison` is `None` unless both are in the list.
    """

    first: Judged
    second: Judged
    comparison: Comparison | None


def side_by_side(one: Judged, other: Judged) -> Pair:
    """Put two people into the order of the list; a person who is not in it comes last."""
    first, second = sorted((one, other), key=lambda judged: (judged.place is None, judged.place))
    if first.place is None or second.place is None:
        return Pair(first, second, None)
    return Pair(first, second, compare(first.ranked.score, second.ranked.score))


def reasons(context: Context, pair: Pair) -> list[str]:
    """Why the first person is before the second, in sentences."""
    say = context.wishes.words.say
    if pair.first.is_left_out or pair.second.is_left_out:
        return []
    first, second = (naming.called(judged.ranked.person) for judged in (pair.first, pair.second))
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
        day_of(context.clock.now(), context.owner.zone),
        context.wishes.words,
    )


def why_first(context: Context, pair: Pair, live_links: Mapping[PersonId, frozenset[str]]) -> str:
    """Why one person is before the other, with the evidence of each."""
    parts = [
        "\n".join(reasons(context, pair)),
        *(_in_short(context, judged, live_links) for judged in _both(pair)),
    ]
    return "\n\n".join(part for part in parts if part)


def _both(pair: Pair) -> tuple[Judged, Judged]:
    return pair.first, pair.second


def _in_short(
    context: Context, judged: Judged, live_links: Mapping[PersonId, frozenset[str]]
) -> str:
    ranked, say = judged.ranked, context.wishes.words.say
    if judged.is_left_out:
        return left_out(context, ranked)
    told = (context.owner.zone, context.clock.now(), context.wishes.words)
    lines = [naming.called(ranked.person), evidence.line(ranked.score.evidence, *told)]
    lines += shown_links(context, ranked, live_links)
    if judged.place is not None:
        lines.append(say("Number {place} on your list.", place=judged.place))
    if not ranked.verdict.allowed:
        lines.append(verdict_line(context, ranked.verdict))
    return "\n".join(lines)
