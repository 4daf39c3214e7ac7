"""The question that the owner has to answer before inviting a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.talk import cue
from bot.errors import RefusedError, UnreachableError
from bot.services.collect.threads import check_links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain.people.identity import Person
    from bot.domain.talk.cue import Cue
    from bot.ports import Unit
    from bot.services.context import Context


async def owed_to(
    unit: Unit, person: Person, now: datetime, everybody: Iterable[Person] | None = None
) -> Cue | None:
    """The person's latest question without an answer, if there is one.

    `everybody` are all people, if the caller has read them already.
    """
    talk = list(await unit.log.with_accounts(person.keys, since=now - cue.NOT_AFTER))
    questions = cue.questions(talk, person.keys, now)
    threads = {question.root_uri for question in questions if question.root_uri}
    if threads:
        people = await unit.people.all() if everybody is None else everybody
        keys = {key for other in people for key in other.keys}
        for root in sorted(threads):
            talk += await unit.log.with_accounts(keys, root_uri=root)
    settled = {
        invitation.settles
        for invitation in await unit.invitations.all()
        if invitation.person == person.id
    }
    return cue.owed(talk, person.keys, now, settled=settled)


async def cue_for(context: Context, person: Person) -> Cue | None:
    """The question that a digest shows in place of an invitation.

    Its link is empty if the post is gone, or could not be looked for.

    Raises:
        NetworkError: the secret of an account is not accepted, or its server asks for patience.
    """
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        found = await owed_to(unit, person, now)
    if found is None:
        return None
    try:
        live = await check_links(context, person, [found.url])
    except (UnreachableError, RefusedError):
        live = ()
    async with context.store.unit(context.owner) as unit:
        # `check_links` removes the text of deleted posts from the log.
        found = await owed_to(unit, person, now)
    if found is None or found.url in live:
        return found
    return replace(found, url="")
