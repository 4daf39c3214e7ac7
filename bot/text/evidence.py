"""What a suggestion rests on, in one line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from bot.text import dates

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.scoring import Evidence
    from bot.text.catalogue import Catalogue

CELLS: Final = 5


def line(evidence: Evidence, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """`6 exchanges in 3 threads since 2 October, you started 2; last one 4 days ago`."""
    if evidence.first is None or evidence.last is None:
        return words.say("no exchange yet")
    today = now.astimezone(zone).date()
    values = {
        "exchanges": words.count("{n} exchange", "{n} exchanges", evidence.exchanges),
        "threads": words.count("{n} thread", "{n} threads", evidence.threads),
        "first": dates.date_of(evidence.first.astimezone(zone).date(), today, words),
        "last": dates.ago(evidence.last.astimezone(zone).date(), today, words),
        "started": evidence.started_by_owner,
    }
    if evidence.exchanges == 1:
        return words.say("{exchanges}, {last}", **values)
    if evidence.started_by_owner == 0:
        return words.say(
            "{exchanges} in {threads} since {first}, they always came to you; last one {last}",
            **values,
        )
    if evidence.started_by_owner == evidence.exchanges:
        return words.say(
            "{exchanges} in {threads} since {first}, all started by you; last one {last}", **values
        )
    return words.say(
        "{exchanges} in {threads} since {first}, you started {started}; last one {last}", **values
    )


def bar(share: float) -> str:
    """A score beside the best one's (0 to 1) as a bar: `▮▮▮▯▯`; never quite empty.

    The bar shows the square root, as scores are products and would leave all but one flat.
    """
    filled = min(CELLS, max(1, round(math.sqrt(share) * CELLS)))
    return "▮" * filled + "▯" * (CELLS - filled)
