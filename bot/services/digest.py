"""The digest: whom to suggest, when, and the letter that says so, put into the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Digest, Entry, Outcome, Suggestion, batch_of, next_numbers
from bot.domain.invitation import Invitation, drafted
from bot.domain.outbox import Draft
from bot.domain.schedule import Lateness, Occasion, occasion
from bot.errors import UnreachableError
from bot.services.channel import channel_to
from bot.services.intentions import is_paused, progress_of
from bot.services.proposal import clash, propose_to
from bot.services.ranking import current_scene
from bot.services.relationships import FRESH, refresh_relationships
from bot.services.slots import read_agendas, taken
from bot.services.threads import cited_thread, living_links
from bot.text import digest as letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.identity import AccountKey, Person
    from bot.domain.invitation import Wording
    from bot.domain.slot import Slot
    from bot.ports import Unit
    from bot.services.home import Home
    from bot.services.ranking import Ranked
    from bot.services.slots import Agendas

WAIT_FOR_OTHERS: Final = timedelta(hours=24)
"""The first digest waits so long for the back-fill of the owner's other accounts."""
LOOKED_AT: Final = 3
"""For each place in the digest, so many people's relationships are asked for anew."""


async def prepare_digest(home: Home) -> Outcome | None:
    """Deal with the occurrence of the schedule that is due, if there is one.

    Returns what became of it, or `None` where nothing is due, or another process dealt with it.

    Raises:
        NetworkError: whom to name could not be made sure of; nothing is settled.
    """
    found = await due_now(home)
    if found is None:
        return None
    if found.lateness is Lateness.MISSED:
        return await _settle_without(home, found.due, Outcome.SKIPPED)
    async with home.store.unit(home.owner) as unit:
        paused, progress = await is_paused(unit), await progress_of(home, unit)
    if paused or (progress.reached and home.wishes.quiet_when_empty):
        return await _settle_without(home, found.due, Outcome.QUIET)
    digest = await compose(home, found.due)
    if not digest.entries and home.wishes.quiet_when_empty:
        return await _settle_without(home, found.due, Outcome.QUIET)
    return await queue(home, digest)


async def due_now(home: Home) -> Occasion | None:
    """The occurrence of the schedule that nobody has dealt with yet."""
    async with home.store.unit(home.owner) as unit:
        settled = await unit.suggestions.settled()
        first = await unit.suggestions.began() or await _first_due(home, unit)
    if first is None:
        return None
    now = home.clock.now()
    return occasion(home.wishes.schedule, first=first, settled=settled, now=now)


async def compose(home: Home, due: datetime) -> Digest:
    """Choose whom to suggest, on relationships asked for just now and links seen to exist.

    Nobody is suggested once the goal is reached.

    Raises:
        NetworkError: a network did not answer.
    """
    async with home.store.unit(home.owner) as unit:
        progress = await progress_of(home, unit)
        earlier = await _earlier(unit)
        engaged = await taken(home, unit)
    chosen = [] if progress.reached else await _choose(home)
    async with home.store.unit(home.owner) as unit:
        numbers = next_numbers(
            max((one.number for one in (await unit.suggestions.all())[-1:]), default=0),
            len(chosen),
        )
    agendas = await read_agendas(home)
    entries = []
    notes: dict[str, None] = {}
    for number, (one, share) in zip(numbers, chosen, strict=True):
        entry, said = await _entry(home, number, one, share=share, agendas=agendas, engaged=engaged)
        entries.append(entry)
        notes |= dict.fromkeys(said)
        engaged += entry.wording.slots if entry.wording else ()
    return Digest(due, tuple(entries), progress, earlier, tuple(notes))


async def _choose(home: Home) -> list[tuple[Ranked, float]]:
    """Whom to suggest, each with their score beside the best one's."""
    wanted = home.wishes.people
    likely = _allowed((await current_scene(home)).ranked())[: wanted * LOOKED_AT]
    keys = {key for one in likely for key in one.person.keys}
    await refresh_relationships(home, older_than=FRESH, accounts=keys)
    ranked = (await current_scene(home)).ranked()
    chosen = [one for one in _allowed(ranked) if one.person.keys <= keys][:wanted]
    best = max((one.score.value for one in ranked), default=1.0)
    return [(one, one.score.value / best) for one in chosen]


async def _earlier(unit: Unit) -> tuple[tuple[Person, Invitation], ...]:
    """The invitations that went out, and are open still or ended since the last digest."""
    last = await unit.suggestions.settled()
    people = {one.id: one for one in await unit.people.all()}
    return tuple(
        (people[one.person], one)
        for one in await unit.invitations.all()
        if (one.sent_at is not None or one.plan is not None)
        and (one.is_open or last is None or one.at > last)
    )


def write(home: Home, digest: Digest) -> list[tuple[str, str]]:
    """The digest as messages, each with its ref."""
    return letter.parts(
        digest,
        zone=home.owner.zone,
        now=home.clock.now(),
        words=home.wishes.words,
        limits=home.post.messenger.capabilities.limits,
        new_ref=home.new_ref,
        by_message=bool(home.post.addressee),
    )


