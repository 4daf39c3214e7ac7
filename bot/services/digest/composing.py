"""Compose a digest: whom to suggest, and what to propose to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Digest, Entry, next_numbers
from bot.domain.ranking.verdict import Act
from bot.domain.sentence import Sentence, marked
from bot.errors import ImpossibleError, RefusedError, UnreachableError, WrongAccountError
from bot.services.collect.anew import read_anew
from bot.services.collect.joining import join_on_proof
from bot.services.collect.threads import check_links, cited_thread
from bot.services.digest.same import same_question
from bot.services.invite.channel import channel_to
from bot.services.invite.owed import cue_for
from bot.services.invite.proposal import propose_to
from bot.services.invite.slots import read_agendas, taken
from bot.services.mishap import contained, keep_failed
from bot.services.owner.intentions import progress_of
from bot.services.ranking.explain import asked_where, verdict_line
from bot.services.ranking.nearby import nearby
from bot.services.ranking.scene import read_scene
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
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked, Scene

LOOKED_AT: Final = 3
"""For each place in the digest, this many people are refreshed."""


async def compose(context: Context, due: datetime) -> Digest:
    """Choose whom to suggest, with relationships and links that are read from the networks now.

    Nobody is suggested if the goal is reached.

    Raises:
        NetworkError: a network did not answer.
    """
    async with context.store.unit(context.owner) as unit:
        progress = await progress_of(context, unit)
        earlier = await _earlier(unit)
        engaged = await taken(context, unit)
        before = await unit.suggestions.all()
    agendas = await read_agendas(context)
    chosen = [] if progress.reached else await _choose(context)
    numbers = next_numbers(before[-1].number if before else 0, len(chosen))
    asked = {suggestion.person for suggestion in before if suggestion.due != due}
    entries = []
    notes: dict[str, None] = {}
    for number, (ranked, share, near) in zip(numbers, chosen, strict=True):
        async with contained(
            context, Sentence(marked("person {name}"), name=ranked.person.id)
        ) as failures:
            entry, said = await _entry(
                context, number, ranked, share=share, near=near, agendas=agendas, engaged=engaged
            )
            if ranked.person.id not in asked:
                entry = replace(entry, question=_question(context, number, near))
        if failures:
            continue
        entries.append(entry)
        notes |= dict.fromkeys(said)
        engaged += entry.wording.slots if entry.wording else ()
    given = {entry.person.id: entry.number for entry in entries}
    question = await same_question(context, given)
    return Digest(
        due, tuple(entries), progress, earlier, tuple(notes), is_first=not before, question=question
    )


async def _choose(context: Context) -> list[tuple[Ranked, float, Nearby]]:
    """The people to suggest, each with the ratio of their score to the best score.

    Who is near, now or on a trip, comes before the others, and who is far comes last. People whose
    profile or relationship could not be read now are left out.

    Raises:
        NetworkError: nobody is left, as a network did not answer.
    """
    wanted = context.wishes.people
    await join_on_proof(context)
    _, _, allowed = await _by_nearness(context)
    likely = [ranked for ranked, _ in allowed[: wanted * LOOKED_AT]]
    read = await read_anew(context, {key for ranked in likely for key in ranked.person.keys})
    scene, best, allowed = await _by_nearness(context)
    chosen = [pair for pair in allowed if pair[0].person.id in read.told][:wanted]
    for problem in read.untold.values() if not chosen else ():
        if problem is not None and not isinstance(problem, WrongAccountError):
            raise problem
    async with context.store.unit(context.owner) as unit:
        await keep_failed(unit, scene.failed, context.clock.now())
    return [(ranked, ranked.score.value / best, near) for ranked, near in chosen]


async def _by_nearness(context: Context) -> tuple[Scene, float, list[tuple[Ranked, Nearby]]]:
    """Those who may be suggested, the nearest and then the best first; and the best score."""
    async with context.store.unit(context.owner) as unit:
        scene = await read_scene(unit, context, context.clock.now())
        ranked = scene.ranked()
        allowed = [candidate for candidate in ranked if candidate.verdict.allowed]
        near = await nearby(context, unit, scene, [candidate.person for candidate in allowed])
    found = [(candidate, near[candidate.person.id]) for candidate in allowed]
    best = max((candidate.score.value for candidate in ranked), default=1.0)
    return scene, best, sorted(found, key=lambda pair: pair[1].proximity.order)


def _question(context: Context, number: int, near: Nearby) -> str:
    """The question where somebody lives whose profile is ambiguous; it is asked once."""
    if not near.where.candidates:
        return ""
    return asked_where(context, near.where, str(number))


async def _not_to_be_invited(context: Context, unit: Unit, person: Person) -> str:
    """A note on why a suggested person is not invited; empty if they may be."""
    scene = await read_scene(unit, context, context.clock.now())
    answered = await unit.log.has_answered(person.keys)
    judged = scene.judge(person, Act.INVITE, has_answered=answered)
    if judged.verdict.allowed:
        return ""
    why = verdict_line(context, judged.verdict)
    return context.wishes.words.say("{name}: {why}", name=naming.called(person), why=why)


async def _earlier(unit: Unit) -> tuple[tuple[Person, Invitation], ...]:
    """The sent or planned invitations that are open, or ended since the last digest."""
    last = await unit.suggestions.settled()
    people = {person.id: person for person in await unit.people.all()}
    return tuple(
        (people[invitation.person], invitation)
        for invitation in await unit.invitations.all()
        if invitation.person in people
        and (invitation.sent_at is not None or invitation.plan is not None)
        and not invitation.settles
        and (invitation.is_open or last is None or invitation.at > last)
    )


async def _entry(  # noqa: PLR0913 (what an entry is made of)
    context: Context,
    number: int,
    ranked: Ranked,
    *,
    share: float,
    near: Nearby,
    agendas: Agendas,
    engaged: Sequence[Slot],
) -> tuple[Entry, tuple[str, ...]]:
    """The entry, and notes about its draft. If an answer is owed, there is no draft."""
    try:
        links = await check_links(context, ranked.person, ranked.score.evidence.links)
    except (UnreachableError, RefusedError):
        links = ()  # only links that were seen to exist are shown
    cue = await cue_for(context, ranked.person)
    thread = None if cue else await cited_thread(context, ranked.person)
    async with context.store.unit(context.owner) as unit:
        channel = await channel_to(context, unit, ranked.person)
        refusal = await _not_to_be_invited(context, unit, ranked.person)
    proposal: Proposal | None = None
    notes: tuple[str, ...] = (refusal,) if refusal and cue is None else ()
    if cue is None and channel is not None and not refusal:
        try:
            proposal = await propose_to(
                context,
                ranked.person,
                channel,
                thread=thread,
                agendas=agendas,
                engaged=engaged,
                near=near,
            )
            notes = proposal.notes
        except ImpossibleError as problem:
            notes = (context.wishes.words.tell(problem),)
    entry = Entry(
        number=number,
        person=ranked.person,
        score=replace(ranked.score, evidence=replace(ranked.score.evidence, links=links)),
        share=share,
        thread=thread,
        wording=proposal.wording if proposal else None,
        cue=cue,
        place=near.where.place,
        proximity=near.proximity,
    )
    return entry, notes
