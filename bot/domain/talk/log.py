"""Merging new sightings into the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.talk.interaction import merge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bot.domain.people.identity import OwnerId
    from bot.domain.talk.interaction import Interaction, NaturalKey


@dataclass(frozen=True, slots=True)
class Folded:
    """The interactions that sightings add to the log, and those that they change."""

    added: Mapping[NaturalKey, Interaction]
    changed: Mapping[NaturalKey, Interaction]


def fold(
    owner: OwnerId,
    stored: Mapping[NaturalKey, Interaction],
    seen: Iterable[Interaction],
    withdrawn: Collection[str],
) -> Folded:
    """Merge sightings, in order, into the stored interactions with the same natural keys.

    `withdrawn` are records known to be deleted: an old page that still shows them restores neither
    text nor signals.

    Raises:
        ValueError: a sighting belongs to another owner.
    """
    added: dict[NaturalKey, Interaction] = {}
    changed: dict[NaturalKey, Interaction] = {}
    for sighting in seen:
        if sighting.owner != owner:
            message = f"an interaction of {sighting.owner} cannot enter the log of {owner}"
            raise ValueError(message)
        if sighting.kind.is_signal and sighting.object_uri in withdrawn:
            continue
        key = sighting.key
        results = changed if key in stored else added
        before = results.get(key) or stored.get(key)
        after = sighting if before is None else merge(before, sighting)
        results[key] = bare(after) if after.object_uri in withdrawn else after
    return Folded(
        added,
        {key: interaction for key, interaction in changed.items() if interaction != stored[key]},
    )


def bare(talk: Interaction) -> Interaction:
    """Talk without its text and link, for a post that was deleted."""
    return talk._replace(text=None, url=None)
