"""A comparison of two people in sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from babel.lists import format_list

from bot.domain.ranking.taste import PART
from bot.text.language import dates
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from datetime import date

    from bot.domain.ranking.comparison import Comparison, Figures
    from bot.text.language.catalogue import Catalogue

A_WEEK: Final = 7
A_MONTH: Final = 30


def sentences(
    comparison: Comparison,
    names: tuple[str, str],
    figures: tuple[Figures, Figures],
    today: date,
    words: Catalogue,
) -> list[str]:
    """Why the first is ranked first, and what is in favour of the second."""
    first, second = names
    here, there = figures
    if not comparison.for_first:
        return [words.say("{first} and {second} are level.", first=first, second=second)]
    reasons = [
        _reason(difference.part, here, there, today, words) for difference in comparison.for_first
    ]
    said = [
        words.say("{name} is first, mainly because {reasons}.",
                  name=first, reasons=_joined(reasons, words))
    ]  # fmt: skip
    reasons = [
        _reason(difference.part, there, here, today, words) for difference in comparison.for_second
    ]
    if reasons:
        said.append(
            words.say("In {name}’s favour: {reasons}.",
                      name=second, reasons=_joined(reasons, words))
        )  # fmt: skip
    return said


def _joined(reasons: list[str], words: Catalogue) -> str:
    return format_list(reasons, locale=words.locale)


def _reason(part: str, more: Figures, less: Figures, today: date, words: Catalogue) -> str:
    """A factor in words; with figures, which have no decay, only if they agree with it."""
    if part == "occasions" and more.weeks <= less.weeks:
        part = "days"
    bare, counted = _REASONS[part]
    if part == "recency":
        here, there = _ago(more, today, words), _ago(less, today, words)
    elif part == "span":
        here, there = _span(more.span, words), _span(less.span, words)
    else:
        a, b = _count(part, more), _count(part, less)
        here, there = (str(a), str(b)) if a > b else ("", "")
    if here == there:
        return words.say(bare)
    return words.say(counted, here=here, there=there)


_REASONS: Final = {
    "outgoing": (
        marked("you wrote or boosted more lately"),
        marked("you wrote more ({here} posts against {there})"),
    ),
    "incoming": (
        marked("they wrote more lately"),
        marked("they wrote more ({here} posts against {there})"),
    ),
    "occasions": (
        marked("you talked on more occasions"),
        marked("you talked in more weeks ({here} against {there})"),
    ),
    "days": (
        marked("you talked on more occasions"),
        marked("you talked on more days ({here} against {there})"),
    ),
    "span": (
        marked("you have talked for longer"),
        marked("you have talked for longer ({here} against {there})"),
    ),
    "recency": (
        marked("you talked more recently"),
        marked("you talked more recently ({here} against {there})"),
    ),
    "signals": (
        marked("there were more likes, follows or boosts of theirs lately"),
        marked("there were more likes, follows or boosts of theirs ({here} against {there})"),
    ),
    PART: (
        marked("your choices so far point that way"),
        marked("your choices so far point that way"),
    ),
}
"""The sentence for each factor, without and with figures."""


def _count(part: str, figures: Figures) -> int:
    return {
        "outgoing": figures.said,
        "incoming": figures.heard,
        "occasions": figures.weeks,
        "days": figures.days,
        "signals": figures.signals,
    }.get(part, 0)


def _span(days: int, words: Catalogue) -> str:
    if days < 2 * A_WEEK:
        return words.count("{n} day", "{n} days", days)
    if days < 2 * A_MONTH:
        return words.count("{n} week", "{n} weeks", days // A_WEEK)
    return words.count("{n} month", "{n} months", days // A_MONTH)


def _ago(figures: Figures, today: date, words: Catalogue) -> str:
    return dates.ago(today - timedelta(days=figures.silence or 0), today, words)
