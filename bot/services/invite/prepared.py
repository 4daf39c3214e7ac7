"""What a command needs from networks and calendars, asked for before it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.commands import Command, Verb
from bot.domain.invitation import State
from bot.errors import ImpossibleError, NetworkError
from bot.services.channel import sends_as_owner
from bot.services.decisions import find_person
from bot.services.invite.matter import matter_of
from bot.services.proposal import clash, propose_to, still_ahead
from bot.services.slots import read_agendas, taken
from bot.services.threads import cited_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.identity import Person
    from bot.domain.invitation import Invitation
    from bot.domain.slot import Slot
    from bot.errors import Closed
    from bot.services.channel import Channel
    from bot.services.home import Home
    from bot.services.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was asked for.

    `problem` is why nothing can be proposed. `link` opens a page to send `text` with; `closed` is
    why the other takes no direct message.
    """

    proposal: Proposal | None = None
    problem: ImpossibleError | None = None
    text: str = ""
    link: str | None = None
    closed: Closed | None = None

    def link_with(self, text: str) -> str:
        """The link, if it holds this very text; else the empty string."""
        return self.link if self.link and self.text == text else ""


NOTHING: Final = Prepared()


async def prepare(home: Home, command: Command) -> Prepared:
    """Ask for what a command needs from outside; what cannot be had is done without.

    Whatever is wrong with the command itself is said by whoever carries it out.
    """
    if command.verb not in {Verb.DRAFT, Verb.SEND}:
        return NOTHING
    async with home.store.unit(home.owner) as unit:
        try:
            matter = await matter_of(home, unit, await find_person(unit, command.targets[0]))
            channel = await matter.channel()
        except ImpossibleError:
            return NOTHING
        engaged = await taken(home, unit, but=matter.person.id)
    if command.verb is Verb.DRAFT:
        wanted = wants_a_text(home, matter.invitation, engaged)
        return await _proposed(home, matter.person, channel, engaged) if wanted else NOTHING
    if matter.invitation is None or matter.invitation.wording is None:
        return NOTHING
    return await _ways_out(home, channel, matter.invitation.wording.text, in_reply=command.in_reply)


def wants_a_text(home: Home, invitation: Invitation | None, engaged: Sequence[Slot]) -> bool:
    """Whether there is no draft, or one that proposes times which are past or taken."""
    if invitation is None or invitation.state is State.SUGGESTED:
        return True
    wording = invitation.wording
    if wording is None or not invitation.is_unsent or invitation.on_its_way:
        return False
    return still_ahead(wording, home.clock.now()) != wording or clash(wording.slots, engaged)


async def _proposed(
    home: Home, person: Person, channel: Channel, engaged: Sequence[Slot]
) -> Prepared:
    try:
        thread = await cited_thread(home, person)
    except NetworkError:
        thread = None  # the owner reads the draft before anybody else, and sees what it lacks
    agendas = await read_agendas(home)
    try:
        return Prepared(
            await propose_to(home, person, channel, thread=thread, agendas=agendas, engaged=engaged)
        )
    except ImpossibleError as problem:
        return Prepared(problem=problem)


async def _ways_out(home: Home, channel: Channel, text: str, *, in_reply: bool) -> Prepared:
    to, reply_to = channel.to.handle, channel.reply_to if in_reply else None
    try:
        if not sends_as_owner(home, channel):
            link = await channel.network.compose_link(text, to=to, reply_to=reply_to)
            return Prepared(text=text, link=link)
        obstacle = None if in_reply else await channel.network.obstacle(to)
    except NetworkError:
        return NOTHING  # the text can be copied without a link; sending meets what is in its way
    return Prepared(closed=obstacle.closed if obstacle else None)
