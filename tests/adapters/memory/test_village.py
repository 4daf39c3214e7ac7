from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from adapters.memory.talk import talk
from adapters.memory.village import MEMORY, Village, village
from adapters.memory.villagers import villagers
from bot.domain.people.identity import (
    Account,
    AccountKey,
    Flag,
    NetworkName,
    OwnerId,
    Person,
    PersonId,
)
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.scoring import scale, score
from bot.domain.ranking.verdict import Act, Circumstances, verdict
from bot.domain.talk.exchange import Exchange, exchanges
from bot.domain.talk.interaction import Interaction, Kind
from bot.domain.talk.tally import Tally, tally

OWNER = OwnerId("camille")
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)
ALL_YEAR = [NOW + timedelta(weeks=5 * number, hours=7 * number) for number in range(11)]


async def log_of(built: Village) -> list[Interaction]:
    return [
        interaction
        for network in built.networks.values()
        async for page in network.history(None)
        for interaction in page.interactions
    ]


async def people_of(built: Village) -> dict[AccountKey, Account]:
    return {
        account.key: account
        for network in built.networks.values()
        async for page in network.history(None)
        for account in page.accounts
    }


async def reasons(built: Village, now: datetime) -> dict[str, Reason]:
    """What a verdict says of everybody, by handle."""
    log, people = await log_of(built), await people_of(built)
    tallies: defaultdict[AccountKey, list[Tally]] = defaultdict(list)
    shared: defaultdict[AccountKey, list[Exchange]] = defaultdict(list)
    for day in tally(log, PARIS):
        tallies[day.account].append(day)
    for exchange in exchanges(log):
        shared[exchange.account].append(exchange)
    measure = scale(
        (day for some in tallies.values() for day in some), today=now.date(), weights={}
    )
    own = frozenset([(await network.whoami()).key for network in built.networks.values()])
    found = {}
    for key, account in people.items():
        network = built.networks[key.network]
        person = Person(PersonId(str(key)), (account,))
        circumstances = Circumstances(
            now=now,
            own=own,
            evidence=score(person.id, tallies[key], shared[key], measure).evidence,
            relationships=list((await network.relationships([key])).values()),
        )
        found[account.handle] = verdict(person, circumstances, Act.SUGGEST).reason
    return found


async def test_one_now_is_one_village() -> None:
    assert await log_of(village(NOW, OWNER)) == await log_of(village(NOW, OWNER))


@pytest.mark.parametrize("later", [timedelta(hours=5), timedelta(days=1), timedelta(days=40)])
async def test_no_act_ever_moves(later: timedelta) -> None:
    earlier_log = {
        interaction.key: interaction for interaction in await log_of(village(NOW, OWNER))
    }
    later_log = {
        interaction.key: interaction for interaction in await log_of(village(NOW + later, OWNER))
    }
    # A thread that was begun before the year of memory is gone with all that was said in it.
    forgotten = NOW + later - MEMORY + timedelta(days=2)

    kept = {
        key: interaction for key, interaction in earlier_log.items() if interaction.at > forgotten
    }

    assert kept.items() <= later_log.items()
    assert all(
        interaction.at > NOW for key, interaction in later_log.items() if key not in earlier_log
    )


async def test_a_cursor_stays_good_while_days_go_by() -> None:
    before, after = village(NOW, OWNER), village(NOW + timedelta(days=9), OWNER)
    for name, network in before.networks.items():
        first = [page async for page in network.history(None)]
        second = [page async for page in after.networks[name].history(first[-1].cursor)]
        anew = [page async for page in after.networks[name].history(None)]

        missed = {
            interaction.key
            for page in anew
            for interaction in page.interactions
            if interaction.at > NOW
        } - {interaction.key for page in second for interaction in page.interactions}
        assert set() == missed
        assert len(second) < len(anew)


async def test_it_holds_a_year_of_talk_and_nothing_of_the_future() -> None:
    log = await log_of(village(NOW, OWNER))

    assert all(NOW - MEMORY < interaction.at <= NOW for interaction in log)
    assert all(interaction.at == interaction.seen_at for interaction in log)
    assert min(interaction.at for interaction in log) < NOW - timedelta(days=355)
    assert max(interaction.at for interaction in log) > NOW - timedelta(days=5)
    assert len({interaction.key for interaction in log}) == len(log) > 1500


async def test_some_forty_people_on_two_networks() -> None:
    people = await people_of(village(NOW, OWNER))

    assert 38 <= len(people) <= 55
    assert set(NetworkName) == {key.network for key in people}
    assert all(re.search(r"[.@][\w.]+\.example$", account.handle) for account in people.values())
    assert all(
        re.fullmatch(r"did:plc:[a-z2-7]{24}", key.id)
        for key in people
        if key.network is NetworkName.BLUESKY
    )


