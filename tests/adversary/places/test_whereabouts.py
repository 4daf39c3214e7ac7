"""Nobody is located but by what they or the owner say, and nobody who did not answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.services.collect.anew import read_anew
from bot.services.collect.collecting import collect
from bot.services.ranking.scene import read_scene
from bot.services.ranking.whereabouts import UNKNOWN, whereabouts
from tests.adversary.exclusions import ALICE, EXCLUDED, describe
from tests.services.household import Household
from tests.services.situations import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.services.ranking.whereabouts import Whereabouts

pytestmark = pytest.mark.anyio


async def where(house: Household, name: str = "Alice Martin") -> Whereabouts:
    async with house.store.unit(house.owner) as unit:
        scene = await read_scene(unit, house.context, house.clock.now())
        [person] = [person for person in scene.facts.people if person.name == name]
        return (await whereabouts(house.context, unit, scene, [person]))[person.id]


async def town(house: Household) -> str | None:
    place = (await where(house)).place
    return None if place is None else place.city.name


@pytest.fixture
async def talking() -> Household:
    house = Household()
    house.chat(house.alice)
    await collect(house.context)
    await describe(house, bio="Seeds and bread. Based in Rennes.")
    return house


async def test_a_profile_is_read_with_its_source_and_date(talking: Household) -> None:
    assert "Rennes, says their bio (seen today)." in await tell(talking, f"why {ALICE}")


async def test_a_field_comes_before_the_bio_and_the_owner_before_both(talking: Household) -> None:
    await describe(talking, fields=(("Lieu", "Nantes"),))
    assert "Nantes, says a field of their profile" in await tell(talking, f"why {ALICE}")

    await tell(talking, f"place {ALICE} Brest, France")

    assert "Brest: you said so on" in await tell(talking, f"why {ALICE}")


async def test_undo_takes_back_one_word_of_the_owner(talking: Household) -> None:
    await tell(talking, f"place {ALICE} Lyon")
    await tell(talking, f"lieu {ALICE} à Vienne, Autriche")
    assert "Vienna" == await town(talking)

    assert "Undone: place Alice Martin." == await tell(talking, "undo")
    assert "Lyon" == await town(talking)
    await tell(talking, "undo")
    assert "Rennes" == await town(talking)


async def test_what_is_ambiguous_is_asked(talking: Household) -> None:
    await describe(talking, bio="NYC / Lyon")

    said = await tell(talking, f"why {ALICE}")

    assert "Their profile says “NYC / Lyon”: New York City, New York, United States · Lyon," in said
    assert await town(talking) is None


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("place {alice} Cambridge", "“Cambridge” may be Cambridge, England, United Kingdom · "),
        ("place {alice} Nowhere", "I know no town called “Nowhere”"),
        ("place home Nowhere", "I know no town called “Nowhere”"),
    ],
)
async def test_a_name_of_no_town_or_several_changes_nothing(
    talking: Household, command: str, said: str
) -> None:
    assert said in await tell(talking, command.format(alice=ALICE))
    assert "Rennes" == await town(talking)


async def test_a_profile_that_was_not_seen_for_half_a_year_says_nothing(talking: Household) -> None:
    talking.clock.advance(timedelta(days=182))
    assert "Rennes" == await town(talking)

    talking.clock.advance(timedelta(days=1))
    assert UNKNOWN == await where(talking)


async def test_what_the_owner_said_does_not_expire(talking: Household) -> None:
    await tell(talking, f"place {ALICE} Rennes")
    await describe(talking, bio="Seeds and bread.")
    talking.clock.advance(timedelta(days=4000))

    assert "Rennes" == await town(talking)


async def test_a_profile_that_changes_or_is_cleared_says_nothing_more(talking: Household) -> None:
    await describe(talking, bio="Seeds and bread.")

    assert UNKNOWN == await where(talking)


async def test_posts_and_names_say_nothing(talking: Household) -> None:
    await describe(talking, bio="", display_name="Alice Martin", language="fr")
    talking.chat(talking.alice, about="living in Kyoto, based in Rennes, 📍 Lyon")
    await collect(talking.context)

    assert UNKNOWN == await where(talking)


async def test_who_never_answered_is_not_located() -> None:
    house = Household()
    house.chat(house.bruno)
    house.world.describe(replace(house.world.account(house.alice), bio="📍 Rennes"))
    house.world.post(house.me, "Hello Alice, where do you live?", mentions=(house.alice,))
    house.world.post(house.alice, "An unrelated call to you", mentions=(house.me,))
    await collect(house.context)
    await read_anew(house.context, [house.alice])

    assert UNKNOWN == await where(house)
    assert "I note no place for Alice Martin" in await tell(house, f"place {ALICE} Rennes")


@pytest.mark.parametrize("exclude", EXCLUDED.values(), ids=EXCLUDED.keys())
async def test_who_is_excluded_is_not_located(
    talking: Household, exclude: Callable[[Household], Awaitable[None]]
) -> None:
    await tell(talking, f"place {ALICE} Lyon")
    await exclude(talking)

    assert UNKNOWN == await where(talking)
    said = await tell(talking, f"why {ALICE}")
    assert "Rennes" not in said
    assert "Lyon" not in said
    assert "I note no place for Alice Martin" in await tell(talking, f"place {ALICE} Rennes")
