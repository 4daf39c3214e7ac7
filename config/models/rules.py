"""Rules between keys of the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.people.identity import NetworkName
from bot.domain.retention import span
from bot.domain.schedule import Period, Unit
from bot.domain.sentence import Sentence, marked
from config.models.account import AccountName
from config.models.calendar import CalendarKind
from config.models.database import is_on_server
from config.models.server import VILLAGE, VILLAGE_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.models.meeting import CalendarTable
    from config.models.settings import Settings
    from config.models.tables import Access

Where = tuple[str | int, ...]
Broken = tuple[Where, Sentence]

_TO: Where = ("digest", "to")


def broken_rules(settings: Settings) -> Iterator[Broken]:
    """Where the settings contradict each other, and what to do about it."""
    yield from _watched_once(settings)
    for number, watch in enumerate(settings.watch):
        yield from _village(("watch", number), watch)
        if watch.send_as_me and watch.secret is None and not watch.in_village:
            why = marked("needs a secret to send with: add one, or leave send_as_me out.")
            yield ("watch", number, "send_as_me"), Sentence(why)
    if settings.bot is not None:
        yield from _village(("bot",), settings.bot)
        if settings.bot.secret is None and not settings.bot.in_village:
            why = marked(
                'is missing: the bot has to sign in. Write, for one, secret = "file:bot.secret".'
            )
            yield ("bot", "secret"), Sentence(why)
    if settings.digest.every.unit is Unit.DAY and settings.digest.wall_time.weekday is not None:
        why = marked(
            "has a weekday, which goes with weeks and months only: leave the weekday out, "
            "or count every in weeks."
        )
        yield ("digest", "at"), Sentence(why)
    yield from _retention(settings)
    yield from _store(settings)
    yield from _deliverable(settings)
    yield from _meetings(settings)
    for number, calendar in enumerate(settings.calendar):
        yield from _calendar(("calendar", number), calendar)
    web = settings.web
    if web is not None and not web.is_loopback and web.url is None and not web.hosts:
        why = marked(
            "is missing: it says under which name you open the page. "
            'Write, for one, hosts = ["raspberrypi.local"].'
        )
        yield ("web", "hosts"), Sentence(why)


def _retention(settings: Settings) -> Iterator[Broken]:
    keep = settings.retention.limits()
    for name, most in (("text", 12), ("interactions", 120), ("places", 24)):
        if getattr(keep, name) > span(Period(most, Unit.MONTH)):
            too_long = marked("must be at most {most} months.")
            yield ("retention", name), Sentence(too_long, most=most)
    if keep.interactions < span(Period(3, Unit.MONTH)):
        why = marked(
            "must be at least 3 months: with less, nobody would be known well enough to suggest."
        )
        yield ("retention", "interactions"), Sentence(why)
    elif keep.interactions < keep.text:
        why = marked("must be at least as long as text, which goes with its interaction.")
        yield ("retention", "interactions"), Sentence(why)


def _watched_once(settings: Settings) -> Iterator[Broken]:
    first: dict[AccountName, int] = {}
    for number, watch in enumerate(settings.watch):
        before = first.setdefault(watch.account, number)
        if before != number:
            why = Sentence(
                marked("is {account}, which {key} watches already: leave one of the two out."),
                account=str(watch.account),
                key=f"watch[{before + 1}]",
            )
            yield ("watch", number, "account"), why


def _village(where: Where, access: Access) -> Iterator[Broken]:
    if not access.in_village:
        return
    if access.secret is not None:
        needless = marked("must be left out: the demo village asks for none.")
        yield (*where, "secret"), Sentence(needless)
    if access.account.host != VILLAGE_HOST and not access.account.host.endswith(f".{VILLAGE_HOST}"):
        why = Sentence(
            marked(
                'must be "@camille@{host}" or "camille.{host}": nobody else lives in {village}.'
            ),
            host=VILLAGE_HOST,
            village=VILLAGE,
        )
        yield (*where, "account"), why


def _store(settings: Settings) -> Iterator[Broken]:
    store = settings.store
    on_server = store.url is not None and is_on_server(store.url)
    if on_server and store.folder is None:
        why = marked(
            'is missing: PostgreSQL keeps no files of Terrasse. Write, for one, folder = "data".'
        )
        yield ("store", "folder"), Sentence(why)
    if store.secret is not None and not on_server:
        needless = marked("must be left out: an SQLite file has no password.")
        yield ("store", "secret"), Sentence(needless)


def _deliverable(settings: Settings) -> Iterator[Broken]:
    to, bot = settings.recipient, settings.bot
    if not isinstance(to, AccountName):
        return
    number = next((n for n, watched in enumerate(settings.watch) if watched.account == to), None)
    if number is None:
        names = ", ".join(f'"{watched.account}"' for watched in settings.watch)
        why = Sentence(
            marked(
                "is not an account that you watch: digests go to nobody but their owner. "
                'Write {names} or "file:digest.md".'
            ),
            names=names,
        )
        yield _TO, why
    elif bot is None:
        yield from _to_oneself(to, number, settings.watch[number])
    else:
        yield from _from_bot(to, settings.watch[number], bot)


def _to_oneself(to: AccountName, number: int, watch: Access) -> Iterator[Broken]:
    if to.network is NetworkName.BLUESKY:
        why = Sentence(
            marked(
                "is {to}, and Bluesky allows no message to oneself: add a [bot] account that "
                'sends, or write to = "file:digest.md" under [digest].'
            ),
            to=str(to),
        )
        yield _TO, why
    elif watch.secret is None and not watch.in_village:
        why = Sentence(
            marked(
                "is {to}, which cannot write to itself without a secret: add one to {key}, add a "
                '[bot] account that sends, or write to = "file:digest.md" under [digest].'
            ),
            to=str(to),
            key=f"watch[{number + 1}]",
        )
        yield _TO, why


def _from_bot(to: AccountName, watch: Access, bot: Access) -> Iterator[Broken]:
    if bot.account.network is not to.network:
        why = Sentence(
            marked(
                "is {bot} on {here}, and cannot write to {to} on {there}: name a bot on that "
                'network, or write to = "file:digest.md" under [digest].'
            ),
            bot=str(bot.account),
            here=bot.account.network.title(),
            to=str(to),
            there=to.network.title(),
        )
        yield ("bot", "account"), why
    elif bot.account == to and to.network is NetworkName.BLUESKY:
        why = Sentence(
            marked(
                "is {to} itself, and Bluesky allows no message to oneself: name another account, "
                'or write to = "file:digest.md" under [digest].'
            ),
            to=str(to),
        )
        yield ("bot", "account"), why
    elif bot.in_village is not watch.in_village:
        why = Sentence(
            marked("cannot write to {to}: only one of the two lives in {village}."),
            to=str(to),
            village=VILLAGE,
        )
        yield ("bot", "account"), why


def _meetings(settings: Settings) -> Iterator[Broken]:
    meetings = settings.meetings
    if meetings.shortest > meetings.longest:
        why = marked("is less than meetings.shortest, which is {minutes} minutes.")
        yield ("meetings", "longest"), Sentence(why, minutes=meetings.shortest)
    if meetings.notice > meetings.ahead:
        why = marked("is less than meetings.notice, which is {days}.")
        yield ("meetings", "ahead"), Sentence(why, days=meetings.notice)
    for number, slot in enumerate(settings.slot):
        if slot.when.minutes < meetings.shortest:
            short = Sentence(
                marked(
                    "is {minutes} minutes long, and a meeting takes at least {shortest}: lengthen "
                    "it, or lower shortest under [meetings]."
                ),
                minutes=slot.when.minutes,
                shortest=meetings.shortest,
            )
            yield ("slot", number, "when"), short


def _calendar(where: Where, calendar: CalendarTable) -> Iterator[Broken]:
    place, user, secret = calendar.url, calendar.user, calendar.secret
    if place is None:
        if secret is None:
            missing = marked("is missing: write, for one, {line}.")
            yield (*where, "url"), Sentence(missing, line='url = "file:calendar.ics"')
        if user is not None:
            why = marked("goes with a url: a secret address needs no user name.")
            yield (*where, "user"), Sentence(why)
    elif place.kind is CalendarKind.FILE:
        for key, given in (("user", user), ("secret", secret)):
            if given is not None:
                yield (*where, key), Sentence(marked("must be left out: a file asks for none."))
    elif (user is None) is not (secret is None):
        key, other = ("user", "secret") if user is None else ("secret", "user")
        why = marked("is missing: {other} is the other half of it.")
        yield (*where, key), Sentence(why, other=other)