async def queue(home: Home, digest: Digest) -> Outcome | None:
    """Put a digest into the outbox: the decision and its messages in one transaction.

    Returns `None` when another process was first.
    """
    texts = write(home, digest)
    names = tuple(entry.person.id for entry in digest.entries)
    now = home.clock.now()
    async with home.store.unit(home.owner) as unit:
        settled = await unit.suggestions.settled()
        if settled is not None and settled >= digest.due:
            return None
        if await _is_outdated(home, unit, digest):
            return None
        revision = await unit.suggestions.revision(digest.due) + 1
        sender = await _sender(home, unit)
        await unit.outbox.put(
            (
                Draft(
                    kind="digest",
                    sender=sender,
                    recipient=home.post.recipient,
                    batch=batch_of(home.post.recipient, digest.due, revision),
                    part=part,
                    body=text,
                    ref=ref,
                    names=names,
                    language=home.wishes.words.language,
                )
                for part, (text, ref) in enumerate(texts, start=1)
            ),
            now,
        )
        await unit.suggestions.add(
            Suggestion(entry.person.id, entry.number, digest.due, revision, now)
            for entry in digest.entries
        )
        await _invite(unit, digest, now)
        await unit.suggestions.settle(digest.due, revision, Outcome.QUEUED, now)
    return Outcome.QUEUED


async def _is_outdated(home: Home, unit: Unit, digest: Digest) -> bool:
    """Whether somebody in it was invited meanwhile, or a slot proposed to somebody else."""
    invited = {one.person for one in await unit.invitations.all() if one.is_open}
    slots = [slot for entry in digest.entries if entry.wording for slot in entry.wording.slots]
    return any(entry.person.id in invited for entry in digest.entries) or clash(
        slots, await taken(home, unit)
    )


async def _invite(unit: Unit, digest: Digest, now: datetime) -> None:
    """Begin an invitation for each person that the digest names."""
    for entry in digest.entries:
        new = await unit.invitations.begin(entry.person.id, entry.number)
        first = Invitation(new, entry.person.id, now, entry.number)
        await unit.invitations.put(first)
        following = drafted(first, entry.wording, now) if entry.wording else None
        if following is not None:
            await unit.invitations.put(following)


async def next_due(home: Home) -> datetime | None:
    """When the next digest is due; `None` before the first back-fill is complete."""
    now = home.clock.now()
    found = await due_now(home)
    if found is not None and found.lateness is Lateness.DUE:
        return found.due
    async with home.store.unit(home.owner) as unit:
        began = await unit.suggestions.began()
        if began is None:
            return await _first_due(home, unit)
    return home.wishes.schedule.next_after(began, now)


async def _first_due(home: Home, unit: Unit) -> datetime | None:
    """When all first back-fills are complete; a day after the first of them, at the latest."""
    watches = [watch for watch in await unit.watches.all() if watch.account in home.networks]
    complete = [one.complete_at for one in watches if one.complete_at is not None]
    if not complete:
        return None
    if len(complete) == len(home.networks):
        return max(complete)
    return min(complete) + WAIT_FOR_OTHERS


async def _sender(home: Home, unit: Unit) -> AccountKey | None:
    keys = {watch.account: watch.key for watch in await unit.watches.all()}
    if home.post.sender is None:
        return None
    if home.post.sender not in keys:
        message = f"{home.post.sender}, which sends the digest, has not been reached yet."
        raise UnreachableError(message)
    return keys[home.post.sender]


async def _settle_without(home: Home, due: datetime, outcome: Outcome) -> Outcome:
    async with home.store.unit(home.owner) as unit:
        revision = await unit.suggestions.revision(due)
        await unit.suggestions.settle(due, revision, outcome, home.clock.now())
    return outcome


def _allowed(ranked: Sequence[Ranked]) -> list[Ranked]:
    return [one for one in ranked if one.verdict.allowed]


async def _entry(  # noqa: PLR0913 (what an entry is made of)
    home: Home,
    number: int,
    one: Ranked,
    *,
    share: float,
    agendas: Agendas,
    engaged: Sequence[Slot],
) -> tuple[Entry, tuple[str, ...]]:
    """The entry, and notes about its draft."""
    links = await living_links(home, one.person, one.score.evidence.links)
    thread = await cited_thread(home, one.person)
    async with home.store.unit(home.owner) as unit:
        channel = await channel_to(home, unit, one.person)
    wording: Wording | None = None
    notes: tuple[str, ...] = ()
    if channel is not None:
        proposal = await propose_to(
            home, one.person, channel, thread=thread, agendas=agendas, engaged=engaged
        )
        wording, notes = proposal.wording, proposal.notes
    entry = Entry(
        number=number,
        person=one.person,
        score=replace(one.score, evidence=replace(one.score.evidence, links=links)),
        share=share,
        thread=thread,
        wording=wording,
    )
    return entry, notes
