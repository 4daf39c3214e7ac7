"""What the owner owes somebody before inviting them, as the log has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.talk import cue
from bot.services.collect.threads import living_links

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import Person
    from bot.domain.talk.cue import Cue
    from bot.ports import Unit
    from bot.services.context import Context


async def owed_to(unit: Unit, person: Person, now: datetime) -> Cue | None:
    """The latest question of theirs that has no answer yet, if there is one."""
    talk = list(await unit.log.with_accounts(person.keys))
    threads = {one.root_uri for one in cue.questions(talk, person.keys, now) if one.root_uri}
    if threads:
        everybody = {key for one in await unit.people.all() for key in one.keys}
        for root in sorted(threads):
            talk += await unit.log.with_accounts(everybody, root_uri=root)
    settled = {one.settles for one in await unit.invitations.all() if one.person == person.id}
    return cue.owed(talk, person.keys, now, settled=settled)


async def cue_for(context: Context, person: Person) -> Cue | None:
    """What to name in a digest in an invitation's place: its link was seen to exist.

    Raises:
        NetworkError: a network did not answer.
    """
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        found = await owed_to(unit, person, now)
    if found is None:
        return None
    living = await living_links(context, person, [found.url])
    async with context.store.unit(context.owner) as unit:
        found = await owed_to(unit, person, now)  # a post that is gone has lost its text by now
    if found is None or found.url in living:
        return found
    return replace(found, url="")
