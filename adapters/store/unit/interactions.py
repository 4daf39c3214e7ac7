"""Interactions as rows of the log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from adapters.store.records import record_of
from adapters.store.tables import INTERACTIONS
from bot.domain.talk.interaction import Interaction
from bot.domain.talk.tally import day_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from adapters.store.unit.scope import Scope
    from bot.domain.talk.interaction import NaturalKey


def digest_of(key: NaturalKey) -> str:
    """The natural key, without the owner, as a hash of 16 bytes: unique in the log.

    The key itself is three or four long texts, and its index would outgrow the table.
    """
    text = f"{key.kind}\0{key.actor}\0{key.target}\0{key.uri}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


async def find(scope: Scope, *where: ColumnElement[bool]) -> list[tuple[int, Interaction]]:
    """The owner's interactions for which `where` holds, with their row ids."""
    rows = await scope.run(select(INTERACTIONS).where(scope.mine(INTERACTIONS), *where))
    return [(row.id, _interaction_of(row)) for row in rows]


def row_of(scope: Scope, interaction: Interaction, **more: object) -> dict[str, Any]:
    """The row for an interaction; `more` is what does not follow from it."""
    return scope.row(
        interaction,
        INTERACTIONS,
        account=interaction.other,
        outgoing=interaction.outgoing,
        thread=interaction.thread,
        day=day_of(interaction.at, scope.zone),
        **more,
    )


def _interaction_of(row: Row[*tuple[Any, ...]]) -> Interaction:
    pair = (row.watched, row.account)
    actor, target = pair if row.outgoing else reversed(pair)
    return record_of(Interaction, row, actor=actor, target=target)
