"""Between which two accounts an invitation goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import Account, AccountKey, Person
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Network, Unit
    from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class Channel:
    """The owner's account and the other's that last talked with each other.

    Where the other's has moved, `to` is the one that they use now. `account` is the owner's as
    they wrote it. `reply_to` is the latest post of `to` that anybody may see, `None` where there is
    none. `talk` is all that the two said to each other, oldest first.
    """

    sender: AccountKey
    account: str
    network: Network
    to: Account
    reply_to: str | None
    talk: Sequence[Interaction]


async def channel_to(
    context: Context, unit: Unit, person: Person, *, answers: str = ""
) -> Channel | None:
    """Where the two talked last; `None` where none of those accounts is watched any more, or used.

    With `answers`, the post whose question is answered, it is where that was asked, and that is the
    post to reply to.

    An account that is read without a secret can send nothing, and is what the owner writes with
    by hand all the same.
    """
    watched = {
        watch.key: watch.account
        for watch in await unit.watches.all()
        if watch.account in context.networks
    }
    talk = [one for one in await unit.log.with_accounts(person.keys) if one.kind.is_talk]
    for last in reversed(talk):
        if last.watched not in watched or answers not in {"", last.object_uri}:
            continue
        to = person.now_at(last.other)
        if to is None:
            continue
        posts = [
            one.object_uri
            for one in talk
            if one.actor == to.key and one.watched == last.watched
            if one.url and one.visibility.is_open and answers in {"", one.object_uri}
        ]
        return Channel(
            sender=last.watched,
            account=watched[last.watched],
            network=context.networks[watched[last.watched]],
            to=to,
            reply_to=posts[-1] if posts else None,
            talk=talk,
        )
    return None


def sends_as_owner(context: Context, channel: Channel) -> bool:
    """Whether the bot may send from the owner's account on this network, and can."""
    return channel.account in context.send_as_me
