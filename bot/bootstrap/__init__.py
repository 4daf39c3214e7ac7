"""The composition root: the only place that builds store, networks and clock from the config."""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.calendar.shelf import FolderShelf
from adapters.clock import SystemClock
from adapters.gazetteer.table import CityTable
from adapters.messenger.file import FileMessenger
from adapters.store import (
    address,
    beside,
    file_of,
    files_of,
    folder_of,
    known_backups,
    memory_store,
    open_store,
    restore,
)
from bot.bootstrap.calendars import Calendars, open_holidays
from bot.bootstrap.drafting import open_drafter, open_templates
from bot.bootstrap.networks import OWNER, VILLAGE_ACCOUNTS, Networks, Opened, read_secret
from bot.domain.people.identity import Owner
from bot.domain.sentence import marked
from bot.errors import ConfigError, UserError
from bot.services.context import Context, Post, Wishes
from bot.services.obey.forgetting import clear_up
from bot.services.obey.restored import settle_copy, tell_of_copy
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.ports import Clock, Store
    from config.models.settings import Settings

REF_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other."""
REF_LENGTH: Final = 6


@asynccontextmanager
async def open_context(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Context]:
    """Build the owner's context, and close what it holds at the end of the block.

    Raises:
        ConfigError: an account is on a network that this version does not read, or the secret of
            the store cannot be read.
        StoreError: the store cannot be opened.
    """
    clock = clock or SystemClock()
    folder = folder_of(settings.store_url, settings.store.folder)
    secret = settings.store.secret
    password = read_secret(secret) if secret else None
    store = await open_store(settings.store_url, folder=folder, password=password)
    networks = Networks(clock, settings, store)
    calendars = Calendars(settings.calendar, settings.timezone)
    try:
        async with open_drafter(settings) as drafter:
            context = _context(settings, store, clock, networks)
            shelf = FolderShelf(settings.meetings.ics or folder / "meetings")
            if await settle_copy(context):
                await tell_of_copy(context)
            context = replace(
                context,
                drafter=drafter,
                calendars=calendars.open(),
                shelf=shelf,
                archive=FileMessenger(),
            )
            await clear_up(context)  # where an earlier process was killed, or could not
            yield context
    finally:
        await calendars.close()
        await networks.close()
        await store.close()


async def restore_store(settings: Settings, backup: Path) -> Path | None:
    """Put a backup in the place of the owner's store; the path of what was there, if anything.

    Raises:
        ImpossibleError: it is no backup that can be used, or a daemon works on the store.
        StoreError: the store cannot be written.
    """
    return await restore(settings.store_url, backup)


@asynccontextmanager
async def open_village(language: str = "en") -> AsyncIterator[Context]:
    """Build the invented village's context, with a store in memory."""
    from adapters.memory.calendar import MemoryShelf, village_calendar  # noqa: PLC0415
    from config.models.settings import Settings  # noqa: PLC0415

    say = catalogue(language).say
    settings = Settings.model_validate(
        {
            "language": language,
            "watch": [
                {"account": account, "url": "memory:village"} for account in VILLAGE_ACCOUNTS
            ],
            "slot": [
                {"when": "tuesday 12:30-14:00", "for": say("lunch")},
                {"when": "saturday 15:00-17:00", "for": say("coffee")},
            ],
        }
    )
    store, clock = memory_store(), SystemClock()
    try:
        yield replace(
            _context(settings, store, clock, Networks(clock, settings, store)),
            calendars=(village_calendar(clock.now()),),
            shelf=MemoryShelf(),
        )
    finally:
        await store.close()


@asynccontextmanager
async def open_glimpse(
    account: str, *, url: str | None, appview: str | None, language: str
) -> AsyncIterator[Context]:
    """Build the context for a first look at one account: no secret, nothing kept.

    Raises:
        UserError: the account, or an address, is none.
    """
    from config.models.account import AccountName  # noqa: PLC0415
    from config.models.server import server  # noqa: PLC0415
    from config.models.settings import Settings  # noqa: PLC0415

    for what, read in ((account, AccountName.parse), (url, server), (appview, server)):
        try:
            if what is not None:
                read(what)
        except ValueError as problem:
            raise UserError(marked("“{what}” {problem}"), what=what, problem=problem) from problem
    watch = {"account": account} | ({"url": url} if url else {})
    settings = Settings.model_validate(
        {"language": language, "watch": [watch], "digest": {"to": "file:digest.md"}}
    )
    store, clock = memory_store(), SystemClock()
    # `try` reads threads itself: several at once, within a time limit.
    networks = Networks(clock, settings, store, appview=appview, follows_threads=False)
    try:
        # The user has confirmed that it is their own account, so it need not opt in by message.
        yield replace(_context(settings, store, clock, networks), public=frozenset())
    finally:
        await networks.close()
        await store.close()


