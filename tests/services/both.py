"""A household with an account on each network, and Alice on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from adapters.memory.network import MemoryNetwork
from adapters.memory.world import World
from bot.domain.people.identity import NetworkName
from bot.services.collect.collecting import collect
from bot.services.ranking.scene import current_scene
from tests.services.household import Household

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey, Person
    from bot.services.ranking.scene import Scene

HERE: Final = "alice@village.example"
THERE: Final = "alice.sky.example"


@dataclass
class Both(Household):
    """`world`, `me` and `alice` are on Mastodon; `sky`, `me_there` and `alice_there` on Bluesky."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sky = World(NetworkName.BLUESKY, self.clock, "sky.example")
        self.me_there = self.sky.join("me", "Me")
        self.alice_there = self.sky.join("alice", "Alice M.")
        there = MemoryNetwork(self.sky, self.me_there, self.owner.id)
        networks = {**self.context.networks, "me.sky.example": there}
        self.context = replace(self.context, networks=networks, send_as_me=frozenset({*networks}))

    def chat_there(self, other: AccountKey, *, weeks: int = 4) -> None:
        """As `chat`, on Bluesky."""
        here = self.world, self.me
        self.world, self.me = self.sky, self.me_there
        self.chat(other, weeks=weeks)
        self.world, self.me = here

    def describe(self, key: AccountKey, **says: Any) -> None:  # noqa: ANN401 (what a profile says)
        """Let the profile of an account say this."""
        world = self.world if key.network is NetworkName.MASTODON else self.sky
        world.describe(replace(world.account(key), **says))

    def link_both(self) -> None:
        """Let each profile of Alice's link to the other."""
        self.describe(self.alice, fields=(("Bluesky", f"https://bsky.app/profile/{THERE}"),))
        self.describe(self.alice_there, bio=f"Seeds and bread. Also @{HERE} on Mastodon")

    async def scene(self) -> Scene:
        """Collect, and see who is who."""
        await collect(self.context)
        return await current_scene(self.context)

    async def who(self, key: AccountKey) -> Person:
        """Whose this account is now."""
        async with self.store.unit(self.owner) as unit:
            return next(person for person in await unit.people.all() if key in person.keys)


async def talking(*, linked: bool = True) -> Both:
    """The owner and Alice have talked on both networks for weeks; `linked`: she says it is her."""
    house = Both()
    if linked:
        house.link_both()
    house.chat(house.alice)
    house.chat_there(house.alice_there)
    await collect(house.context)
    return house
