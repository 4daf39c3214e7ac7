"""Checks for `doctor`: store, networks and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb, word_for
from bot.domain.delivery.outbox import STATES, OutboxState
from bot.domain.sentence import Sentence
from bot.errors import NetworkError
from bot.ports import Obstacle
from bot.services.collect.anew import unread
from bot.services.collect.recognise import has_opted_in, recognise
from bot.services.delivery.deliver import deliver
from bot.services.delivery.notices import tell
from bot.services.obey.messages import obey
from bot.services.owner.addressee import SENTENCES, Consent, addressee_of, refusal, stopped
from bot.services.owner.intentions import is_paused
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.place import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.delivery.outbox import OutboxRow
    from bot.domain.people.identity import AccountKey, Person
    from bot.ports import Network, Watch
    from bot.services.context import Context
    from bot.text.language.catalogue import Catalogue

PATIENCE: Final = timedelta(minutes=5)
"""How long to wait for the owner's first message."""
LONG_AGO: Final = timedelta(days=2)
"""An account that was read longer ago is not up to date."""
AN_HOUR: Final = timedelta(hours=1)
"""A message that waits for longer, without a known reason, is reported."""
GLANCE: Final = 5.0
"""Seconds between two reads of the mailbox."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, in a sentence or less.

    `details` is for whoever fixes the problem: the traceback of a mishap.
    """

    subject: str
    fine: bool
    said: str
    details: str = ""


async def check_home(context: Context) -> list[Finding]:
    """Check that the home of the config file is a town; nothing if it names none."""
    name = context.wishes.home
    if not name:
        return []
    say, found = context.wishes.words.say, context.gazetteer.find(name)
    if len(found) == 1:
        said = telling.in_full(found[0], context.wishes.words)
        return [Finding(say("places"), fine=True, said=say("home is {city}", city=said))]
    if not found:
        why = say("home “{name}” is not a town that is known: name a larger one", name=name)
    else:
        cities = (telling.in_full(city, context.wishes.words, found) for city in found[:3])
        why = say("home “{name}” may be {cities}: say which", name=name, cities=" · ".join(cities))
    return [Finding(say("places"), fine=False, said=why)]


async def check_store(context: Context, where: str, *, thoroughly: bool = True) -> list[Finding]:
    """Check the store, how far accounts were read, and which messages are stuck.

    `thoroughly`: read every page of its file too, which takes a second or more.
    """
    words, say = context.wishes.words, context.wishes.words.say
    faults = await context.store.integrity() if thoroughly else ()
    async with context.store.unit(context.owner) as unit:
        count = await unit.log.count()
        watches = {watch.account: watch for watch in await unit.watches.all()}
        unreadable = await unit.watches.quarantined()
        reasons = await unit.watches.last_reasons()
        rows = await unit.outbox.all()
        mishaps = await unit.mishaps.all()
        held = await unread(context, unit)
        found = [await unit.people.get(person_id) for person_id in held]
        people = [person for person in found if person is not None]
    findings = [Finding(say("store"), fine=False, said=words.tell(fault)) for fault in faults]
    if not faults:
        held_in_all = words.count(
            "{where}, {n} interaction", "{where}, {n} interactions", count, where=where
        )
        findings.append(Finding(say("store"), fine=True, said=held_in_all))
    for name in context.networks:
        watch = watches.get(name)
        odd = unreadable.get(watch.key, 0) if watch is not None else 0
        findings.append(_last_read(context, name, watch, odd))
    findings += [_held_back(context, person, held[person.id]) for person in people]
    findings += [
        Finding(
            say("unexpected: {subject}", subject=words.tell(Sentence(mishap.subject))),
            fine=False,
            said=say(
                "{error}, {times} times; please report it: terrasse doctor --json",
                error=mishap.error,
                times=mishap.times,
            ),
            details=mishap.traceback,
        )
        for mishap in mishaps
    ]
    findings += [
        Finding(
            say("last unreadable item of {account}", account=watch.account),
            fine=True,
            said=reasons[watch.key],
        )
        for watch in watches.values()
        if watch.account in context.networks and watch.key in reasons
    ]
    return findings + [
        Finding(say("message {id}", id=row.id), fine=False, said=said)
        for row in rows
        if (said := _stuck(row, rows, context.clock.now(), words))
    ]


