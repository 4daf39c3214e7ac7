"""Ask networks and calendars for what a command needs, before its transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import State
from bot.errors import ImpossibleError, NetworkError
from bot.services.collect.anew import read_anew
from bot.services.collect.relationships import note_block
from bot.services.collect.threads import cited_thread
from bot.services.invite.case import case_of
from bot.services.invite.channel import sends_as_owner
from bot.services.invite.live_links import read_live_links
from bot.services.invite.proposal import answer_to, clash, propose_to, still_ahead
from bot.services.invite.slots import read_agendas, taken
from bot.services.owner.decisions import find_person
from bot.services.owner.forgetting import files_with_asked
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.commands.command import Command
    from bot.domain.meeting.invitation import Invitation, Wording
    from bot.domain.meeting.slot import Slot
    from bot.domain.people.identity import Person, PersonId
    from bot.domain.talk.cue import Cue
    from bot.errors import Closed
    from bot.services.context import Context
    from bot.services.invite.case import Case
    from bot.services.invite.channel import Channel
    from bot.services.invite.proposal import Proposal
    from bot.services.invite.slots import Agendas
    from bot.services.ranking.nearby import Nearby


@dataclass(frozen=True, slots=True)
class Prepared:
    """What networks and calendars answered.

    `problem` is why nothing can be proposed. `link` opens a page on which the owner can send
    `text`. `closed` is why the person accepts no direct message. `live_links` are the links of
    evidence whose posts still exist. `just_read` is the person whose profile and relationship
    with the owner were read: only they can be drafted for or written to. `files` are the backups
    and other files that hold somebody who is about to be forgotten.
    """

    proposal: Proposal | None = None
    problem: ImpossibleError | None = None
    text: str = ""
    link: str | None = None
    closed: Closed | None = None
    live_links: Mapping[PersonId, frozenset[str]] = field(default_factory=dict)
    just_read: PersonId | None = None
    files: tuple[str, ...] = ()

    def make_sure(self, person: PersonId, name: str) -> None:
        """Check that the profile and the relationship of this person were just read.

        Raises:
            ImpossibleError: they were not, so nothing is drafted or sent.
        """
        if person != self.just_read:
            raise ImpossibleError(UNTOLD, name=name)

    def link_with(self, text: str) -> str:
        """The link, if it was made for this text; else the empty string."""
        return self.link if self.link and self.text == text else ""


NOTHING: Final = Prepared()
UNTOLD: Final = marked(
    "{name}: their profile, and whether one of you blocks the other, could not be read just now. "
    "Nothing was done: try again later."
)


async def prepare(context: Context, command: Command) -> Prepared:
    """Ask for what a command needs; what cannot be read is left empty.

    Errors in the command itself are not reported here: `carry_out` reports them.
    """
    if command.verb is Verb.WHY:
        return Prepared(live_links=await read_live_links(context, command.targets))
    if command.verb is Verb.YES:
        return Prepared(files=await files_with_asked(context))
    if command.verb in {Verb.DRAFT, Verb.SEND}:
        just_read = await _just_read(context, command.targets[0])
        if just_read is not None:
            return replace(await _to_invite(context, command), just_read=just_read)
    return NOTHING


async def _to_invite(context: Context, command: Command) -> Prepared:
    async with context.store.unit(context.owner) as unit:
        try:
            case = await case_of(context, unit, await find_person(unit, command.targets[0]))
            cue = await case.ask_consent()
            channel = await case.channel(answers=_answers(command, case, cue))
        except ImpossibleError:
            return NOTHING
        engaged = await taken(context, unit, but=case.person.id)
    if command.verb is Verb.DRAFT:
        agendas = await read_agendas(context)  # may tell of a trip
        async with context.store.unit(context.owner) as unit:
            near = await replace(case, unit=unit).near()
        if not wants_a_text(context, case.invitation, engaged, cue, near.proximity.basis):
            return NOTHING
        return await _proposed(
            context, case.person, channel, cue, engaged=engaged, agendas=agendas, near=near
        )
    if case.invitation is None or case.invitation.wording is None:
        return NOTHING
    wording = case.invitation.wording
    return await _ways_out(context, channel, wording, in_reply=command.in_reply)


async def _just_read(context: Context, name: str) -> PersonId | None:
    """Refresh the profile and the relationship of a person; `None` if that failed."""
    try:
        async with context.store.unit(context.owner) as unit:
            person = await find_person(unit, name)
        read = await read_anew(context, person.keys)
        async with context.store.unit(context.owner) as unit:
            person = await find_person(unit, name)  # may have been joined with another person
    except ImpossibleError:
        return None  # `carry_out` reports what is wrong with the name
    return person.id if person.id in read.told else None


def wants_a_text(
    context: Context,
    invitation: Invitation | None,
    engaged: Sequence[Slot],
    cue: Cue | None,
    basis: str,
) -> bool:
    """Whether a new draft is needed.

    It is if there is none, if an answer is owed and the draft is not that answer, if a time in
    the draft is past or taken, or if it was written on another `basis` than today's.
    """
    if invitation is None or invitation.state is State.SUGGESTED:
        return True
    wording = invitation.wording
    if wording is None or not invitation.is_unsent or invitation.on_its_way:
        return False
    if wording.answers != (cue.uri if cue else "") or wording.basis not in {None, basis}:
        return True
    return still_ahead(wording, context.clock.now()) != wording or clash(wording.slots, engaged)


def _answers(command: Command, case: Case, cue: Cue | None) -> str:
    """The URI of the question that the new or existing draft answers; empty if none."""
    if command.verb is Verb.DRAFT:
        return cue.uri if cue else ""
    return case.invitation.answers if case.invitation is not None else ""


async def _proposed(  # noqa: PLR0913 (what a proposal is made of)
    context: Context,
    person: Person,
    channel: Channel,
    cue: Cue | None,
    *,
    engaged: Sequence[Slot],
    agendas: Agendas,
    near: Nearby,
) -> Prepared:
    try:
        if cue is not None:
            return Prepared(await answer_to(context, person, channel, cue))
        try:
            thread = await cited_thread(context, person)
        except NetworkError:
            thread = None  # the draft then cites nothing; the owner can edit it
        return Prepared(
            await propose_to(
                context, person, channel, thread=thread, agendas=agendas, engaged=engaged, near=near
            )
        )
    except ImpossibleError as problem:
        return Prepared(problem=problem)


async def _ways_out(
    context: Context, channel: Channel, wording: Wording, *, in_reply: bool
) -> Prepared:
    # An answer is a reply under the question, also if the owner sends it by hand.
    to, reply_to = channel.to.handle, channel.reply_to if in_reply or wording.answers else None
    try:
        if not sends_as_owner(context, channel):
            link = await channel.network.compose_link(wording.text, to=to, reply_to=reply_to)
            return Prepared(text=wording.text, link=link)
        obstacle = None if in_reply else await channel.network.obstacle(to)
    except NetworkError:
        return NOTHING  # the owner can copy the text; a refusal is reported when it is sent
    closed = obstacle.closed if obstacle else None
    if closed == "blocked":
        async with context.store.unit(context.owner) as unit:
            await note_block(unit, channel.sender, channel.to.key, context.clock.now())
    return Prepared(closed=closed)
