"""The language and topics that the owner and a person share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import TemplateError
from bot.services.collect.collecting import collect
from bot.services.invite.common_ground import language_with, topics_with
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind
from bot.text.language.catalogue import catalogue
from tests.services.invite.test_drafting import FakeTemplates

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from tests.services.household import Household

pytestmark = pytest.mark.anyio


async def alice(house: Household) -> Person:
    await collect(house.context)
    async with house.context.store.unit(house.owner) as unit:
        return next(person for person in await unit.people.all() if house.alice in person.keys)


async def test_topics_come_from_the_talk_of_the_two(house: Household) -> None:
    house.chat(house.bruno, weeks=1, about="bread")
    house.chat(house.alice, weeks=2, about="seed libraries")

    found = await topics_with(house.context, await alice(house))

    assert {"seed", "libraries"} <= set(found)
    assert "bread" not in found


async def test_without_tags_the_language_is_the_owner_s(house: Household) -> None:
    house.chat(house.alice, weeks=1, about="")
    french = replace(house.context, wishes=replace(house.context.wishes, words=catalogue("fr")))
    templates = FakeTemplates({("de", BriefKind.COFFEE): "Hallo"})
    german = replace(house.context, templates=templates)
    who = await alice(house)

    assert "fr" == await language_with(french, who, BriefKind.COFFEE, "fr")
    assert "de" == await language_with(german, who, BriefKind.COFFEE, "de")


async def test_a_folder_that_cannot_be_read_leaves_our_languages(house: Household) -> None:
    class Unreadable(FakeTemplates):
        def there(self) -> list[tuple[str, BriefKind]]:
            folder = "templates"
            raise TemplateError(folder, None, faults.UNREADABLE, why="gone")

    house.chat(house.alice, weeks=1)
    broken = replace(house.context, templates=Unreadable())

    assert "fr" == await language_with(broken, await alice(house), BriefKind.COFFEE, "fr")
