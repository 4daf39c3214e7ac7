"""Collecting from the small Mastodon: all of it, once, and within what it grants."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from adapters.gazetteer.table import CityTable
from bot.domain.meeting.goal import Goal
from bot.domain.people.identity import AccountKey, NetworkName, Owner, OwnerId
from bot.domain.schedule import Period, Schedule, Unit, WallTime
from bot.domain.talk.interaction import Kind
from bot.services.collect.collecting import collect
from bot.services.context import Context, Post, Wishes
from bot.text.language.catalogue import catalogue
from tests.adapters.mastodon.in_process import Loopback, StageClock
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon
from tests.stores import in_memory

if TYPE_CHECKING:
    from adapters.mastodon import MastodonNetwork
    from bot.domain.talk.interaction import Interaction
    from tests.fakes.mastodon import Account, Status

WATCHED = 20
POLL = timedelta(seconds=90)
"""Between two rounds of collecting."""


@dataclass
class World:
    """A server on which people have talked for a year."""

    server: Mastodon
    hand: HandClock
    people: list[Account]


def world(seed: int, *, people: int = 12, acts: int = 900) -> World:
    """People who post, answer, like and boost, as chance has it."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    hand = HandClock(NOW)
    server = Mastodon(BASE, clock=hand)
    server.limits.is_on = False
    everybody = [server.sign_up(f"p{number}") for number in range(people)]
    begun = NOW - timedelta(days=300)
    posts: list[Status] = []
    for number in range(acts):
        at = begun + timedelta(days=300) * number / acts
        one = chance.choice(everybody)
        seen = [post for post in posts[-60:] if post.account is not one]
        act = chance.choice(["post", "mention", "reply", "reply", "reply", "like", "boost"])
        if act == "post" or not seen:
            posts.append(server.post(one, f"Number {number}", at=at))
        elif act == "mention":
            named = chance.sample(everybody, chance.randint(1, 5))
            handles = " ".join(f"@{other.username}" for other in named)
            posts.append(server.post(one, f"{handles} number {number}", at=at))
        elif act == "reply":
            above = chance.choice(seen)
            text = f"@{above.account.username} answer {number}"
            posts.append(server.post(one, text, reply_to=above, at=at))
        elif act == "like":
            server.favourite(one, chance.choice(seen), at=at)
        else:
            server.boost(one, chance.choice(seen), at=at)
    return World(server, hand, everybody)


def walk(world: World, me: Account) -> set[tuple[str, str, str]]:
    """Every act between somebody and others, read from the server's own books."""
    acts: set[tuple[str, str, str]] = set()

    def note(kind: str, actor: Account, target: Account) -> None:
        if actor is not target and me in {actor, target}:
            acts.add((kind, actor.username, f"{target.username} {number}"))

    for status in world.server.world.statuses:
        number = str(status.id)
        author = status.account
        if status.reblog_of is not None:
            number = str(status.reblog_of.id)
            note("boost", author, status.reblog_of.account)
            continue
        for who in status.favourites:
            note("like", who, author)
        named = [one for one in status.addressed if one is not author]
        if status.is_reply and status.reply_account is not None:
            note("reply", author, status.reply_account)
        for one in named:
            if one is not status.reply_account:
                is_talk = not status.is_reply and len(named) <= 3
                note("mention" if is_talk else "copied", author, one)
    return acts


def summed_up(found: list[Interaction]) -> set[tuple[str, str, str]]:
    acts = set()
    for one in found:
        about = one.subject_uri if one.kind.is_signal else one.object_uri
        names = [key.id.partition("@")[0] for key in (one.actor, one.target)]
        acts.add((one.kind.value, names[0], f"{names[1]} {about.rpartition('/')[2]}"))
    return acts


