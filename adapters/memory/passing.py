"""People who come by the village, talk for a fortnight, and move on."""

from __future__ import annotations

from typing import Final

from adapters.memory.villager import Rhythm, Ties, Villager
from bot.domain.identity import NetworkName

ARRIVALS: Final = 4
"""Somebody new comes by every so many weeks."""

_PASSING: Final = (
    ("amelie", "Amélie Trouvère"),
    ("rashid", "Rashid Okonjo"),
    ("birgit", "Birgit Hallström"),
    ("corentin", "Corentin Le Gall"),
    ("imani", "Imani Whitlock"),
    ("thibault", "Thibault Ménard"),
    ("saoirse", "Saoirse Delaney"),
    ("kenza", "Kenza Amrani"),
    ("lazare", "Lazare Pontchartrain"),
    ("minh", "Minh Tâm Duval"),
    ("rosalind", "Rosalind Peverell"),
    ("ewen", "Ewen Guivarc'h"),
    ("zdenka", "Zdenka Horáková"),
    ("malo", "Malo Riouallec"),
    ("philippa", "Philippa Nightjar"),
    ("sekou", "Sékou Traverse"),
)


def newcomer(week: int) -> Villager:
    """Who came by last, as seen from this week; not again for more than a year."""
    arrival = week // ARRIVALS
    name, display_name = _PASSING[arrival % len(_PASSING)]
    on_bluesky = arrival % 2 == 1
    return Villager(
        name=name,
        display_name=display_name,
        bio="New around here." if on_bluesky else "De passage, ou peut-être pas.",
        network=NetworkName.BLUESKY if on_bluesky else NetworkName.MASTODON,
        languages=("en",) if on_bluesky else ("fr",),
        ties=Ties.FOLLOWER,
        rhythm=Rhythm(1.0, active=2, period=ARRIVALS, likes=0.0),
    )
