"""Count once what a bridge shows twice: a post, and its copy on the other network."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.domain.people.join import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

_CONVERTED: Final = re.compile(r"https://bsky\.brid\.gy/convert/ap/at:/+(?P<rest>did:.+)")
"""What brid.gy calls its copy of a record, which names the record."""


def once(interactions: Iterable[Interaction], copies: Collection[AccountKey]) -> list[Interaction]:
    """One person's interactions without those that are a bridge's copy of another.

    `copies` are those of their accounts that a bridge makes. A copied post is recognised by its
    URI, or by its time, as the bridge keeps the date. Threads that have a post in common become
    one, so that an answer under the copy answers the post.
    """
    log = list(interactions)
    originals = _originals([act for act in log if act.kind.is_talk], copies)
    home: dict[str, Interaction] = {}
    for group in groups((copy.thread, original.thread) for copy, original in originals):
        first = min(
            (original for _, original in originals if original.thread in group),
            key=lambda original: (original.at, original.object_uri),
        )
        home |= dict.fromkeys(group, first)
    dropped = {copy.key for copy, _ in originals}
    uris = {copy.object_uri: original.object_uri for copy, original in originals}
    return [
        _at_home(act, home[act.thread], uris) if act.kind.is_talk and act.thread in home else act
        for act in log
        if act.key not in dropped
    ]


def _originals(
    talk: Sequence[Interaction], copies: Collection[AccountKey]
) -> list[tuple[Interaction, Interaction]]:
    """Each copied post with its original; each once."""
    found = []
    natives = {act.object_uri: act for act in talk if act.other not in copies}
    by_time: defaultdict[object, tuple[list[Interaction], list[Interaction]]]
    by_time = defaultdict(lambda: ([], []))
    for act in sorted(talk, key=lambda act: (act.at, act.object_uri)):
        if act.other in copies:
            named = _CONVERTED.fullmatch(act.object_uri)
            original = natives.pop(f"at://{named['rest']}", None) if named else None
            if original is not None:
                found.append((act, original))
                continue
        by_time[act.outgoing, act.at.replace(microsecond=0)][act.other in copies].append(act)
    for originals, copied in by_time.values():
        left = (act for act in originals if act.object_uri in natives)
        found += zip(copied, left, strict=False)
    return found


def _at_home(act: Interaction, first: Interaction, uris: dict[str, str]) -> Interaction:
    """The act in the thread of the original, toward the account that wrote it."""
    parent = uris.get(act.parent_uri, act.parent_uri)
    act = act._replace(root_uri=first.thread, parent_uri=parent)
    return act._replace(target=first.other) if act.outgoing else act._replace(actor=first.other)
