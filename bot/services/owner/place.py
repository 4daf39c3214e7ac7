"""Carry out `place`: where a person lives, and where the owner does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import HOME, Verb, word_for
from bot.errors import ImpossibleError
from bot.services.owner.undo import Undoable
from bot.text.draft import naming
from bot.text.language.catalogue import marked
from bot.text.place import telling

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from bot.domain.people.place import City
    from bot.ports import Unit
    from bot.services.context import Context

SHOWN: Final = 4
"""The most towns of one name that an answer lists."""


async def home_of(context: Context, unit: Unit) -> City | None:
    """Where the owner lives, as they last said, or as the config file does.

    `None` if neither says it, or if the town of the file is unknown or one of several.
    """
    said = await unit.preferences.get(HOME)
    if said is not None:
        return context.gazetteer.city(int(said))
    found = context.gazetteer.find(context.wishes.home) if context.wishes.home else ()
    return found[0] if len(found) == 1 else None


async def say_place(context: Context, unit: Unit, person: Person, name: str) -> str:
    """Store where a person lives; returns the answer.

    Raises:
        ImpossibleError: the name is not that of one town.
    """
    home = await home_of(context, unit)
    city = city_called(context, name, home, f"{_verb(context)} {person.accounts[0].handle}")
    undoable = Undoable(unit, Verb.PLACE.value, context.clock.now())
    await undoable.place(person, city.id)
    await undoable.done()
    words = context.wishes.words
    return words.say(
        "{name} lives in {place}. Noted.",
        name=naming.called(person),
        place=telling.in_full(city, words),
    )


async def say_home(context: Context, unit: Unit, name: str) -> str:
    """Store where the owner lives; returns the answer.

    Raises:
        ImpossibleError: the name is not that of one town.
    """
    city = city_called(context, name, None, home_command(context))
    undoable = Undoable(unit, Verb.PLACE.value, context.clock.now())
    await undoable.prefer(HOME, str(city.id))
    await undoable.done()
    words = context.wishes.words
    return words.say("You live in {place}. Noted.", place=telling.in_full(city, words))


def city_called(
    context: Context, name: str, home: City | None, command: str, rest: str = ""
) -> City:
    """The town of this name, rather in the country of home.

    `command` and `rest` stand before and after the name of a town in examples.

    Raises:
        ImpossibleError: the name is not that of one town.
    """
    found = context.gazetteer.find(name, () if home is None else (home.country,))
    if not found:
        raise ImpossibleError(
            marked(
                "I know no town called “{place}”: only those of more than 15,000 people. Name a "
                "larger one nearby."
            ),
            place=name,
        )
    if len(found) > 1:
        words = context.wishes.words
        shown = [telling.in_full(city, words, found) for city in found[:SHOWN]]
        raise ImpossibleError(
            marked("“{place}” may be {places}. Say which: {command}"),
            place=name,
            places=" · ".join(shown),
            command=f"{command} {shown[0]}{rest}",
        )
    return found[0]


def home_command(context: Context) -> str:
    """The start of the command that says where the owner lives: `place home`, `lieu maison`."""
    home = context.wishes.words.say("home")
    return f"{_verb(context)} {home}"


def _verb(context: Context) -> str:
    return word_for(Verb.PLACE, context.wishes.words.language)
