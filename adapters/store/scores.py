"""The scores of everybody at once, as one query: `bot.domain.scoring` for the database.

For lists of many owners, where Python would take each tally into its hands. It says what
`scoring.score` says, and a test holds it to that; parts and evidence are there only. It needs
nothing but the standard library's `sqlite3`: most of the time that a small list takes is loading.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain import scoring

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import date

# Days are numbers here, whole Julian ones: the first was a Monday, so that 7 divides weeks.
_SCORES: Final = f"""
WITH dated AS MATERIALIZED (
    SELECT
        tallies.owner AS owner,
        accounts.person AS person,
        min(CAST(julianday(tallies.day) + 0.5 AS INTEGER), :today) AS day,
        coalesce(weights.value, 1.0) AS weight,
        out_talk, in_talk, out_signal + in_signal AS clicks
    FROM tallies
    JOIN accounts ON accounts.owner = tallies.owner AND accounts.key = tallies.account
    LEFT JOIN json_each(:weights) AS weights ON weights.key = tallies.watched
),
scales AS MATERIALIZED (
    SELECT owner, min(max(
        (:today - min(CAST(julianday(day) + 0.5 AS INTEGER))) / {scoring.HALF_LIVES_IN_HISTORY},
        {scoring.SHORTEST_HALF_LIFE}), {scoring.LONGEST_HALF_LIFE}) AS half_life
    FROM tallies GROUP BY owner
),
talk AS (
    SELECT owner, person, day, sum(weight * out_talk) AS said, sum(weight * in_talk) AS heard
    FROM dated WHERE weight <> 0 AND (out_talk OR in_talk) GROUP BY owner, person, day
),
talks AS (
    SELECT
        owner, person, half_life,
        sum(log2(1 + said) * pow(2, (day - :today) / half_life)) AS outgoing,
        sum(log2(1 + heard) * pow(2, (day - :today) / half_life)) AS incoming,
        count(*) AS days,
        count(DISTINCT day / 7) AS weeks,
        max(day) - min(day) + 1 AS span,
        :today - max(day) AS silence
    FROM talk JOIN scales USING (owner) GROUP BY owner, person
),
weekly AS (
    SELECT owner, person, day / 7 AS week, min(sum(clicks), {scoring.SIGNALS_PER_WEEK}) AS clicks
    FROM dated WHERE clicks GROUP BY owner, person, day / 7
),
signals AS (
    SELECT owner, person, sum(clicks * pow(2, (7 * week - :today) / half_life)) AS clicks
    FROM weekly JOIN scales USING (owner) GROUP BY owner, person
)
SELECT owner, person,
    sqrt({scoring.FLOOR} + outgoing) * sqrt({scoring.FLOOR} + incoming)
    * sqrt(sqrt(days * weeks)) * sqrt(span) / sqrt(1 + silence / half_life)
    * (1 + {scoring.SIGNALS_AT_MOST} * coalesce(clicks, 0)
       / (coalesce(clicks, 0) + {scoring.SIGNALS_HALFWAY})) AS value
FROM talks LEFT JOIN signals USING (owner, person)
ORDER BY owner, value DESC, person
"""  # noqa: S608 (numbers of ours)
_TO_JULIAN: Final = 1_721_425
"""From `date.toordinal`."""


class Scored(NamedTuple):
    """What `scoring.score` gives a person, whose talk is not nothing."""

    owner: str
    person: str
    value: float


def scores(
    database: sqlite3.Connection, *, today: date, weights: Mapping[str, float]
) -> Iterator[Scored]:
    """Everybody's scores, by owner, best first.

    Args:
        database: a store.
        today: the owners' day.
        weights: the factor of each watched account's talk, by its key, where it is not 1.
    """
    values = {"today": today.toordinal() + _TO_JULIAN, "weights": json.dumps(dict(weights))}
    return (Scored(*row) for row in database.execute(_SCORES, values))
