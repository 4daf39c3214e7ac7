"""The evidence for a suggestion, in one line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from bot.domain.ranking.evidence import DORMANT
from bot.text.language import dates
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.domain.ranking.evidence import Evidence
    from bot.text.language.catalogue import Catalogue

CELLS: Final = 5
A_MONTH: Final = 30


def line(evidence: Evidence, zone: ZoneInfo, now: datetime, words: Catalogue) -> str:
    """`6 exchanges in 3 threads since 2 October, you started 2; last one 4 days ago`.

    If talk resumed recently after a long silence, that is added.
    """
    if evidence.first is None or evidence.last is None:
        if evidence.broken_off:
            return words.say("no exchange that counts")
        return words.say("no exchange yet")
    today = now.astimezone(zone).date()
    values = {
        "exchanges": words.count("{n} exchange", "{n} exchanges", evidence.exchanges),
        "threads": words.count("{n} thread", "{n} threads", evidence.threads),
        "first": dates.date_of(evidence.first.astimezone(zone).date(), today, words),
        "last": dates.ago(evidence.last.astimezone(zone).date(), today, words),
        "started": evidence.started_by_owner,
    }
    sentence = words.say(_sentence(evidence), **values)
    if evidence.waking is None or now - evidence.waking.at > DORMANT:
        return sentence
    return words.say(
        "{sentence}; again since {date}, after {months} of silence",
        sentence=sentence,
        date=dates.date_of(evidence.waking.at.astimezone(zone).date(), today, words),
        months=words.count("{n} month", "{n} months", evidence.waking.silence.days // A_MONTH),
    )


def remarks(evidence: Evidence, zone: ZoneInfo, now: datetime, words: Catalogue) -> list[str]:
    """Caveats about the exchanges, in sentences: rounds, a burst, a block or mute."""
    found = []
    if evidence.in_rounds:
        found.append(
            words.count(
                "{n} of the exchanges was in a thread with several people.",
                "{n} of the exchanges were in threads with several people.",
                evidence.in_rounds,
            )
        )
    if evidence.burst is not None:
        today = now.astimezone(zone).date()
        day = dates.date_of(evidence.burst.astimezone(zone).date(), today, words)
        found.append(words.say("Most of it was said in one go, on {date}.", date=day))
    if evidence.broken_off:
        found.append(
            words.count(
                "{n} exchange ended in a block or a mute, and does not count.",
                "{n} exchanges ended in a block or a mute, and do not count.",
                evidence.broken_off,
            )
        )
    return found


def _sentence(evidence: Evidence) -> str:
    if evidence.exchanges == 1:
        return marked("{exchanges}, {last}")
    if evidence.started_by_owner == 0:
        return marked(
            "{exchanges} in {threads} since {first}, they always came to you; last one {last}"
        )
    if evidence.started_by_owner == evidence.exchanges:
        return marked("{exchanges} in {threads} since {first}, all started by you; last one {last}")
    return marked("{exchanges} in {threads} since {first}, you started {started}; last one {last}")


def bar(share: float) -> str:
    """A score relative to the best one (0 to 1) as a bar: `▮▮▮▯▯`, at least one cell.

    The bar shows the square root: scores are products, so most are much lower than the best.
    """
    filled = min(CELLS, max(1, round(math.sqrt(share) * CELLS)))
    return "▮" * filled + "▯" * (CELLS - filled)
