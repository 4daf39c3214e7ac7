"""What a message of the outbox is about, in columns of its own."""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DIGEST = re.compile(r":(\d{4}-\d\d-\d\dT[\d:.]+\+00:00):(\d+)$")
"""The end of digest:RECIPIENT:DUE:REVISION."""
OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "kind", "batch", "invitation", "version")),
    *(sa.column(name) for name in ("answer_to", "due", "revision")),
)


def upgrade() -> None:
    """Add the columns, and fill them from the texts that said it before."""
    for name, kind in (
        ("invitation", sa.Integer),
        ("version", sa.Integer),
        ("answer_to", sa.Text),
        ("due", sa.Text),
        ("revision", sa.Integer),
    ):
        op.add_column("outbox", sa.Column(name, kind))
    connection = op.get_bind()
    for number, kind, batch in connection.execute(
        sa.select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.batch)
    ).all():
        if link := _link(kind, batch):
            connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == number).values(link))


def _link(kind: str, batch: str) -> dict[str, object]:
    """The columns that follow from the text `batch`."""
    if kind == "digest" and (found := _DIGEST.search(batch)):
        due = datetime.fromisoformat(found[1]).isoformat(timespec="microseconds")
        return {"due": due.replace("+00:00", "Z"), "revision": int(found[2])}
    first, _, rest = batch.partition(":")
    if first == "fate":  # fate:invitation:ID:VERSION:STATE:ATTEMPTS
        first, _, rest = rest.partition(":")
    if first in {"invitation", "asked", "answered"}:  # invitation:ID:VERSION
        number, version = rest.split(":")[:2]
        return {"invitation": int(number), "version": int(version)}
    if first == kind and kind in {"answer", "explanation", "farewell"}:  # answer:MESSAGE
        return {"answer_to": rest}
    return {}
