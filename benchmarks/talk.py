"""Years of invented talk between one owner and many people, the same on every machine."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.domain.people.identity import Account, AccountKey, NetworkName, Owner, OwnerId
from bot.domain.talk.interaction import Interaction, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER: Final = Owner(OwnerId("owner"), ZoneInfo("Europe/Paris"))
ME: Final = AccountKey(NetworkName.MASTODON, "camille@mastodon.example")
PEOPLE: Final = 2_000
NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
YEARS: Final = timedelta(days=720)
RUN: Final = 4
"""So many in a row are with one person, in one thread."""
_TEXT_KEPT: Final = timedelta(days=30)
_KINDS: Final = {
    Kind.REPLY: 50,
    Kind.MENTION: 8,
    Kind.QUOTE: 2,
    Kind.COPIED: 5,
    Kind.LIKE: 28,
    Kind.BOOST: 6,
    Kind.FOLLOW: 1,
}


def accounts(people: int = PEOPLE) -> list[Account]:
    """Everybody whom the owner talks with."""
    return [Account(_key(number), _key(number).id) for number in range(people)]


def talk(
    count: int, *, first: int = 0, over: timedelta = YEARS, people: int = PEOPLE
) -> Iterator[Interaction]:
    """So many interactions, oldest first, with a few people often and with many seldom.

    `first` is the number of the first one, so that a log can be gone on with; `over` is how long
    all of it lasts, up to now.
    """
    chance = random.Random(first)  # noqa: S311 (nobody's secret)
    weights = [1 / (number + 10) for number in range(people)]
    partners = chance.choices(range(people), weights, k=count // RUN + 1)
    kinds = chance.choices(list(_KINDS), list(_KINDS.values()), k=count)
    step = over / max(count, 1)
    for place, kind in enumerate(kinds):
        at, other = NOW - over + step * place, _key(partners[place // RUN])
        yield _interaction(first + place, other, kind, at, outgoing=chance.random() < 1 / 2)


def _key(number: int) -> AccountKey:
    return AccountKey(NetworkName.MASTODON, f"friend{number}@other.example")


def _interaction(
    number: int, other: AccountKey, kind: Kind, at: datetime, *, outgoing: bool
) -> Interaction:
    host = "https://mastodon.example/users/camille" if outgoing else "https://other.example/users/f"
    uri = f"{host}/statuses/{115 * 10**15 + number}"
    thread = f"https://mastodon.example/users/camille/statuses/{114 * 10**15 + number // RUN}"
    is_talk = not kind.is_signal
    return Interaction(
        owner=OWNER.id,
        watched=ME,
        kind=kind,
        actor=ME if outgoing else other,
        target=other if outgoing else ME,
        object_uri=uri,
        at=at,
        seen_at=at,
        subject_uri="" if is_talk else f"{thread}#{number}",
        root_uri=thread if is_talk else "",
        parent_uri=f"{uri}0" if kind is Kind.REPLY else "",
        text=f"I do, beans mostly, and {number} kinds of peas that nobody has named yet."
        if is_talk and at > NOW - _TEXT_KEPT
        else None,
        languages=("en",) if is_talk else (),
        url=uri if is_talk else None,
    )
