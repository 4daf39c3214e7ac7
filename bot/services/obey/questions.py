"""The questions that wait for the owner, with the commands that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.meeting.invitation import State
from bot.domain.people.join import JoinState
from bot.domain.ranking.verdict import Act
from bot.services.digest.same import whether_one
from bot.services.invite.case import case_of
from bot.services.obey.forgetting import question
from bot.services.owner.forgetting import asked_about
from bot.text.draft import naming
from bot.text.language.catalogue import marked
from bot.text.place import telling

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.people.identity import Person
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Scene


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words, and the command that gives it."""

    said: str
    command: Command


@dataclass(frozen=True, slots=True)
class Question:
    """A question, whom it is about, and the answers to it."""

    sentence: str
    people: tuple[Person, ...]
    answers: tuple[Answer, ...]


_YES = marked("Yes")
_NO = marked("No")


async def open_questions(context: Context, unit: Unit, scene: Scene) -> list[Question]:
    """What waits for a yes or a no, the most urgent first. Nobody left out is named."""
    people = {person.id: person for person in scene.facts.people}
    found = []
    asked = await asked_about(unit, context.clock.now())
    if asked is not None and (asked.person is None or asked.person in people):
        about = None if asked.person is None else people[asked.person]
        found.append(await _forget(context, unit, about))
    for invitation in await unit.invitations.all():
        person = people.get(invitation.person)
        if person is None or not invitation.is_open or scene.exclusion(person) is not None:
            continue
        case = await case_of(context, unit, person)
        plan = invitation.plan
        if case.unsure:
            sentence = case.say(
                "{name}: whether your message arrived is not known. Look in your messages: is it "
                "there?"
            )
            found.append(_question(context, sentence, person, (Verb.YES, _YES), (Verb.NO, _NO)))
        elif (
            invitation.state is State.PLANNED
            and plan is not None
            and plan.start <= context.clock.now()
        ):
            sentence = case.say("Did you meet {name}? {plan}", plan=case.plan(invitation))
            verbs = [(Verb.MET, _YES)]
            if invitation.asked:
                verbs += [(Verb.NOT_YET, marked("Not yet")), (Verb.NO, _NO)]
            found.append(_question(context, sentence, person, *verbs))
    return found + [question async for question in _same(context, unit, scene)]


def where_question(context: Context, person: Person, near: Nearby) -> Question | None:
    """Which town somebody's ambiguous profile means; `None` if it is not ambiguous."""
    cities, words = near.where.candidates, context.wishes.words
    if near.where.place is not None or not cities:
        return None
    sentence = words.say(
        "Where does {name} live? Their profile says “{written}”.",
        name=naming.called(person),
        written=near.where.written,
    )
    towns = [telling.in_full(city, words, cities) for city in cities[:4]]
    answers = (Answer(town, Command(Verb.PLACE, (person.id,), place=town)) for town in towns)
    return Question(sentence, (person,), tuple(answers))


async def _forget(context: Context, unit: Unit, person: Person | None) -> Question:
    words = context.wishes.words
    answers = (
        Answer(words.say(said), Command(verb)) for verb, said in ((Verb.YES, _YES), (Verb.NO, _NO))
    )
    return Question(await question(context, unit, person), (), tuple(answers))


async def _same(context: Context, unit: Unit, scene: Scene) -> AsyncIterator[Question]:
    """Whether two people are one, where a digest asked."""
    whose = {key: person for person in scene.facts.people for key in person.keys}
    words = context.wishes.words
    for join in await unit.people.joins():
        if join.state is not JoinState.ASKED or not whose.keys() >= {join.first, join.second}:
            continue
        people = (whose[join.first], whose[join.second])
        if all(scene.judge(person, Act.NAME).verdict.allowed for person in people):
            targets = tuple(person.id for person in people)
            answers = (
                Answer(words.say("One person"), Command(Verb.SAME, targets)),
                Answer(words.say("Two people"), Command(Verb.NOT_SAME, targets)),
            )
            yield Question(whether_one(context, people, join.proof), people, answers)


def _question(
    context: Context, sentence: str, person: Person, *verbs: tuple[Verb, str]
) -> Question:
    say = context.wishes.words.say
    answers = (Answer(say(said), Command(verb, (person.id,))) for verb, said in verbs)
    return Question(sentence, (person,), tuple(answers))