async def test_the_owner_is_camille_twice() -> None:
    handles = {(await network.whoami()).handle for network in village(NOW, OWNER).networks.values()}

    assert handles == {"camille@village.example", "camille.village.example"}


@pytest.mark.parametrize("now", ALL_YEAR, ids=str)
async def test_there_is_somebody_for_every_verdict_at_any_time(now: datetime) -> None:
    found = await reasons(village(now, OWNER), now)

    expected = {
        Reason.ALLOWED,
        Reason.BOT,
        Reason.NOBOT,
        Reason.NOINVITE,
        Reason.MINOR,
        Reason.GONE,
        Reason.BLOCKED,
        Reason.MUTED,
        Reason.UNDISCOVERABLE,
        Reason.MOVED,
        Reason.ONE_SIDED,
        Reason.TOO_EARLY,
    }
    assert expected == set(found.values())
    assert list(found.values()).count(Reason.ALLOWED) >= 12


async def test_the_people_are_what_they_were_invented_for() -> None:
    found = await reasons(village(NOW, OWNER), NOW)

    expected = {
        "solene@village.example": Reason.ALLOWED,
        "hedwige@village.example": Reason.ALLOWED,
        "zoe@village.example": Reason.ALLOWED,
        "meteo@village.example": Reason.BOT,
        "perrine@village.example": Reason.NOBOT,
        "casimir@village.example": Reason.NOINVITE,
        "gaspard@village.example": Reason.BLOCKED,
        "victor@village.example": Reason.MUTED,
        "ombre@village.example": Reason.UNDISCOVERABLE,
        "lou.village.example": Reason.MINOR,
        "pixelle@ailleurs.example": Reason.GONE,
        "marguerite@village.example": Reason.ONE_SIDED,
        "augustin@village.example": Reason.ONE_SIDED,
        "achille@village.example": Reason.TOO_EARLY,
        "ottoline.village.example": Reason.TOO_EARLY,
    }
    assert expected.items() <= found.items()


async def test_one_long_evening_is_forty_posts_in_one_thread() -> None:
    log = await log_of(village(NOW, OWNER))
    evening = [
        interaction for interaction in log if interaction.other.id == "achille@village.example"
    ]
    talk = [interaction for interaction in evening if interaction.kind.is_talk]

    # The first of the forty names nobody.
    assert len(talk) in {39, 78}
    assert (
        len(exchanges(talk))
        == len({interaction.root_uri for interaction in talk})
        == len(talk) // 39
    )


async def test_somebody_has_moved_and_somebody_is_just_back() -> None:
    built = village(NOW, OWNER)
    people = await people_of(built)
    last: defaultdict[str, list[datetime]] = defaultdict(list)
    for exchange in exchanges(await log_of(built)):
        last[people[exchange.account].handle].append(exchange.last)
    silences = {
        handle: (NOW - max(times), max(b - a for a, b in pairwise(times)))
        for handle, times in last.items()
        if len(times) > 3
    }

    assert any(Flag.MOVED in account.flags for account in people.values())
    assert any(
        now < timedelta(weeks=3) < timedelta(weeks=12) < gap for now, gap in silences.values()
    )
    assert any(now > timedelta(weeks=8) for now, _ in silences.values())


async def test_both_languages_are_spoken_and_every_kind_is_there() -> None:
    log = await log_of(village(NOW, OWNER))

    assert {("fr",), ("en",), ()} == {interaction.languages for interaction in log}
    assert {Kind.REPLY, Kind.MENTION, Kind.LIKE, Kind.BOOST} == {
        interaction.kind for interaction in log
    }


def test_every_topic_goes_together_in_both_languages() -> None:
    for language in ("fr", "en"):
        assert len(talk(language).topics) == 12
        for topic in talk(language).topics:
            assert len(topic.answers) == len(topic.returns) == len(topic.closings) == 3
        assert len(set(talk(language).game)) == 40


async def test_everything_said_is_plain_text() -> None:
    texts = {
        interaction.text for interaction in await log_of(village(NOW, OWNER)) if interaction.text
    }
    people = villagers()
    texts |= {villager.bio for villager in people.residents}
    texts |= {
        villager.display_name for villager in people.residents if villager not in people.hostile
    }

    for text in texts:
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r"[@<>]|https?:|\s\s", text)
        assert all(unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cn"} for char in text)
        assert len(text) < 120


def test_hostile_names_are_hostile() -> None:
    names = "".join(villager.display_name for villager in villagers().hostile)

    assert all(sign in names for sign in ("\u202e", "\u0336", "\u0421", "@mairie@", "https://"))


def test_building_it_is_quick() -> None:
    began = time.perf_counter()
    village(NOW, OWNER)

    # About a tenth of a second; the margin is for a slow machine under load.
    assert time.perf_counter() - began < 2
