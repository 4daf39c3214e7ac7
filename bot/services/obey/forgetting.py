"""Carry out `forget`: ask back, delete, and clean up what is outside of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.commands.command import Command
from bot.domain.commands.spelling import spell
from bot.domain.commands.verbs import EVERYTHING, Verb, word_for
from bot.domain.delivery.decision import Decision
from bot.domain.delivery.outbox import OutboxState
from bot.errors import CalendarError, ImpossibleError, NetworkError, StoreError
from bot.ports import LeftoverKind
from bot.services.delivery.digest import conclude_digest
from bot.services.owner.forgetting import FORGOTTEN, ask_about, asked_about, no_longer_asked
from bot.text.draft import naming
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.identity import Person
    from bot.errors import TerrasseError
    from bot.ports import Leftover, Unit
    from bot.services.context import Context

_MAY_BE_OUT = frozenset({OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.NEEDS_OWNER})


async def ask(context: Context, unit: Unit, person: Person | None) -> str:
    """The question whether to forget a person, or everything; `yes` is the answer to it.

    Raises:
        ImpossibleError: it is an account of the owner's.
    """
    text = await question(context, unit, person)
    await ask_about(unit, person, context.clock.now())
    words = context.wishes.words
    answers = " · ".join(spell(Command(verb), words.language) for verb in (Verb.YES, Verb.NO))
    return f"{text}\n\n{answers}"


async def question(context: Context, unit: Unit, person: Person | None) -> str:
    """What is asked before somebody is forgotten.

    Raises:
        ImpossibleError: it is an account of the owner's.
    """
    say = context.wishes.words.say
    if person is None:
        return say(
            "Delete all that I keep: everything that was collected, everybody, every invitation, "
            "meeting and setting that you made by message? There is no undo. I then read nothing "
            "and write nothing until you write start."
        )
    own = {watch.key for watch in await unit.watches.all()}
    if not own.isdisjoint(person.keys):
        raise ImpossibleError(
            marked("{name} is an account of yours. To stop reading it: stop"),
            name=naming.called(person),
        )
    handles = ", ".join(account.handle.removeprefix("@") for account in person.accounts)
    return say(
        "Forget {name} ({handles})? I delete all that I keep of them, for good, and collect "
        "nothing of them again. There is no undo.",
        name=naming.called(person),
        handles=handles,
    )


async def answer(
    context: Context, unit: Unit, verb: Verb, person: Person | None, files: Sequence[str]
) -> str | None:
    """Carry out `yes` or `no` to the question; `None` if the answer is to something else.

    `files` are those that hold the person still.

    Raises:
        ImpossibleError: something else was asked since, so that the answer may be to that.
    """
    now = context.clock.now()
    asked = await asked_about(unit, now)
    if asked is None:
        return None
    await no_longer_asked(unit, now)
    if person is not None and person.id != asked.person:
        return context.wishes.words.say(
            "My last question was whether to forget somebody else. Nothing was forgotten, and "
            "nothing else was done: say it again."
        )
    later = [
        invitation
        for invitation in await unit.invitations.all()
        if invitation.asked_at is not None and invitation.asked_at > asked.at
    ]
    if later:
        language = context.wishes.words.language
        everything = spell(Command(Verb.FORGET, (EVERYTHING,)), language)
        raise ImpossibleError(
            marked(
                "I have asked something else since. Nothing was forgotten: write {command} again."
            ),
            command=f"{word_for(Verb.FORGET, language)} …" if asked.person else everything,
        )
    if verb is not Verb.YES:
        return context.wishes.words.say("Nothing was forgotten.")
    if asked.person is None:
        return await forget_everything(context, unit, files)
    about = await unit.people.get(asked.person)
    return None if about is None else await forget(context, unit, about, files)


async def forget(context: Context, unit: Unit, person: Person, files: Sequence[str]) -> str:
    """Forget a person; the answer does not name them, as it is stored and sent."""
    say = context.wishes.words.say
    may_be_out = await _withdraw(context, unit, person)
    await unit.erasures.forget(person)
    await _note(context, unit)
    said = [say("Forgotten. I keep nothing of them any more, and collect nothing of them again.")]
    if may_be_out:
        said.append(say("A message about them was on its way just now, and may have arrived."))
    said.append(say("What was sent stays on the servers: your messages to them, and mine to you."))
    return " ".join([*said, *_elsewhere(context, files)])


async def forget_everything(context: Context, unit: Unit, files: Sequence[str]) -> str:
    """Delete all data of the owner, and stop until `start`."""
    say, now = context.wishes.words.say, context.clock.now()
    await unit.erasures.everything()
    await unit.preferences.set(FORGOTTEN, now.isoformat(), now)
    await _note(context, unit)
    said = [
        say(
            "I have deleted all that I kept, but for the names of your accounts, and hashes of "
            "people whom you had me forget. I read and write nothing until you write start."
        ),
        say("What was sent stays on the servers: your messages to them, and mine to you."),
    ]
    return " ".join([*said, *_elsewhere(context, files)])


async def clear_up(context: Context) -> list[TerrasseError]:
    """Clean up what is left outside of the tables after somebody was forgotten.

    Returns what could not be cleaned, by the error: it is tried again with each call.
    """
    async with context.store.unit(context.owner) as unit:
        leftovers = list(await unit.erasures.leftovers())
    problems: list[TerrasseError] = []
    for leftover in leftovers:
        try:
            await _clean(context, leftover)
        except (CalendarError, NetworkError, StoreError) as problem:
            problems.append(problem)
            continue
        async with context.store.unit(context.owner) as unit:
            await unit.erasures.cleaned(leftover)
            if leftover.kind is LeftoverKind.AGAIN:
                leftovers += await unit.erasures.leftovers()
    return problems


async def _clean(context: Context, leftover: Leftover) -> None:
    match leftover.kind:
        case LeftoverKind.AGAIN:
            await _forget_again(context)
        case LeftoverKind.MEETING:
            if context.shelf is not None:
                await context.shelf.remove(leftover.name)
        case LeftoverKind.DIGEST:
            ref, _, path = leftover.name.partition(" ")
            if context.archive is not None:
                await context.archive.blank(path, ref)
        case LeftoverKind.DISK:
            await context.store.scrub()


async def _forget_again(context: Context) -> None:
    """Forget those who were forgotten before the store was put back from an older copy."""
    async with context.store.unit(context.owner) as unit:
        for person in await unit.people.all():
            if await unit.erasures.among(person.keys):
                await _withdraw(context, unit, person)
                await unit.erasures.forget(person)


async def _note(context: Context, unit: Unit) -> None:
    """So that `undo` undoes nothing else instead."""
    await unit.decisions.push(Decision(Verb.FORGET.value, context.clock.now(), ()))


async def _withdraw(context: Context, unit: Unit, person: Person) -> bool:
    """Cancel what waits to be sent about a person; whether something of it may be out just now."""
    theirs = {invitation.id for invitation in await unit.invitations.history(person.id)}
    may_be_out = False
    for row in await unit.outbox.all():
        if person.id not in row.draft.names and row.draft.link.invitation not in theirs:
            continue
        may_be_out |= row.state in _MAY_BE_OUT
        if row.state is OutboxState.PENDING:
            await unit.outbox.cancel(row.draft.batch)
            if row.draft.kind == "digest":  # it is composed again, without them
                await conclude_digest(unit, row, OutboxState.CANCELLED, context.clock.now())
    return may_be_out


def still_held(context: Context, files: Sequence[str]) -> str:
    """The sentence about files that hold what was forgotten."""
    return context.wishes.words.say(
        "These files still hold it: {files}. Delete them.", files=", ".join(files)
    )


def _elsewhere(context: Context, files: Sequence[str]) -> list[str]:
    say = context.wishes.words.say
    found = [still_held(context, files)] if files else []
    if context.store.is_on_server:
        found.append(
            say(
                "PostgreSQL keeps deleted rows in its files until VACUUM FULL has run, and in its "
                "log and dumps for as long as you keep those."
            )
        )
    return found
