"""Translate a server's record to the interactions of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.memory.record import PostRecord
from bot.domain.talk.interaction import Interaction, happened_at
from bot.domain.talk.post import toward

if TYPE_CHECKING:
    from adapters.memory.record import SignalRecord
    from adapters.memory.world import World
    from bot.domain.people.identity import AccountKey, OwnerId


def sightings(
    record: PostRecord | SignalRecord, world: World, watched: AccountKey, owner: OwnerId
) -> list[Interaction]:
    """The interactions between the watched account and others in a record."""
    if not isinstance(record, PostRecord):
        return _of_signal(record, watched, owner)
    if record.is_chat:
        return []
    towards = toward(
        record.author,
        is_reply=record.reply_to is not None,
        parent_author=world.ledger.author_of(record.reply_to),
        quoted_author=world.ledger.author_of(record.quotes),
        mentioned=record.mentions,
    )
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=kind,
            actor=record.author,
            target=target,
            object_uri=record.uri,
            at=happened_at(record.created_at, record.seen_at),
            seen_at=record.seen_at,
            subject_uri=record.quotes or "",
            root_uri=record.root,
            parent_uri=record.reply_to or "",
            text=record.text,
            languages=record.languages,
            visibility=record.visibility,
            url=record.url,
        )
        for target, kind in towards.items()
        if watched in {record.author, target}
    ]


def _of_signal(record: SignalRecord, watched: AccountKey, owner: OwnerId) -> list[Interaction]:
    if record.actor == record.target:
        return []
    return [
        Interaction(
            owner=owner,
            watched=watched,
            kind=record.kind,
            actor=record.actor,
            target=record.target,
            object_uri=record.uri,
            at=happened_at(record.created_at, record.seen_at),
            seen_at=record.seen_at,
            subject_uri=record.subject,
        )
    ]
