"""Interactions as rows of the log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from adapters.store.columns import key_text
from adapters.store.schema import INTERACTIONS
from bot.domain.interaction import Interaction
from bot.domain.tally import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from bot.domain.identity import OwnerId
    from bot.domain.interaction import NaturalKey

_C: Final = INTERACTIONS.c
WHOLE: Final = (
    _C.watched,
    _C.account,
    _C.outgoing,
    _C.kind,
    _C.object_uri,
    _C.at,
    _C.seen_at,
    _C.subject_uri,
    _C.root_uri,
    _C.parent_uri,
    _C.text,
    _C.languages,
    _C.visibility,
    _C.url,
)
"""The columns that `interaction_of` reads."""
COUNTED: Final = (_C.watched, _C.account, _C.outgoing, _C.kind, _C.at)
"""The columns that `counted` reads."""
THREADED: Final = (*COUNTED, _C.object_uri, _C.thread, _C.visibility, _C.url)
"""The columns that `threaded` reads."""


def digest_of(key: NaturalKey) -> str:
    """What the log is unique in: a natural key in 16 bytes, the owner left out.

    The key itself is three or four long texts, and its index would outgrow the table.
    """
    text = f"{key.kind}\0{key_text(key.actor)}\0{key_text(key.target)}\0{key.uri}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def row_of(one: Interaction, zone: ZoneInfo, **more: object) -> dict[str, object]:
    """The row, with what does not follow from the interaction."""
    outgoing = one.outgoing
    return {
        **more,
        "owner": one.owner,
        "watched": one.watched,
        "account": one.target if outgoing else one.actor,
        "outgoing": outgoing,
        "kind": one.kind,
        "object_uri": one.object_uri,
        "subject_uri": one.subject_uri,
        "root_uri": one.root_uri,
        "parent_uri": one.parent_uri,
        "thread": one.thread,
        "at": one.at,
        "day": day_of(one.at, zone),
        "seen_at": one.seen_at,
        "text": one.text,
        "languages": one.languages,
        "visibility": one.visibility,
        "url": one.url,
    }


def interaction_of(owner: OwnerId, row: Sequence[Any]) -> Interaction:
    """The whole interaction, from the columns `WHOLE`."""
    watched, account, outgoing, kind, object_uri, at, seen_at, *rest = row
    subject_uri, root_uri, parent_uri, text, languages, visibility, url = rest
    return Interaction(
        owner=owner,
        watched=watched,
        kind=kind,
        actor=watched if outgoing else account,
        target=account if outgoing else watched,
        object_uri=object_uri,
        at=at,
        seen_at=seen_at,
        subject_uri=subject_uri,
        root_uri=root_uri,
        parent_uri=parent_uri,
        text=text,
        languages=tuple(languages),
        visibility=visibility,
        url=url,
    )


def counted(owner: OwnerId, row: Sequence[Any]) -> Interaction:
    """As much of it as a tally needs, from the columns `COUNTED`."""
    watched, account, outgoing, kind, at = row
    actor, target = (watched, account) if outgoing else (account, watched)
    return Interaction(owner, watched, kind, actor, target, "", at, at)


def threaded(owner: OwnerId, row: Sequence[Any]) -> Interaction:
    """As much of it as an exchange needs, from the columns `THREADED`."""
    watched, account, outgoing, kind, at, object_uri, thread, visibility, url = row
    return Interaction(
        owner=owner,
        watched=watched,
        kind=kind,
        actor=watched if outgoing else account,
        target=account if outgoing else watched,
        object_uri=object_uri,
        at=at,
        seen_at=at,
        root_uri=thread,
        visibility=visibility,
        url=url,
    )