def _last_read(context: Context, name: str, watch: Watch | None, odd: int) -> Finding:
    words, say = context.wishes.words, context.wishes.words.say
    if watch is None or watch.collected_at is None:
        return Finding(name, fine=True, said=say("not collected yet: terrasse collect"))
    is_old = context.clock.now() - watch.collected_at > LONG_AGO
    moment = dates.moment(watch.collected_at, context.owner.zone, words)
    said = (
        say("last read in full on {moment}: is terrasse run still running?", moment=moment)
        if is_old
        else say("last read {moment}", moment=moment)
    )
    if odd:
        lost = words.count("{n} item could not be read", "{n} items could not be read", odd)
        said = f"{said}, {lost}"
    return Finding(name, fine=not is_old, said=said)


def _held_back(context: Context, person: Person, since: datetime) -> Finding:
    moment = dates.moment(since, context.owner.zone, context.wishes.words)
    say = context.wishes.words.say
    said = say(
        "whether one of you blocks the other could not be read since {moment}: held back",
        moment=moment,
    )
    return Finding(say("person {name}", name=naming.called(person)), fine=False, said=said)


def _stuck(row: OutboxRow, rows: Iterable[OutboxRow], now: datetime, words: Catalogue) -> str:
    """What keeps a message from being sent; empty if it is out, given up, or has just been made.

    A refusal is over once a later message got through.
    """
    state = row.state
    if state in {OutboxState.SENT, OutboxState.CANCELLED}:
        return ""
    if state is OutboxState.REJECTED and any(
        other.state is OutboxState.SENT and other.id > row.id and other.draft.line == row.draft.line
        for other in rows
    ):
        return ""
    if row.error is not None:
        return words.say("{state}: {said}", state=words.say(STATES[state]), said=row.error)
    waited = now - (row.resent_at or row.created_at)
    if waited <= AN_HOUR:
        return ""
    return words.count(
        "{state} for {n} hour: not sent",
        "{state} for {n} hours: not sent",
        waited // AN_HOUR,
        state=words.say(STATES[state]),
    )


async def check_networks(context: Context) -> list[Finding]:
    """Check that each account can sign in, be read and send, and that a digest can be sent."""
    accounts = dict(context.networks)
    if context.bot is not None:
        accounts[context.bot[0]] = context.bot[1]
    async with context.store.unit(context.owner) as unit:
        for account in await stopped(context, unit):
            del accounts[account]
    sender = await _sender(context)
    findings: list[Finding] = []
    for name, network in accounts.items():
        findings.append(await _check_sign_in(context, name, network))
        if findings[-1].fine:
            findings += await _check_account(context, name, network, sender)
    return [*findings, await _check_digest(context, findings), *await _opted(context)]


async def _check_digest(context: Context, findings: Sequence[Finding]) -> Finding:
    """Check whether the next digest can be sent, as far as is known; `findings` are of accounts."""
    words, say = context.wishes.words, context.wishes.words.say
    cannot_send = {finding.subject: finding.said for finding in findings}
    said = cannot_send.get(say("sending from {account}", account=context.post.sender), "")
    async with context.store.unit(context.owner) as unit:
        addressee, paused = (
            await addressee_of(context, unit),
            await is_paused(unit, context.clock.now()),
        )
    if addressee is not None and addressee.consent is not Consent.UNREACHED:
        said = said or addressee.refusal(context)
    if not said:
        try:
            obstacle = await context.post.messenger.obstacle(context.post.recipient)
        except NetworkError as problem:
            obstacle = Obstacle(problem.said)
        said = words.tell(obstacle.said) if obstacle is not None else ""
    if said:
        return Finding(say("digest"), fine=False, said=said)
    said = say("can be sent to {to}", to=context.post.recipient)
    if paused:
        resume = word_for(Verb.RESUME, words.language)
        said = say("{said}, but digests are paused: {command}", said=said, command=resume)
    return Finding(say("digest"), fine=True, said=said)


async def _opted(context: Context) -> list[Finding]:
    """Check whether the addressee has opted in, and which accounts have stopped the bot."""
    async with context.store.unit(context.owner) as unit:
        addressee = await addressee_of(context, unit)
        silent = await stopped(context, unit)
    findings, say = [], context.wishes.words.say
    if addressee is not None and addressee.account in context.public:
        opted = say("{account} has opted in", account=addressee.account)
        given = addressee.consent is Consent.GIVEN
        said = addressee.refusal(context) or opted
        findings.append(Finding(say("opt-in"), fine=given, said=said))
    for account in silent:
        if addressee is None or account != addressee.account or account not in context.public:
            bot = context.post.sender
            said = (
                say(SENTENCES[Consent.STOPPED], account=account, bot=bot)
                if bot is not None
                else say(
                    "{account} has stopped the bot: nothing is read or sent until you say: "
                    "{command}",
                    account=account,
                    command=word_for(Verb.START, context.wishes.words.language),
                )
            )
            findings.append(
                Finding(say("reading {account}", account=account), fine=False, said=said)
            )
    return findings


