"""What the owner asked to be forgotten, before they have confirmed it and after."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.commands.verbs import EVERYTHING
from bot.domain.people.identity import PersonId
from bot.errors import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context

ASKED: Final = "forget-asked"
"""The preference that holds whom the owner wants forgotten, until they confirm it."""
FORGOTTEN: Final = "forgotten-everything"
"""The preference that is set from `forget everything` until `start`."""
OPEN_FOR: Final = timedelta(days=1)
"""How long the owner's `yes` is waited for."""


class Asked(NamedTuple):
    """Whom the owner wants forgotten (everything, if nobody), and since when (UTC)."""

    person: PersonId | None
    at: datetime


async def ask_about(unit: Unit, person: Person | None, now: datetime) -> None:
    """Note that the owner has been asked whether to forget a person, or everything."""
    target = EVERYTHING if person is None else person.id
    await unit.preferences.set(ASKED, json.dumps([target, now.isoformat()]), now)


async def asked_about(unit: Unit, now: datetime) -> Asked | None:
    """Whom the owner was last asked about, while the question is open."""
    stored = await unit.preferences.get(ASKED)
    if stored is None:
        return None
    target, since = json.loads(stored)
    at = datetime.fromisoformat(since)
    if not timedelta(0) <= now - at <= OPEN_FOR:
        return None
    return Asked(None if target == EVERYTHING else PersonId(target), at)


async def no_longer_asked(unit: Unit, now: datetime) -> None:
    """End the question."""
    await unit.preferences.set(ASKED, None, now)


async def has_forgotten_everything(unit: Unit) -> bool:
    """Whether all data was deleted, and nothing is read or sent until `start`."""
    return await unit.preferences.get(FORGOTTEN) is not None


async def begin_again(unit: Unit, now: datetime) -> None:
    """Read and send again."""
    await unit.preferences.set(FORGOTTEN, None, now)


async def files_with_asked(context: Context) -> tuple[str, ...]:
    """The files that hold whom the owner was asked about: see `files_with`."""
    async with context.store.unit(context.owner) as unit:
        asked = await asked_about(unit, context.clock.now())
        person = await unit.people.get(asked.person) if asked and asked.person else None
    return await files_with(context, person) if asked is not None else ()


async def files_with(context: Context, person: Person | None) -> tuple[str, ...]:
    """Backups, and other files beside the store, that will name a person, or else the owner.

    The digests of this store in a file are not looked at: `forget` takes them out.
    """
    digests: defaultdict[str, set[str]] = defaultdict(set)
    async with context.store.unit(context.owner) as unit:
        # As the store writes them: a config file has them in other words, and is not meant.
        own = [str(watch.key) for watch in await unit.watches.all()]
        for draft in (row.draft for row in await unit.outbox.all()):
            if draft.sender is None and draft.ref is not None:
                digests[draft.recipient].add(draft.ref)
    names = own if person is None else list(_names(person))
    found = await context.store.traces(names) if names else ()
    return tuple([file for file in found if await _will_name(context, file, digests[file], names)])


async def _will_name(
    context: Context, file: str, refs: Collection[str], names: Iterable[str]
) -> bool:
    if not refs or context.archive is None:
        return True
    try:
        rest = (await context.archive.without(file, refs)).casefold()
    except UnreachableError:
        return True  # then its digests may not be taken out either
    return any(name.casefold() in rest for name in names)


def _names(person: Person) -> Iterable[str]:
    for account in person.accounts:
        yield from (account.key.id, account.handle)
        if account.url:
            yield account.url
