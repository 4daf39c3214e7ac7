"""What a command needs from networks and calendars, asked for before it is carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.domain.commands import Command, Verb
from bot.domain.invitation import State
from bot.errors import ImpossibleError, NetworkError, SignInError
from bot.services.channel import sends_as_owner
from bot.services.decisions import find_person
from bot.services.invite.matter import matter_of
from bot.services.proposal import answer_to, clash, propose_to, still_ahead
from bot.services.ranking import current_scene
from bot.services.relationships import note_block, refresh
from bot.services.seen import seen_links
from bot.services.slots import read_agendas, taken
from bot.services.threads import cited_thread
from bot.text.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.cue import Cue
    from bot.domain.identity import Person, PersonId
    from bot.domain.invitation import Invitation, Wording
    from bot.domain.slot import Slot
    from bot.errors import Closed
    from bot.services.channel import Channel
    from bot.services.home import Home
    from bot.services.invite.matter import Matter
    from bot.services.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was asked for.

    `problem` is why nothing can be proposed. `link` opens a page to send `text` with; `closed` is
    why the other takes no direct message; `seen` are the links of people's evidence whose posts
    were seen to exist. `is_untold`: their profile, or how they stand with the owner, could not be
    read just now.
    """

    proposal: Proposal | None = None
    problem: ImpossibleError | None = None
    text: str = ""
    link: str | None = None
    closed: Closed | None = None
    seen: Mapping[PersonId, frozenset[str]] = field(default_factory=dict)
    is_untold: bool = False

    def make_sure(self, name: str) -> None:
        """See that what decides on consent has just been read.

        Raises:
            ImpossibleError: it could not be; nothing is drafted or sent then.
        """
        if self.is_untold:
            raise ImpossibleError(UNTOLD, name=name)

    def link_with(self, text: str) -> str:
        """The link, if it holds this very text; else the empty string."""
        return self.link if self.link and self.text == text else ""


NOTHING: Final = Prepared()
UNTOLD: Final = marked(
    "{name}: their profile, and whether one of you blocks the other, could not be read just now. "
    "Nothing was done: try again later."
)


async def prepare(home: Home, command: Command) -> Prepared:
    """Ask for what a command needs from outside; what cannot be had is done without.

    Whatever is wrong with the command itself is said by whoever carries it out.
    """
    if command.verb is Verb.WHY:
        return Prepared(seen=await seen_links(home, command.targets))
    if command.verb in {Verb.DRAFT, Verb.SEND}:
        return await _to_invite(home, command)
    return NOTHING


async def _to_invite(home: Home, command: Command) -> Prepared:
    try:
        await _read_anew(home, command.targets[0])
    except NetworkError:
        return Prepared(is_untold=True)
    async with home.store.unit(home.owner) as unit:
        try:
            matter = await matter_of(home, unit, await find_person(unit, command.targets[0]))
            cue = await matter.ask_consent()
            channel = await matter.channel(answers=_answers(command, matter, cue))
        except ImpossibleError:
            return NOTHING
        engaged = await taken(home, unit, but=matter.person.id)
    if command.verb is Verb.DRAFT:
        if not wants_a_text(home, matter.invitation, engaged, cue):
            return NOTHING
        return await _proposed(home, matter.person, channel, engaged, cue)
    if matter.invitation is None or matter.invitation.wording is None:
        return NOTHING
    wording = matter.invitation.wording
    return await _ways_out(home, channel, wording, in_reply=command.in_reply)


async def _read_anew(home: Home, name: str) -> None:
    """Read the profile of somebody, and how they stand with the owner, before they are invited.

    Raises:
        NetworkError: that could not be asked, which is no answer.
    """
    async with home.store.unit(home.owner) as unit:
        try:
            person = await find_person(unit, name)
        except ImpossibleError:
            return  # whoever carries the command out says what is wrong with the name
    paused = await refresh(home, person.keys)
    if (await current_scene(home)).talked_through(person, paused):
        message = "the account through which you talk with them is paused"
        raise SignInError(message)


def wants_a_text(
    home: Home, invitation: Invitation | None, engaged: Sequence[Slot], cue: Cue | None
) -> bool:
    """Whether there is no draft, or not the one it is time for.

    That is an answer where one is owed, else an invitation whose times are neither past nor taken.
    """
    if invitation is None or invitation.state is State.SUGGESTED:
        return True
    wording = invitation.wording
    if wording is None or not invitation.is_unsent or invitation.on_its_way:
        return False
    if wording.answers != (cue.uri if cue else ""):
        return True
    return still_ahead(wording, home.clock.now()) != wording or clash(wording.slots, engaged)


def _answers(command: Command, matter: Matter, cue: Cue | None) -> str:
    """The question that is to be answered by a new draft, or is by the draft there is."""
    if command.verb is Verb.DRAFT:
        return cue.uri if cue else ""
    one = matter.invitation
    return one.answers if one is not None else ""


async def _proposed(
    home: Home, person: Person, channel: Channel, engaged: Sequence[Slot], cue: Cue | None
) -> Prepared:
    try:
        if cue is not None:
            return Prepared(await answer_to(home, person, channel, cue))
        return Prepared(await _invitation(home, person, channel, engaged))
    except ImpossibleError as problem:
        return Prepared(problem=problem)


async def _invitation(
    home: Home, person: Person, channel: Channel, engaged: Sequence[Slot]
) -> Proposal:
    try:
        thread = await cited_thread(home, person)
    except NetworkError:
        thread = None  # the owner reads the draft before anybody else, and sees what it lacks
    agendas = await read_agendas(home)
    return await propose_to(home, person, channel, thread=thread, agendas=agendas, engaged=engaged)


async def _ways_out(home: Home, channel: Channel, wording: Wording, *, in_reply: bool) -> Prepared:
    # What answers a question is at home beneath it, whoever sends it.
    to, reply_to = channel.to.handle, channel.reply_to if in_reply or wording.answers else None
    try:
        if not sends_as_owner(home, channel):
            link = await channel.network.compose_link(wording.text, to=to, reply_to=reply_to)
            return Prepared(text=wording.text, link=link)
        obstacle = None if in_reply else await channel.network.obstacle(to)
    except NetworkError:
        return NOTHING  # the text can be copied without a link; sending meets what is in its way
    closed = obstacle.closed if obstacle else None
    if closed == "blocked":
        async with home.store.unit(home.owner) as unit:
            await note_block(unit, channel.sender, channel.to.key, home.clock.now())
    return Prepared(closed=closed)
