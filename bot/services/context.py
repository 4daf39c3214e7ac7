"""What the use cases work with, built by `bot.bootstrap`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.meeting.slot import Rules
from bot.domain.people.place import REACH
from bot.domain.ranking.verdict import Patience
from bot.domain.retention import DEFAULT, Retention

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.meeting.goal import Goal
    from bot.domain.meeting.slot import Window
    from bot.domain.people.identity import AccountKey, Owner
    from bot.domain.schedule import Schedule
    from bot.ports import (
        Archive,
        Calendar,
        Clock,
        Drafter,
        Gazetteer,
        Holidays,
        Messenger,
        Network,
        Shelf,
        Store,
        Templates,
    )
    from bot.text.language.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the owner set: see `config/example.toml`.

    `weights` has an entry for each account, as written. With `learn`, what the owner does with
    suggestions influences the next ones. `windows` and `rules` say which slots may be proposed;
    `places` are the owner's favourite places to meet. `retention` says how long things are kept.
    `home` is the town where they live, as written, or empty; `reach` is how far they go for a
    coffee, in kilometres.
    """

    words: Catalogue
    schedule: Schedule
    goal: Goal
    people: int
    quiet_when_empty: bool
    weights: Mapping[str, float]
    learn: bool = True
    patience: Patience = field(default_factory=Patience)
    windows: tuple[Window, ...] = ()
    rules: Rules = field(default_factory=Rules)
    places: tuple[str, ...] = ()
    home: str = ""
    reach: float = REACH
    retention: Retention = DEFAULT


@dataclass(frozen=True, slots=True)
class Post:
    """How messages reach the owner.

    `recipient` is a handle, or the path of a file; `addressee` and `sender` are the accounts of
    the owner that receive and sign, as the owner wrote them; a file has neither.
    """

    messenger: Messenger
    recipient: str
    addressee: str = ""
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The settings, the store and the connections of one owner.

    `networks` has an entry for each watched account, as the owner wrote it. `bot` is the account
    that only sends: nothing of it is read. `operator` is who runs the bot, as it introduces itself.
    `public` names the accounts without a secret: they are read once they have opted in with the
    bot. `send_as_me` names the accounts that send invitations when the owner says so. `worker`
    names this process in leases; `new_ref` makes the short random mark of a message. Without
    `holidays`, windows are offered on holidays too; without a `shelf`, no .ics files are written.
    The `archive` holds the messages to the owner that were written to files.
    `templates` are the owner's own. A `drafter` polishes drafts, if the owner wants that.
    `is_known_to_be_current` is set once this process has checked that its store lacks no message
    that was sent: see `bot.services.obey.restored`.
    """

    owner: Owner
    wishes: Wishes
    store: Store
    clock: Clock
    networks: Mapping[str, Network]
    post: Post
    worker: str
    new_ref: Callable[[], str]
    gazetteer: Gazetteer
    bot: tuple[str, Network] | None = None
    operator: str = ""
    public: frozenset[str] = frozenset()
    send_as_me: frozenset[str] = frozenset()
    calendars: Sequence[Calendar] = ()
    holidays: Holidays | None = None
    shelf: Shelf | None = None
    archive: Archive | None = None
    templates: Templates | None = None
    drafter: Drafter | None = None
    is_known_to_be_current: asyncio.Event = field(default_factory=asyncio.Event)


async def signed_in(context: Context) -> dict[AccountKey, Network]:
    """The networks of the watched accounts whose key is known, by that key."""
    async with context.store.unit(context.owner) as unit:
        watches = await unit.watches.all()
    return {
        watch.key: context.networks[watch.account]
        for watch in watches
        if watch.account in context.networks
    }
