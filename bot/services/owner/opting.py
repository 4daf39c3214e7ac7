"""How an account opts in with the bot, and how it stops it.

An account without a secret in the config is read, and written to, only after it wrote `start` to
this bot, or `yes` after the bot's explanation. Any other first message is answered with that
explanation, once. After `stop`, every message but `start` is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.commands.command import Command
from bot.domain.commands.tokens import words
from bot.domain.commands.verbs import Verb
from bot.domain.people.pairing import Pairing, PairingState
from bot.errors import ImpossibleError
from bot.services.owner.addressee import SENTENCES, Consent, addressee_of, has_opted_in
from bot.services.owner.forgetting import begin_again, has_forgotten_everything
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.domain.commands.command import Unclear
    from bot.domain.people.identity import AccountKey
    from bot.ports import DirectMessage, Unit
    from bot.services.context import Context

NEVER_ALONE: Final = frozenset({"never", "jamais"})
"""Words for no after the explanation; as a command, they need a person."""
_REFUSALS: Final = frozenset({Verb.STOP, Verb.NO})

EXPLANATION: Final = marked(
    "I am Terrasse, a bot run by {operator}. I look for the people you really talk with, in your "
    "public posts and the answers to them, and now and then I write to you alone about people "
    "you could meet. So far I have read nothing. May I? Write yes to begin, or no. You can write "
    "stop at any time: I then delete what I kept. I will not ask again."
)
GREETING: Final = marked("Good to hear from you. We are connected. Try: help")
WELCOME: Final = marked("We are connected. To end it at any time: stop. All I understand: help")
FAREWELL: Final = marked(
    "I have stopped. I no longer read {account}, I have deleted what I kept of it, and this is my "
    "last message. To begin again: start"
)
ONE_LESS: Final = marked("I no longer read {account}, and have deleted what I kept of it.")
REALLY: Final = marked(
    "If I stop, I delete all that I kept of {account}. If you want that, write: stop everything. "
    "To hear nothing for a while, write: pause"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a message. For `kind`, see `bot.domain.delivery.outbox`."""

    kind: Literal["answer", "explanation", "farewell"]
    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """A message from an account of the owner's, to the bot or to itself.

    `asked` is the command in it, `reader` the account that received it, `account` the sender as
    written in the config, and `pairing` the state of the sender's opt-in.
    """

    message: DirectMessage
    asked: Command | Unclear
    reader: AccountKey
    account: str
    pairing: Pairing | None

    @property
    def is_note(self) -> bool:
        """Whether the account wrote to itself."""
        return self.message.sender.key == self.reader

    @property
    def has_another_id(self) -> bool:
        """Whether the handle of the paired account now belongs to another account."""
        return False in self._ids

    @property
    def has_stopped(self) -> bool:
        """Whether the account has stopped the bot."""
        return self.pairing is not None and self.pairing.state is PairingState.STOPPED

    def is_paired(self, context: Context) -> bool:
        """Whether commands of the account are obeyed."""
        if self.has_stopped:
            return False
        if self.account in context.public:
            return has_opted_in(self.pairing, self.reader)
        return self.is_note or True in self._ids

    @property
    def _ids(self) -> set[bool]:
        """For each server that gave an id at the pairing and now, whether the two are equal."""
        then = self.pairing.local_ids if self.pairing is not None else {}
        now = self.message.sender.local_ids
        return {then[server] == now[server] for server in then.keys() & now.keys()}


async def opt(context: Context, unit: Unit, received: Received) -> Reply | None:
    """Answer an account that is not paired; `None` if there is no answer."""
    state = _agreed(context, received)
    if state is None:
        return None
    sender, say = received.message.sender, context.wishes.words.say
    await unit.inbox.pair(
        Pairing(sender.key, sender.local_ids, context.clock.now(), received.reader, state)
    )
    match state:
        case PairingState.PAIRED:
            is_greeting = received.pairing is None and received.account not in context.public
            return Reply("answer", say(GREETING if is_greeting else WELCOME))
        case PairingState.STOPPED:
            return Reply("farewell", say(FAREWELL, account=received.account))
        case PairingState.EXPLAINED:
            return Reply("explanation", say(EXPLANATION, operator=context.operator))


def _agreed(context: Context, received: Received) -> PairingState | None:
    """The new state of an account that is not paired; `None` if it does not change."""
    verb = _verb_alone(received.asked)
    if received.has_stopped:
        return PairingState.PAIRED if verb is Verb.START else None
    if received.account not in context.public:
        return PairingState.PAIRED  # its secret is the owner's consent
    if received.account != context.post.addressee:
        return None
    explained = received.pairing is not None and received.pairing.reader == received.reader
    if verb is Verb.START or (explained and verb is Verb.YES):
        return PairingState.PAIRED
    if verb in _REFUSALS or _is_never(received.message.text):
        return PairingState.STOPPED
    return None if explained else PairingState.EXPLAINED


async def stop(
    context: Context, unit: Unit, account: str, pairing: Pairing, *, everything: bool
) -> Reply:
    """Stop reading an account, and delete what was kept of it.

    An account whose secret is in the config has to write `stop everything`. `account` is as
    written in the config; `pairing` holds its key and ids.
    """
    say = context.wishes.words.say
    if account not in context.public and not everything:
        return Reply("answer", say(REALLY, account=account))
    handles = {account.removeprefix("@"), pairing.key.id}
    if account == context.post.addressee:
        handles.add(context.post.recipient)
    await unit.erase(pairing.key, handles)
    await unit.inbox.pair(replace(pairing, at=context.clock.now(), state=PairingState.STOPPED))
    if account != context.post.addressee:
        return Reply("answer", say(ONE_LESS, account=account))
    return Reply("farewell", say(FAREWELL, account=account))


async def start_addressee(context: Context, unit: Unit) -> str:
    """Start again for the addressee, if its secret is in the config; returns the answer.

    Raises:
        ImpossibleError: the addressee has no secret, so it has to write `start` itself.
    """
    if await has_forgotten_everything(unit):
        await begin_again(unit, context.clock.now())
        return context.wishes.words.say(WELCOME)
    addressee = await addressee_of(context, unit)
    if addressee is None or addressee.pairing is None or addressee.consent is Consent.GIVEN:
        return context.wishes.words.say("There was no stop.")
    if addressee.account in context.public:
        raise ImpossibleError(
            SENTENCES[addressee.consent], account=addressee.account, bot=context.post.sender
        )
    await unit.inbox.pair(
        replace(addressee.pairing, at=context.clock.now(), state=PairingState.PAIRED)
    )
    return context.wishes.words.say(WELCOME)


async def stop_addressee(context: Context, unit: Unit, *, everything: bool) -> str:
    """Stop for the addressee; returns the answer.

    Raises:
        ImpossibleError: digests are written to a file, or the account was never reached.
    """
    addressee = await addressee_of(context, unit)
    if addressee is None or addressee.key is None:
        raise ImpossibleError(
            marked(
                "No account gets the digests, so none can stop them. To stop everything, take your "
                "accounts out of the config file and delete the store."
            )
        )
    pairing = addressee.pairing or Pairing(addressee.key, addressee.local_ids, context.clock.now())
    return (await stop(context, unit, addressee.account, pairing, everything=everything)).text


def _verb_alone(asked: Command | Unclear) -> Verb | None:
    return asked.verb if isinstance(asked, Command) and not asked.targets else None


def _is_never(text: str) -> bool:
    said = [bare for word in words(text) if (bare := word.plain.strip("!."))]
    return len(said) == 1 and said[0] in NEVER_ALONE