class Household:
    """Watched accounts in one store."""

    def __init__(self, world: World, watched: list[Account], transport: Loopback) -> None:
        self.clock: Any = StageClock(world.hand)
        self.store = in_memory()
        self.owner = Owner(OwnerId("camille"), ZoneInfo("Europe/Paris"))
        self.networks: dict[str, MastodonNetwork] = {
            f"@{one.username}@mastodon.example": network_of(
                world.server, one, transport, remembered=self._remembered
            )
            for one in watched
        }
        schedule = Schedule(Period(2, Unit.WEEK), WallTime(datetime.min.time(), 6), self.owner.zone)
        self.context = Context(
            owner=self.owner,
            wishes=Wishes(
                words=catalogue("en"),
                schedule=schedule,
                goal=Goal(1, Period(2, Unit.WEEK)),
                people=3,
                quiet_when_empty=True,
                weights={},
            ),
            store=self.store,
            clock=self.clock,
            networks=self.networks,
            post=Post(next(iter(self.networks.values())), "nobody"),
            worker="test",
            gazetteer=CityTable(),
            new_ref=lambda: "k3f9q2",
        )

    async def log(self) -> list[Interaction]:
        async with self.store.unit(self.owner) as unit:
            keys = {key for person in await unit.people.all() for key in person.keys}
            return list(await unit.log.with_accounts(keys))

    async def _remembered(self, watched: AccountKey, _among: object = None) -> list[Interaction]:
        return [one for one in await self.log() if one.watched == watched]


@pytest.mark.parametrize("seed", range(3))
async def test_all_that_happened_is_found_and_nothing_else(seed: int) -> None:
    year = world(seed)
    me = year.people[0]
    household = Household(year, [me], Loopback(year.server))

    (first,) = await collect(household.context)
    (second,) = await collect(household.context)

    assert (None, None) == (first.error, second.error)
    assert walk(year, me) == summed_up(await household.log())
    assert (0, 0) == (second.added, second.changed)


async def test_a_weekly_sweep_follows_what_was_edited_and_taken_back() -> None:
    year = world(7, acts=300)
    me, other = year.people[:2]
    root = year.server.post(me, "Who has seeds?", at=NOW - timedelta(days=20))
    kept = year.server.post(other, "@p0 I do", reply_to=root, at=NOW - timedelta(days=19))
    lost = year.server.post(other, "@p0 Never mind", reply_to=root, at=NOW - timedelta(days=18))
    household = Household(year, [me], Loopback(year.server))
    await collect(household.context)

    year.server.edit(kept, "@p0 I do, beans")
    year.server.delete(lost)
    year.hand.advance(timedelta(days=8))
    await collect(household.context)

    talk = {one.object_uri.rpartition("/")[2]: one for one in await household.log()}
    assert "beans" in (talk[str(kept.id)].text or "")
    assert (None, None) == (talk[str(lost.id)].text, talk[str(lost.id)].url)


async def test_three_hours_of_twenty_accounts_within_the_limits() -> None:
    year = world(1, people=WATCHED + 10, acts=400)
    server, watched = year.server, year.people[:WATCHED]
    transport = Loopback(server)
    household = Household(year, watched, transport)
    await collect(household.context)
    server.limits.is_on = True
    statuses: list[int] = []
    transport.heard = statuses.append
    chance = random.Random(5)  # noqa: S311 (nothing secret)
    until, delays = year.hand.now() + timedelta(hours=3), []
    posted: dict[str, datetime] = {}
    while year.hand.now() < until:
        step = timedelta(seconds=chance.uniform(0, POLL.total_seconds()))
        year.hand.advance(step)
        one, other = chance.choice(watched), chance.choice(year.people[WATCHED:])
        status = server.post(other, f"@{one.username} how are you?")
        posted[f"{server.world.uri(other)}/statuses/{status.id}"] = year.hand.now()
        year.hand.advance(POLL - step)
        outcomes = await collect(household.context)
        assert [] == [one.error for one in outcomes if one.error]
        async with household.store.unit(household.owner) as unit:
            keys = {AccountKey(NetworkName.MASTODON, f"{other.username}@mastodon.example")}
            seen = {found.object_uri for found in await unit.log.with_accounts(keys)}
        found_now = [uri for uri in posted if uri in seen]
        delays += [year.hand.now() - posted.pop(uri) for uri in found_now]

    assert 0 == statuses.count(429)
    assert not posted
    assert max(delays) < timedelta(minutes=2)
    print(f"{len(statuses)} requests, slowest {max(delays)}")  # noqa: T201 (with -s)


def test_the_world_has_all_kinds() -> None:
    year = world(0)

    kinds = {kind for kind, _, _ in walk(year, year.people[0])}

    assert {one.value for one in Kind} - {"quote", "follow"} <= kinds
    assert NOW.tzinfo is UTC
