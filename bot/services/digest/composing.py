"""A digest before it is put into words: whom to suggest, and what to propose to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Digest, Entry, next_numbers
from bot.domain.ranking.consent import Act
from bot.errors import ImpossibleError, WrongAccountError
from bot.services.collect.anew import read_anew
from bot.services.collect.threads import check_links, cited_thread
from bot.services.invite.channel import channel_to
from bot.services.invite.owed import cue_for
from bot.services.invite.proposal import propose_to
from bot.services.invite.slots import read_agendas, taken
from bot.services.mishap import contained, keep_failed
from bot.services.owner.intentions import progress_of
from bot.services.ranking.explain import verdict_line
from bot.services.ranking.scene import current_scene, read_scene
from bot.text.draft import naming

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.meeting.invitation import Invitation
    from bot.domain.meeting.slot import Slot
    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.invite.proposal import Proposal
    from bot.services.invite.slots import Agendas
    from bot.services.ranking.scene import Ranked

LOOKED_AT: Final = 3
"""For each place in the digest, so many people's relationships are asked for anew."""


async def compose(context: Context, due: datetime) -> Digest:
    """Choose whom to suggest, on relationships asked for just now and links seen to exist.

    Nobody is suggested once the goal is reached.

    Raises:
        NetworkError: a network did not answer.
    """
    async with context.store.unit(context.owner) as unit:
        progress = await progress_of(context, unit)
        earlier = await _earlier(unit)
        engaged = await taken(context, unit)
        before = await unit.suggestions.all()
    chosen = [] if progress.reached else await _choose(context)
    numbers = next_numbers(before[-1].number if before else 0, len(chosen))
    agendas = await read_agendas(context)
    entries = []
    notes: dict[str, None] = {}
    for number, (one, share) in zip(numbers, chosen, strict=True):
        async with contained(context, f"person {one.person.id}") as failures:
            entry, said = await _entry(
                context, number, one, share=share, agendas=agendas, engaged=engaged
            )
        if failures:
            continue
        entries.append(entry)
        notes |= dict.fromkeys(said)
        engaged += entry.wording.slots if entry.wording else ()
    return Digest(due, tuple(entries), progress, earlier, tuple(notes), is_first=not before)


async def _choose(context: Context) -> list[tuple[Ranked, float]]:
    """Whom to suggest, each with their score beside the best one's.

    Nobody of whom profile and relationship could not be read just now: they come another time.

    Raises:
        NetworkError: that is so of everybody, and a network is away.
    """
    wanted = context.wishes.people
    likely = _allowed((await current_scene(context)).ranked())[: wanted * LOOKED_AT]
    read = await read_anew(context, {key for one in likely for key in one.person.keys})
    scene = await current_scene(context)
    ranked = scene.ranked()
    chosen = [one for one in _allowed(ranked) if one.person.id in read.told][:wanted]
    for problem in read.untold.values() if not chosen else ():
        if problem is not None and not isinstance(problem, WrongAccountError):
            raise problem
    async with context.store.unit(context.owner) as unit:
        await keep_failed(unit, scene.failed, context.clock.now())
    best = max((one.score.value for one in ranked), default=1.0)
    return [(one, one.score.value / best) for one in chosen]


async def _not_to_be_invited(context: Context, unit: Unit, person: Person) -> str:
    """Why somebody who is suggested is not invited, as a note; empty if they may be."""
    scene = await read_scene(unit, context.owner, context.wishes, context.clock.now())
    answered = await unit.log.has_answered(person.keys)
    judged = scene.judge(person, Act.INVITE, has_answered=answered)
    if judged.verdict.allowed:
        return ""
    why = verdict_line(context, judged.verdict)
    return context.wishes.words.say("{name}: {why}", name=naming.called(person), why=why)


async def _earlier(unit: Unit) -> tuple[tuple[Person, Invitation], ...]:
    """The invitations that went out, and are open still or ended since the last digest."""
    last = await unit.suggestions.settled()
    people = {one.id: one for one in await unit.people.all()}
    return tuple(
        (people[one.person], one)
        for one in await unit.invitations.all()
        if one.person in people
        and (one.sent_at is not None or one.plan is not None)
        and not one.settles
        and (one.is_open or last is None or one.at > last)
    )


def _allowed(ranked: Sequence[Ranked]) -> list[Ranked]:
    return [one for one in ranked if one.verdict.allowed]


async def _entry(  # noqa: PLR0913 (what an entry is made of)
    context: Context,
    number: int,
    one: Ranked,
    *,
    share: float,
    agendas: Agendas,
    engaged: Sequence[Slot],
) -> tuple[Entry, tuple[str, ...]]:
    """The entry, and notes about its draft; where an answer is owed, there is none."""
    links = await check_links(context, one.person, one.score.evidence.links)
    cue = await cue_for(context, one.person)
    thread = None if cue else await cited_thread(context, one.person)
    async with context.store.unit(context.owner) as unit:
        channel = await channel_to(context, unit, one.person)
        refusal = await _not_to_be_invited(context, unit, one.person)
    proposal: Proposal | None = None
    notes: tuple[str, ...] = (refusal,) if refusal and cue is None else ()
    if cue is None and channel is not None and not refusal:
        try:
            proposal = await propose_to(
                context, one.person, channel, thread=thread, agendas=agendas, engaged=engaged
            )
            notes = proposal.notes
        except ImpossibleError as problem:
            notes = (context.wishes.words.say(problem.sentence, **problem.values),)
    entry = Entry(
        number=number,
        person=one.person,
        score=replace(one.score, evidence=replace(one.score.evidence, links=links)),
        share=share,
        thread=thread,
        wording=proposal.wording if proposal else None,
        cue=cue,
    )
    return entry, notes
