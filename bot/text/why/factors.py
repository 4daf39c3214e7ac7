"""The factors of a score, with names that people understand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.numbers import format_decimal

from bot.domain.ranking.taste import PART, Habit
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.ranking.scoring import Score
    from bot.domain.ranking.taste import Tasted
    from bot.text.language.catalogue import Catalogue

_NAMES: Final = {
    "outgoing": marked("your words"),
    "incoming": marked("their words"),
    "occasions": marked("occasions"),
    "span": marked("span"),
    "recency": marked("recency"),
    "signals": marked("signals"),
    PART: marked("taste"),
}
_MEANINGS: Final = {
    "outgoing": marked("what you said (a boost counts half), the latest above all"),
    "incoming": marked("what they said, the latest above all"),
    "occasions": marked("on how many days and in how many weeks you talked"),
    "span": marked("how long it is from the first talk to the last"),
    "recency": marked("below 1 after a silence"),
    "signals": marked("your likes, their likes and boosts, and follows, which count little"),
    PART: marked("nothing to go by yet; it comes with those you meet, or never want to"),
}
_LIKE_THE_LIKED: Final = marked("people like those you met or know: a bit higher ({habit})")
_LIKE_THE_OTHERS: Final = marked(
    "people like those you did not want or passed over: a bit lower ({habit})"
)
_HABITS: Final[Mapping[tuple[Habit, bool], str]] = {
    (Habit.BEGINS, True): marked("you begin more often than with others"),
    (Habit.BEGINS, False): marked("you begin less often than with others"),
    (Habit.BALANCE, True): marked("your part of the talk is larger than with others"),
    (Habit.BALANCE, False): marked("your part of the talk is smaller than with others"),
    (Habit.WEEKS, True): marked("you talked in more weeks than with others"),
    (Habit.WEEKS, False): marked("you talked in fewer weeks than with others"),
    (Habit.RECENCY, True): marked("you talked more recently than with others"),
    (Habit.RECENCY, False): marked("you talked less recently than with others"),
    (Habit.BLUESKY, True): marked("you talk on Bluesky"),
    (Habit.BLUESKY, False): marked("you talk on Mastodon"),
}


def lines(score: Score, tasted: Tasted | None, words: Catalogue) -> list[str]:
    """A line for each factor with its name and meaning, then one for the product."""
    return [
        *(
            words.say(
                "{value} · {name}: {meaning}",
                value=number(value, words),
                name=name(part, words),
                meaning=meaning(part, tasted, words),
            )
            for part, value in score.parts.items()
        ),
        words.say("= {value}, all of them multiplied", value=number(score.value, words)),
    ]


def table(scores: Sequence[Score], heads: Sequence[str], words: Catalogue) -> list[str]:
    """A table of the factors of several scores, for a terminal."""
    rows = [
        (name(part, words), *(number(score.parts[part], words) for score in scores))
        for part in scores[0].parts
    ]
    rows.append((words.say("all multiplied"), *(number(score.value, words) for score in scores)))
    first = max(len(row[0]) for row in rows)
    widths = [
        max(len(head), *(len(row[column]) for row in rows))
        for column, head in enumerate(heads, start=1)
    ]
    return [
        f"{left:{first}}"
        + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        for left, *cells in [("", *heads), *rows]
    ]


def name(part: str, words: Catalogue) -> str:
    """The name of a factor for people."""
    return words.say(_NAMES[part])


def number(value: float, words: Catalogue) -> str:
    """`1.25`; in French `1,25`."""
    return format_decimal(value, "0.00", locale=words.locale)


def meaning(part: str, tasted: Tasted | None, words: Catalogue) -> str:
    """What a factor counts, in words."""
    if part != PART or tasted is None or tasted.habit is None:
        return words.say(_MEANINGS[part])
    return words.say(
        _LIKE_THE_LIKED if tasted.factor > 1 else _LIKE_THE_OTHERS,
        habit=words.say(_HABITS[tasted.habit, tasted.more]),
    )
