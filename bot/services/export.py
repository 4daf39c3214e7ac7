"""All data of the owner, for themselves: as JSON, or people as vCards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import AccountKey
from bot.services.ranking.scene import read_scene
from bot.services.ranking.whereabouts import whereabouts
from bot.text.card import vcard

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from bot.domain.ranking.verdict import Verdict
    from bot.ports import Unit
    from bot.services.context import Context

FORMAT: Final = 1
SHORTEST: Final = 3
"""Letters. A shorter name is not looked for in texts: it stands in most of them."""


async def exported(context: Context) -> dict[str, object]:
    """All data of the owner, ready for JSON: times in ISO 8601, UTC.

    Nobody who is left out is named: there is no row about them, and of all of them only how many
    there are for each reason.
    """
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        left_out = await _left_out(context, unit)
        rows = await unit.rows()
    hidden = _Hidden(left_out, rows)
    return {
        "format": FORMAT,
        "exported_at": _plain(now),
        "left_out": dict(sorted(Counter(verdict.reason.value for _, verdict in left_out).items())),
        "tables": {
            table: [
                {name: _plain(value) for name, value in row.items() if name != "owner"}
                for row in some
                if not hidden.is_in(table, row)
            ]
            for table, some in rows.items()
        },
    }


async def cards(context: Context) -> bytes:
    """The people who have talked with the owner, as vCards; nobody who is left out."""
    async with context.store.unit(context.owner) as unit:
        scene = await read_scene(unit, context, context.clock.now())
        people = [person for person in await unit.people.all() if scene.may_locate(person)]
        places = await whereabouts(context, unit, scene, people)
    return b"".join(
        vcard(person, places[person.id].place)
        for person in sorted(people, key=lambda person: (person.name.casefold(), person.id))
    )


async def _left_out(context: Context, unit: Unit) -> list[tuple[Person, Verdict]]:
    scene = await read_scene(unit, context, context.clock.now())
    judged = [(person, scene.exclusion(person)) for person in await unit.people.all()]
    return [(person, verdict) for person, verdict in judged if verdict is not None]


class _Hidden:
    """The rows that are about somebody who is left out."""

    def __init__(
        self,
        left_out: Sequence[tuple[Person, Verdict]],
        rows: Mapping[str, Sequence[Mapping[str, object]]],
    ) -> None:
        people: set[object] = {person.id for person, _ in left_out}
        self._people = people | {row["id"] for row in rows["halves"] if row["person"] in people}
        self._accounts: set[object] = {key for person, _ in left_out for key in person.keys}
        self._said = [
            said
            for person, _ in left_out
            for account in person.accounts
            for said in (account.handle, account.key.id, account.display_name.strip())
            if len(said) >= SHORTEST
        ]
        self._invitations = {
            row["id"] for row in rows["invitations"] if row["person"] in self._people
        }

    def is_in(self, table: str, row: Mapping[str, object]) -> bool:
        """Whether a row is about one of them, or names one in a text."""
        return (
            row.get("person") in self._people
            or (table == "persons" and row["id"] in self._people)
            or any(
                isinstance(value, AccountKey) and value in self._accounts for value in row.values()
            )
            or row.get("invitation") in self._invitations
            or (table in {"outbox", "decisions", "quarantine"} and self._is_named(row))
        )

    def _is_named(self, row: Mapping[str, object]) -> bool:
        text = str({name: _plain(value) for name, value in row.items()})
        return any(said in text for said in (*self._said, *map(str, self._people)))


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple) and not isinstance(value, AccountKey):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, int | float) else str(value)
