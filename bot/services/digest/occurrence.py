"""Put the digest that is due into the outbox, and tell when the next one is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery.outbox import Draft, Link
from bot.domain.digest import Outcome, batch_of
from bot.domain.meeting.invitation import Invitation, drafted, has_gone_stale
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.people.join import Join, JoinState
from bot.domain.schedule import Lateness
from bot.services.delivery.notices import sender_of
from bot.services.delivery.pinned import verify_addressee
from bot.services.digest.composing import compose
from bot.services.digest.due import due_now
from bot.services.invite.proposal import clash
from bot.services.invite.slots import taken
from bot.services.owner.addressee import refusal
from bot.services.owner.intentions import is_paused, progress_of
from bot.text.letter import digest as digest_text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.digest import Digest
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.text.safety.limits import Limits


async def prepare_digest(context: Context) -> Outcome | None:
    """Queue or skip the digest that is due, if there is one.

    Returns the outcome. `None` if nothing is due, if another process was first, or if the
    addressee has not opted in: then the digest waits.

    Raises:
        NetworkError: a network could not be asked about the people to name, or how long a message
            may be; the digest waits.
    """
    found = await due_now(context)
    if found is None or await refusal(context):
        return None
    await verify_addressee(context)
    if found.lateness is Lateness.MISSED:
        return await _settle_without(context, found.due, Outcome.SKIPPED)
    async with context.store.unit(context.owner) as unit:
        paused, progress = (
            await is_paused(unit, context.clock.now()),
            await progress_of(context, unit),
        )
    if paused or (progress.reached and context.wishes.quiet_when_empty):
        return await _settle_without(context, found.due, Outcome.QUIET)
    digest = await compose(context, found.due)
    if not digest.entries and context.wishes.quiet_when_empty:
        return await _settle_without(context, found.due, Outcome.QUIET)
    return await queue(context, digest)


def write(context: Context, digest: Digest, limits: Limits | None = None) -> list[tuple[str, str]]:
    """The digest as messages within these limits, or the usual ones, each with its ref."""
    return digest_text.parts(
        digest,
        zone=context.owner.zone,
        now=context.clock.now(),
        words=context.wishes.words,
        limits=limits or context.post.messenger.capabilities.limits,
        new_ref=context.new_ref,
        by_message=bool(context.post.addressee),
    )


async def queue(context: Context, digest: Digest) -> Outcome | None:
    """Put a digest into the outbox: the suggestions and the messages in one transaction.

    Returns `None` if another process was first, or if the digest is outdated.

    Raises:
        NetworkError: the server that sends it could not be asked how long a message may be.
    """
    texts = write(context, digest, await context.post.messenger.limits_to(context.post.recipient))
    question = digest.question
    asked_about = question.people if question else ()
    names = tuple(dict.fromkeys([*(entry.person.id for entry in digest.entries), *asked_about]))
    now = context.clock.now()
    async with context.store.unit(context.owner) as unit:
        settled = await unit.suggestions.settled()
        if settled is not None and settled >= digest.due:
            return None
        if await _is_outdated(context, unit, digest):
            return None
        revision = await unit.suggestions.revision(digest.due) + 1
        sender = await sender_of(context, unit)
        await unit.outbox.put(
            (
                Draft(
                    kind="digest",
                    sender=sender,
                    recipient=context.post.recipient,
                    batch=batch_of(context.post.recipient, digest.due, revision),
                    part=part,
                    body=text,
                    ref=ref,
                    names=names,
                    language=context.wishes.words.language,
                    link=Link(due=digest.due, revision=revision),
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
        if question is not None:
            await unit.people.relate([Join(*question.pair, JoinState.ASKED, question.hint, now)])
        await unit.suggestions.settle(digest.due, revision, Outcome.QUEUED, now)
    return Outcome.QUEUED


async def _is_outdated(context: Context, unit: Unit, digest: Digest) -> bool:
    """Whether a person in it was invited meanwhile, a slot taken, or its question answered."""
    now = context.clock.now()
    invited = {
        invitation.person
        for invitation in await unit.invitations.all()
        if invitation.is_open and not has_gone_stale(invitation, now)
    }
    slots = [slot for entry in digest.entries if entry.wording for slot in entry.wording.slots]
    question = digest.question
    if question is not None:
        people = {person.id for person in await unit.people.all()}
        decided = {join.pair for join in await unit.people.joins()}
        if question.pair in decided or not people.issuperset(question.people):
            return True
    return any(entry.person.id in invited for entry in digest.entries) or clash(
        slots, await taken(context, unit)
    )


async def _invite(unit: Unit, digest: Digest, now: datetime) -> None:
    """Begin an invitation to each person in the digest."""
    for entry in digest.entries:
        new = await unit.invitations.begin(entry.person.id, entry.number)
        first = Invitation(new, entry.person.id, now, entry.number)
        await unit.invitations.put(first)
        following = drafted(first, entry.wording, now) if entry.wording else None
        if following is not None:
            await unit.invitations.put(following)


async def _settle_without(context: Context, due: datetime, outcome: Outcome) -> Outcome:
    async with context.store.unit(context.owner) as unit:
        revision = await unit.suggestions.revision(due)
        await unit.suggestions.settle(due, revision, outcome, context.clock.now())
    return outcome
