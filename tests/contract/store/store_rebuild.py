"""What increments leave, after a long and disorderly life, is what a rebuild makes."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.talk.interaction import Kind, Visibility
from tests.builders import ALICE, ME, NOON, OWNER, account, interaction, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.talk.interaction import Interaction
    from bot.ports import Store

PEOPLE: Final = [key(f"friend{number}") for number in range(20)]
OURS: Final = [ME, key("me-too")]
WEEKS: Final = timedelta(weeks=20)


def acts(chance: random.Random, count: int) -> list[Interaction]:
    """Talk and signals in random order, some in threads that others are in too."""
    found = []
    for number in range(count):
        watched, other = chance.choice(OURS), chance.choice(PEOPLE)
        by, to = chance.sample([watched, other], 2)
        kind = chance.choice(list(Kind))
        found.append(
            interaction(
                kind,
                by=by,
                to=to,
                watched=watched,
                uri=f"post{number}",
                root=chance.choice(["", f"thread{number % 50}", f"thread{number % 50}"]),
                subject=f"post{chance.randrange(count)}" if kind.is_signal else "",
                when=NOON - number % 50 * WEEKS / 50 - timedelta(hours=chance.uniform(0, 60)),
                url=chance.choice([None, f"https://post{number}"]),
            )
        )
    return found


def seen_again(one: Interaction, chance: random.Random) -> Interaction:
    """Another sighting of it: the same, edited, as another kind, of another time or thread."""
    if one.kind.is_signal:
        return one._replace(at=one.at - timedelta(hours=chance.choice([0, 30])))
    return one._replace(
        kind=chance.choice([Kind.REPLY, Kind.QUOTE, Kind.MENTION, Kind.COPIED]),
        at=one.at - timedelta(hours=chance.choice([0, 0, 9, 60])),
        root_uri=chance.choice([one.root_uri, "", "thread3"]),
        text=chance.choice([None, "edited"]),
        visibility=chance.choice([Visibility.PUBLIC, Visibility.FOLLOWERS]),
    )


def pages(found: list[Interaction], chance: random.Random) -> Iterator[list[Interaction]]:
    """Pages of any size, with what was seen before among what is new."""
    start = 0
    while start < len(found):
        end = start + chance.randint(1, 120)
        before = chance.choices(found[:end], k=chance.randint(0, 40))
        page = [*found[start:end], *(seen_again(one, chance) for one in before)]
        chance.shuffle(page)
        yield page
        start = end


class RebuildContract:
    interactions = 3_000

    async def test_a_rebuild_equals_the_increments_of_thousands_of_interactions(
        self, store: Store
    ) -> None:
        chance = random.Random(2026)  # noqa: S311 (the same in every run)
        found = acts(chance, self.interactions)
        for page in pages(found, chance):
            async with store.unit(OWNER) as unit:
                await unit.log.record(page)
                gone = chance.sample(found, k=chance.randint(0, 5))
                await unit.log.withdraw([one.object_uri for one in gone])
        async with store.unit(OWNER) as unit:
            await unit.people.save(account(one) for one in [ALICE, *PEOPLE])
            await unit.log.expire(text_before=NOON - WEEKS / 4, all_before=NOON - WEEKS / 2)
            tallies, exchanges = await unit.log.tallies(), await unit.log.exchanges()

            compared = await unit.log.rebuild()

            assert [True, True] == [one.is_equal for one in compared]
            assert [len(tallies), len(exchanges)] == [one.rows for one in compared]
            assert min(len(tallies), len(exchanges)) > self.interactions / 100
            assert tallies == await unit.log.tallies()
            assert exchanges == await unit.log.exchanges()
