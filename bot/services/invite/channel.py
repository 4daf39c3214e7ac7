"""The two accounts between which an invitation goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranking.verdict import DAYS_HEARD
from bot.domain.talk.interaction import Kind
from bot.domain.talk.tally import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import Account, AccountKey, Person
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Network, Unit
    from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class Channel:
    """The owner's account and the person's account that last talked with each other.

    `sender` is the key of the owner's account, `account` its name in the config. `to` is the
    person's account; if that has moved, the one that they use now. `reply_to` is the latest public
    post of `to`, if there is one. `talk` is all that the two said to each other, oldest first.
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
    """The channel in which the owner and the person talked last.

    `None` if none of those accounts is watched or in use any more. Of a joined person, only those
    who have answered themselves are written to: see `verdict.DAYS_HEARD`. `answers` is the URI of
    a post: then the channel is the one in which that post was written, and `reply_to` is that post.
    The owner's account may have no secret: then the owner sends the message by hand.
    """
    watched = {
        watch.key: watch.account
        for watch in await unit.watches.all()
        if watch.account in context.networks
    }
    talk = [
        interaction
        for interaction in await unit.log.with_accounts(person.keys)
        if interaction.kind.is_talk
    ]
    for last in reversed(talk):
        if last.watched not in watched or answers not in {"", last.object_uri}:
            continue
        to = person.now_at(last.other)
        if to is None or not _has_answered(context, person, last.other, talk):
            continue
        posts = [
            post.object_uri
            for post in talk
            if post.actor == to.key and post.watched == last.watched
            if post.url and post.visibility.is_open and answers in {"", post.object_uri}
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


def _has_answered(
    context: Context, person: Person, account: AccountKey, talk: Sequence[Interaction]
) -> bool:
    """Whether this half of a joined person has answered the owner itself, as a person must."""
    if not person.halves:
        return True
    half = person.half_of(account)
    heard = [post for post in talk if post.actor in half]
    days = {day_of(post.at, context.owner.zone) for post in heard}
    return len(days) >= DAYS_HEARD and any(post.kind in {Kind.REPLY, Kind.QUOTE} for post in heard)


def sends_as_owner(context: Context, channel: Channel) -> bool:
    """Whether the bot sends from the owner's account in this channel."""
    return channel.account in context.send_as_me
