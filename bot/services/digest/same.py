"""Ask the owner whether two people are one, where a hint says so: once, in a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.command import Command
from bot.domain.commands.spelling import spell
from bot.domain.commands.verbs import Verb
from bot.domain.digest import SameQuestion
from bot.domain.people.join import Proof
from bot.domain.ranking.verdict import Act
from bot.services.collect.anew import read_anew
from bot.services.collect.joining import hints
from bot.services.owner.decisions import numbers_given
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.proof import Match
    from bot.services.context import Context

LOOKED_AT: Final = 3
"""So many pairs are looked at for one question."""
_WHY: Final[Mapping[Proof, str]] = {
    Proof.ONE_WAY: marked("The profile of one links to the other."),
    Proof.SAME_PROFILE: marked("They have the same name and the same bio."),
}
_LINKED: Final = marked("Their profiles link to each other.")


def whether_one(context: Context, people: Sequence[Person], proof: Proof) -> str:
    """The question whether two people are one, and why it is asked."""
    words = context.wishes.words
    first, second = (naming.with_handle(person) for person in people)
    return words.say(
        "Are {first} and {second} one person? {why}",
        first=first,
        second=second,
        why=words.say(_WHY.get(proof, _LINKED)),
    )


async def same_question(context: Context, given: Mapping[PersonId, int]) -> SameQuestion | None:
    """The question of a digest, if there is one; `given` are the numbers in that digest.

    Both must have had an exchange with the owner, and be people whom a digest may name by what
    their servers say just now.
    """
    async with context.store.unit(context.owner) as unit:
        found = (await hints(unit))[:LOOKED_AT]
    for first, second, match in found:
        read = await read_anew(context, first.keys | second.keys)
        async with context.store.unit(context.owner) as unit:
            scene = await read_scene(unit, context, context.clock.now())
            numbers = {**await numbers_given(unit), **given}
        now = {person.id: person for person in scene.facts.people}
        people = [now[person.id] for person in (first, second) if person.id in now]
        if len(people) == 2 and all(  # noqa: PLR2004 (the two)
            person.id in read.told
            and scene.facts.exchanges_of(person)
            and scene.judge(person, Act.NAME).verdict.allowed
            for person in people
        ):
            return _question(context, people, match, numbers)
    return None


def _question(
    context: Context, people: list[Person], match: Match, numbers: Mapping[PersonId, int]
) -> SameQuestion:
    words = context.wishes.words
    targets = tuple(
        str(numbers.get(person.id) or person.accounts[0].handle.removeprefix("@"))
        for person in people
    )
    commands = (
        spell(Command(verb, targets), words.language) for verb in (Verb.SAME, Verb.NOT_SAME)
    )
    sentence = f"{whether_one(context, people, match.proof)} {' · '.join(commands)}"
    return SameQuestion(sentence, tuple(person.id for person in people), match.pair, match.proof)
