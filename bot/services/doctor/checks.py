"""Checks for `doctor`: store, networks and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.delivery.outbox import Draft, OutboxState
from bot.errors import NetworkError
from bot.ports import Obstacle
from bot.services.collect.recognise import has_opted_in, recognise
from bot.services.delivery.deliver import deliver
from bot.services.delivery.notices import sender_of
from bot.services.obey.messages import obey
from bot.services.owner.addressee import SENTENCES, Consent, addressee_of, refusal, stopped
from bot.text.language import dates
from bot.text.safety.split import GAP

if TYPE_CHECKING:
    from bot.domain.people.identity import AccountKey
    from bot.ports import Network
    from bot.services.context import Context

PATIENCE: Final = timedelta(minutes=5)
"""How long to wait for the owner's first message."""
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


async def check_store(context: Context, where: str) -> list[Finding]:
    """Check the store, how far accounts were read, and which messages are stuck."""
    faults = await context.store.integrity()
    async with context.store.unit(context.owner) as unit:
        count = await unit.log.count()
        watches = {watch.account: watch for watch in await unit.watches.all()}
        unreadable = await unit.watches.quarantined()
        reasons = await unit.watches.last_reasons()
        rows = await unit.outbox.all()
        mishaps = await unit.mishaps.all()
    findings = [Finding("store", fine=False, said=fault) for fault in faults]
    if not faults:
        findings.append(Finding("store", fine=True, said=f"{where}, {count} interactions"))
    for name in context.networks:
        watch = watches.get(name)
        if watch is None or watch.collected_at is None:
            said = "not collected yet: terrasse collect"
        else:
            moment = dates.moment(watch.collected_at, context.owner.zone, context.wishes.words)
            odd = unreadable.get(watch.key, 0)
            said = f"last read {moment}" + (f", {odd} items could not be read" if odd else "")
        findings.append(Finding(name, fine=True, said=said))
    findings += [
        Finding(
            f"unexpected: {mishap.subject}",
            fine=False,
            said=f"{mishap.error}, {mishap.times} times; please report it: terrasse doctor --json",
            details=mishap.traceback,
        )
        for mishap in mishaps
    ]
    findings += [
        Finding(f"last unreadable item of {watch.account}", fine=True, said=reasons[watch.key])
        for watch in watches.values()
        if watch.account in context.networks and watch.key in reasons
    ]
    over = {OutboxState.SENT, OutboxState.CANCELLED}
    findings += [
        Finding(f"message {row.id}", fine=False, said=f"{row.state.value}: {row.error}")
        for row in rows
        if row.state not in over and row.error is not None
    ]
    return findings


async def check_networks(context: Context) -> list[Finding]:
    """Check that each account can sign in, and that a digest can be sent."""
    accounts = dict(context.networks)
    if context.bot is not None:
        accounts[context.bot[0]] = context.bot[1]
    sender = await _sender(context)
    findings = []
    for name, network in accounts.items():
        findings.append(await _check_sign_in(context, name, network))
        if findings[-1].fine and name in context.networks:
            findings += await _check_reading(name, network, sender)
    try:
        obstacle = await context.post.messenger.obstacle(context.post.recipient)
    except NetworkError as problem:
        obstacle = Obstacle(str(problem))
    said = "nothing stands in the way" if obstacle is None else obstacle.said
    return [*findings, Finding("digest", fine=obstacle is None, said=said), *await _opted(context)]


async def _opted(context: Context) -> list[Finding]:
    """Check whether the addressee has opted in, and which accounts have stopped the bot."""
    async with context.store.unit(context.owner) as unit:
        addressee = await addressee_of(context, unit)
        silent = await stopped(context, unit)
    findings = []
    if addressee is not None and addressee.account in context.public:
        said = addressee.refusal(context) or f"{addressee.account} has opted in"
        given = addressee.consent is Consent.GIVEN
        findings.append(Finding("opt-in", fine=given, said=said))
    for account in silent:
        if addressee is None or account != addressee.account or account not in context.public:
            said = context.wishes.words.say(
                SENTENCES[Consent.STOPPED], account=account, bot=context.post.sender
            )
            findings.append(Finding(f"reading {account}", fine=False, said=said))
    return findings


async def shake_hands(context: Context) -> Finding:
    """Wait for the owner's first message to the bot, and answer it.

    Raises:
        NetworkError: the messages could not be read.
    """
    if context.bot is None:
        return Finding("handshake", fine=True, said="not needed: no bot sends the digest")
    await recognise(context, *context.bot)
    owner = context.networks[context.post.addressee]
    until = context.clock.now() + PATIENCE
    while True:
        paired = await has_opted_in(context, context.post.addressee, owner)
        await obey(context)
        if paired:
            await deliver(context)
            return Finding("handshake", fine=True, said="the owner has written to the bot")
        if context.clock.now() >= until:
            said = f"nothing came in {PATIENCE.seconds // 60} minutes: write to the bot, and again"
            return Finding("handshake", fine=False, said=said)
        await context.clock.sleep(GLANCE)


async def send_test(context: Context) -> Finding:
    """Send the owner a test message.

    Raises:
        NetworkError: the network did not answer; the message waits.
    """
    ref = context.new_ref()
    now = context.clock.now()
    for account, network in _both_ends(context).items():
        await recognise(context, account, network)
    if problem := await refusal(context):
        return Finding("test message", fine=False, said=problem)
    text = context.wishes.words.say("A test: this is how Terrasse will reach you.")
    async with context.store.unit(context.owner) as unit:
        draft = Draft(
            kind="test",
            sender=await sender_of(context, unit),
            recipient=context.post.recipient,
            batch=f"test:{ref}",
            part=1,
            body=f"{text}{GAP}{ref}",
            ref=ref,
            language=context.wishes.words.language,
        )
        await unit.outbox.put([draft], now)
    for delivered in await deliver(context):
        if delivered.row.draft.ref == ref:
            fine = delivered.state is OutboxState.SENT
            said = (
                f"sent to {context.post.recipient}"
                if fine
                else f"{delivered.state.value}: {delivered.error}"
            )
            return Finding("test message", fine=fine, said=said)
    return Finding("test message", fine=False, said="waits behind another message")


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


async def _check_reading(name: str, network: Network, sender: AccountKey | None) -> list[Finding]:
    same = sender is not None and sender.network is network.name
    try:
        found = await network.shortcomings(sender if same else None)
    except NetworkError as problem:
        found = (str(problem),)
    return [Finding(f"reading {name}", fine=False, said=said) for said in found]


async def _check_sign_in(context: Context, name: str, network: Network) -> Finding:
    try:
        account = await network.whoami()
    except NetworkError as problem:
        return Finding(f"sign-in of {name}", fine=False, said=str(problem))
    said, handle = account.key.id, account.handle.lower()
    # A Mastodon name in the config has an @, a key has none; the key keeps the first handle.
    if name.lower() not in {f"@{handle}", handle, account.key.id}:
        said = context.wishes.words.say(
            "{id}, now called {handle}: write that in the config file",
            id=account.key.id,
            handle=account.handle,
        )
    return Finding(f"sign-in of {name}", fine=True, said=said)
