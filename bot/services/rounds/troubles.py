"""Tell the owner, once, of what keeps an account or a person from being read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.ranking.reason import Reason
from bot.errors import SignInError
from bot.services.collect.anew import unread
from bot.services.delivery.notices import tell
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.language import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.domain.people.identity import PersonId
    from bot.ports import Unit
    from bot.services.collect.collecting import Collected
    from bot.services.context import Context

NAMED: Final = 5
"""How many people a notice names at most."""


async def tell_of_sign_ins(context: Context, collected: Iterable[Collected]) -> None:
    """Tell of each account whose sign-in has ended, once until it is read again.

    Not of the account that sends the notices: it cannot tell. `run` and `doctor` do.

    Raises:
        UnreachableError: the account that sends notices was never reached.
    """
    ended = {
        account.account: account.error
        for account in collected
        if isinstance(account.error, SignInError) and account.account != context.post.sender
    }
    if not ended:
        return
    async with context.store.unit(context.owner) as unit:
        watches = {watch.account: watch for watch in await unit.watches.all()}
        for account, problem in ended.items():
            watch = watches.get(account)
            since = watch.collected_at.isoformat() if watch and watch.collected_at else ""
            text = context.wishes.words.say(
                "The sign-in to {account} has ended: nothing new is read there until you renew "
                "it. {why}",
                account=account,
                why=problem,
            )
            batch = f"signed-out:{account}:{since}"
            await tell(context, unit, text, kind="notice", batch=batch)


async def tell_of_unread(context: Context) -> None:
    """Tell of people who are held back, as their relationship could not be read for a day.

    Only those are told of who might be suggested, or have an open invitation.

    Raises:
        UnreachableError: the account that sends notices was never reached.
    """
    async with context.store.unit(context.owner) as unit:
        since = await unread(context, unit)
        if since:
            await _tell_of_unread(context, unit, since)


async def _tell_of_unread(context: Context, unit: Unit, since: Mapping[PersonId, datetime]) -> None:
    now, zone, words = context.clock.now(), context.owner.zone, context.wishes.words
    scene = await read_scene(unit, context, now)
    concerned = {Reason.ALLOWED, Reason.INVITED}
    held = [
        judged.person
        for judged in scene.judged(person for person in scene.facts.people if person.id in since)
        if judged.verdict.reason in concerned
    ]
    if not held:
        return
    days = [since[person.id].astimezone(zone).date() for person in held]
    names = [naming.called(person) for person in held]
    more = ["…"] if names[NAMED:] else []
    text = words.say(
        "Since {day} I could not read whether one of you blocks the other: {names}. Until the "
        "server answers, I neither suggest them nor write to them.",
        day=dates.date_of(min(days), now.astimezone(zone).date(), words),
        names=", ".join([*names[:NAMED], *more]),
    )
    # A batch is sent once: nobody is told of twice, and the people of one day share a notice.
    await tell(context, unit, text, kind="notice", batch=f"unread:{max(days).isoformat()}")