@contextmanager
def no_daemon(settings: Settings) -> Iterator[Path | None]:
    """Keep daemons off the store's file for the length of a block; yields the file, if it is one.

    Raises:
        StoreInUseError: one is running.
    """
    from adapters.store.file.daemon import only_daemon  # noqa: PLC0415

    file = file_of(address(settings.store_url))
    with only_daemon(file) if file is not None and file.exists() else nullcontext():
        yield file


def session_file(settings: Settings) -> Path:
    """Where the links and sessions of the web page are kept.

    Raises:
        ConfigError: there is no folder for it.
    """
    return beside(settings.store_url, ".web", settings.store.folder)


def files_of_store(settings: Settings) -> list[Path]:
    """The store's file, what Terrasse keeps beside it, and its backups where they were written.

    Raises:
        StoreUnavailableError: the list of backups cannot be read.
    """
    store = beside(settings.store_url, "", settings.store.folder)
    return [*files_of(store), *(path for path in known_backups(store) if path.exists())]


def wishes_of(settings: Settings) -> Wishes:
    """What the owner wants, as the config file says it."""
    return Wishes(
        words=catalogue(settings.language),
        schedule=settings.schedule(),
        goal=settings.meeting_goal(),
        people=settings.digest.people,
        quiet_when_empty=settings.digest.quiet_when_empty,
        weights={str(access.account): access.weight for access in settings.watch},
        learn=settings.digest.learn,
        windows=tuple(slot.window() for slot in settings.slot),
        rules=settings.meetings.rules(),
        places=settings.meetings.places,
        home=settings.places.home or "",
        reach=settings.places.reach,
        retention=settings.retention.limits(),
    )


def _context(settings: Settings, store: Store, clock: Clock, networks: Networks) -> Context:
    return Context(
        owner=Owner(OWNER, settings.timezone),
        wishes=wishes_of(settings),
        store=store,
        clock=clock,
        networks=Opened(networks, settings.watch),
        post=_post(settings, networks),
        bot=(str(settings.bot.account), networks.open(settings.bot)) if settings.bot else None,
        operator=_operator(settings),
        public=frozenset(
            str(access.account)
            for access in settings.watch
            if access.secret is None and not access.in_village
        ),
        send_as_me=frozenset(str(access.account) for access in settings.watch if access.send_as_me),
        worker=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
        new_ref=new_ref,
        gazetteer=CityTable(),
        templates=open_templates(settings),
        holidays=open_holidays(settings),
    )


def new_ref() -> str:
    """A short random mark, by which a message is recognised when it is read back.

    It holds a letter and a digit, so it cannot be a word.
    """
    while True:
        ref = "".join(secrets.choice(REF_LETTERS) for _ in range(REF_LENGTH))
        if not ref.isalpha() and not ref.isdigit():
            return ref


def _operator(settings: Settings) -> str:
    """Who runs the bot: `run_by`, else the accounts whose secrets the config holds."""
    if settings.bot is not None and settings.bot.run_by:
        return settings.bot.run_by
    own = [str(watch.account) for watch in settings.watch if watch.secret is not None]
    return ", ".join(own) or catalogue(settings.language).say("somebody who has not said who")


def _post(settings: Settings, networks: Networks) -> Post:
    recipient, sender = settings.recipient, settings.sender
    if isinstance(recipient, Path):
        return Post(FileMessenger(), str(recipient))
    if sender is None:
        # The rules of the config exclude this case: a recipient on a network has a sender there.
        raise ConfigError(marked("nobody can send to {recipient}"), recipient=str(recipient))
    return Post(networks.open(sender), recipient.handle, str(recipient), str(sender.account))