async def shake_hands(context: Context) -> Finding:
    """Wait for the owner's first message to the bot, and answer it.

    Raises:
        NetworkError: the messages could not be read.
    """
    say = context.wishes.words.say
    subject = say("handshake")
    if context.bot is None:
        return Finding(subject, fine=True, said=say("not needed: no bot sends the digest"))
    await recognise(context, *context.bot)
    owner = context.networks[context.post.addressee]
    until = context.clock.now() + PATIENCE
    while True:
        paired = await has_opted_in(context, context.post.addressee, owner)
        await obey(context)
        if paired:
            await deliver(context)
            return Finding(subject, fine=True, said=say("the owner has written to the bot"))
        if context.clock.now() >= until:
            said = say(
                "nothing came in {minutes} minutes: write to the bot, and again",
                minutes=PATIENCE.seconds // 60,
            )
            return Finding(subject, fine=False, said=said)
        await context.clock.sleep(GLANCE)


async def send_test(context: Context) -> Finding:
    """Send the owner a test message.

    Raises:
        NetworkError: the network did not answer; the message waits.
    """
    words, say = context.wishes.words, context.wishes.words.say
    batch, subject = f"test:{context.new_ref()}", say("test message")
    for account, network in _both_ends(context).items():
        await recognise(context, account, network)
    if problem := await refusal(context):
        return Finding(subject, fine=False, said=problem)
    text = say("A test: this is how Terrasse will reach you.")
    async with context.store.unit(context.owner) as unit:
        await tell(context, unit, text, kind="test", batch=batch)
    try:
        await deliver(context)
    except NetworkError as problem:  # which may be about another message
        waits = words.tell(problem)
    else:
        waits = say("it is sent after another message, or by another process")
    async with context.store.unit(context.owner) as unit:
        (row,) = (row for row in await unit.outbox.all() if row.draft.batch == batch)
    if row.state is OutboxState.SENT:
        return Finding(subject, fine=True, said=say("sent to {to}", to=context.post.recipient))
    state = say(STATES[row.state])
    said = say("{state}: {said}", state=state, said=row.error or waits)
    return Finding(subject, fine=False, said=said)


def _both_ends(context: Context) -> dict[str, Network]:
    """The accounts that send and receive the digests."""
    bot = dict([context.bot] if context.bot is not None else [])
    addressee = context.post.addressee
    return bot | ({addressee: context.networks[addressee]} if addressee else {})


async def _sender(context: Context) -> AccountKey | None:
    """The key of the account that sends the digests; `None` if it is not known."""
    if context.bot is None:
        return None
    try:
        return await recognise(context, *context.bot)
    except NetworkError:
        return None  # `_check_sign_in` reports it


async def _check_account(
    context: Context, name: str, network: Network, sender: AccountKey | None
) -> list[Finding]:
    """What keeps an account from being read, or from sending if it has to."""
    words = context.wishes.words
    same = sender is not None and sender.network is network.name
    asked = {}
    if name in context.networks:
        asked[words.say("reading {account}", account=name)] = network.shortcomings(
            sender if same else None
        )
    if name == context.post.sender or name in context.send_as_me:
        asked[words.say("sending from {account}", account=name)] = network.hindrances()
    findings: dict[str, Finding] = {}
    for subject, looking in asked.items():
        try:
            found = await looking
        except NetworkError as problem:
            found = (problem.said,)
        for said in map(words.tell, found):
            findings.setdefault(said, Finding(subject, fine=False, said=said))
    return list(findings.values())


async def _check_sign_in(context: Context, name: str, network: Network) -> Finding:
    words, say = context.wishes.words, context.wishes.words.say
    subject = say("sign-in of {account}", account=name)
    try:
        account = await network.whoami()
    except NetworkError as problem:
        return Finding(subject, fine=False, said=words.tell(problem))
    if name in context.public:
        said = say("{account}, read without a secret", account=account.key.id)
        return Finding(say("account {account}", account=name), fine=True, said=said)
    said, handle = account.key.id, account.handle.lower()
    # A Mastodon name in the config has an @, a key has none; the key keeps the first handle.
    if name.lower() not in {f"@{handle}", handle, account.key.id}:
        said = say(
            "{id}, now called {handle}: write that in the config file",
            id=account.key.id,
            handle=account.handle,
        )
    return Finding(subject, fine=True, said=said)
