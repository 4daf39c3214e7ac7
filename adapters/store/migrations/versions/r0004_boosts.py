"""The owner's boosts, counted in a column of their own; stored logs are counted anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SHARED = ("owner", "watched", "account", "day")
TALLIES = sa.table("tallies", *map(sa.column, (*_SHARED, "out_signal", "out_boost")))
INTERACTIONS = sa.table("interactions", *map(sa.column, (*_SHARED, "kind", "outgoing")))


def upgrade() -> None:
    """Add the column, and move the boosts to it from the other signals."""
    op.add_column("tallies", sa.Column("out_boost", sa.Integer, nullable=False, server_default="0"))
    log = INTERACTIONS.c
    boosts = (
        sa.select(sa.func.count())
        .where(log.kind == "boost", log.outgoing == 1)
        .where(*(log[name] == TALLIES.c[name] for name in _SHARED))
        .scalar_subquery()
    )
    op.execute(sa.update(TALLIES).values(out_boost=boosts))
    op.execute(
        sa.update(TALLIES)
        .where(TALLIES.c.out_boost > 0)
        .values(out_signal=TALLIES.c.out_signal - TALLIES.c.out_boost)
    )
