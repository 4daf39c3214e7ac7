"""How an account opts in with the bot, and how it ends that again.

An account without a secret in the config is read, and written to, only after it wrote `start` to
this very bot, or `yes` after the bot's one explanation. Whatever else it writes first gets that
explanation. `stop` ends it; from then on only `start` is heard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.commands.command import Command
from bot.domain.commands.verbs import Verb
from bot.domain.commands.words import words
from bot.domain.people.pairing import Pairing, PairingState
from bot.errors import ImpossibleError
from bot.services.owner.addressee import SENTENCES, Consent, addressee_of, has_opted_in
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from bot.domain.commands.command import Unclear
    from bot.domain.people.identity import AccountKey
    from bot.ports import DirectMessage, Unit
    from bot.services.context import Home

NEVER_ALONE: Final = frozenset({"never", "jamais"})
"""A no to the explanation, though as a command these words need somebody."""
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
    """What is answered, as which kind of message: see `bot.domain.delivery.outbox`."""

    kind: Literal["answer", "explanation", "farewell"]
    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """A message from an account of the owner's, to the bot or to itself.

    `asked` is what it says, `reader` the account that it was written to, `account` the sender as
    it is written in the config, and `pairing` what was agreed on with it.
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
        """Whether somebody else has taken over the handle of the account that was paired."""
        return False in self._ids

    @property
    def has_stopped(self) -> bool:
        """Whether the account has stopped the bot."""
        return self.pairing is not None and self.pairing.state is PairingState.STOPPED

    def is_paired(self, home: Home) -> bool:
        """Whether the account is heard; an account that writes to itself needs no greeting."""
        if self.has_stopped:
            return False
        if self.account in home.public:
            return has_opted_in(self.pairing, self.reader)
        return self.is_note or True in self._ids

    @property
    def _ids(self) -> set[bool]:
        """For each server that gave an id then and now, whether it is the same."""
        then = self.pairing.local_ids if self.pairing is not None else {}
        now = self.message.sender.local_ids
        return {then[server] == now[server] for server in then.keys() & now.keys()}


async def opt(home: Home, unit: Unit, received: Received) -> Reply | None:
    """Answer an account that is not paired; `None` if nothing is to be said."""
    state = _agreed(home, received)
    if state is None:
        return None
    sender, say = received.message.sender, home.wishes.words.say
    await unit.inbox.pair(
        Pairing(sender.key, sender.local_ids, home.clock.now(), received.reader, state)
    )
    match state:
        case PairingState.PAIRED:
            is_greeting = received.pairing is None and received.account not in home.public
            return Reply("answer", say(GREETING if is_greeting else WELCOME))
        case PairingState.STOPPED:
            return Reply("farewell", say(FAREWELL, account=received.account))
        case PairingState.EXPLAINED:
            return Reply("explanation", say(EXPLANATION, operator=home.operator))


def _agreed(home: Home, received: Received) -> PairingState | None:
    """What a message of an account that is not paired changes; `None` if nothing."""
    verb = _verb_alone(received.asked)
    if received.has_stopped:
        return PairingState.PAIRED if verb is Verb.START else None
    if received.account not in home.public:
        return PairingState.PAIRED  # its secret is the owner's consent
    if received.account != home.post.addressee:
        return None
    explained = received.pairing is not None and received.pairing.reader == received.reader
    if verb is Verb.START or (explained and verb is Verb.YES):
        return PairingState.PAIRED
    if verb in _REFUSALS or _is_never(received.message.text):
        return PairingState.STOPPED
    return None if explained else PairingState.EXPLAINED


async def stop(
    home: Home, unit: Unit, account: str, pairing: Pairing, *, everything: bool
) -> Reply:
    """Stop for the account that asks for it: at once, or after `stop everything`.

    An account whose secret the config holds is asked back first. `account` is as the owner wrote
    it; `pairing` says whose key and ids it has.
    """
    say = home.wishes.words.say
    if account not in home.public and not everything:
        return Reply("answer", say(REALLY, account=account))
    handles = {account.removeprefix("@"), pairing.key.id}
    if account == home.post.addressee:
        handles.add(home.post.recipient)
    await unit.erase(pairing.key, handles)
    await unit.inbox.pair(replace(pairing, at=home.clock.now(), state=PairingState.STOPPED))
    if account != home.post.addressee:
        return Reply("answer", say(ONE_LESS, account=account))
    return Reply("farewell", say(FAREWELL, account=account))


async def start_addressee(home: Home, unit: Unit) -> str:
    """Begin again after a stop, as the owner of an account whose secret the config holds asks.

    Raises:
        ImpossibleError: digests go to a file, or the account has to say so itself.
    """
    addressee = await addressee_of(home, unit)
    if addressee is None or addressee.pairing is None or addressee.consent is Consent.GIVEN:
        return home.wishes.words.say("There was no stop.")
    if addressee.account in home.public:
        raise ImpossibleError(
            SENTENCES[addressee.consent], account=addressee.account, bot=home.post.sender
        )
    await unit.inbox.pair(
        replace(addressee.pairing, at=home.clock.now(), state=PairingState.PAIRED)
    )
    return home.wishes.words.say(WELCOME)


async def stop_addressee(home: Home, unit: Unit, *, everything: bool) -> str:
    """Stop for the account that digests go to, as its owner asks for it.

    Raises:
        ImpossibleError: digests go to a file, or nothing is known of the account yet.
    """
    addressee = await addressee_of(home, unit)
    if addressee is None or addressee.key is None:
        raise ImpossibleError(
            marked(
                "No account gets the digests, so none can stop them. To stop everything, take your "
                "accounts out of the config file and delete the store."
            )
        )
    pairing = addressee.pairing or Pairing(addressee.key, addressee.local_ids, home.clock.now())
    return (await stop(home, unit, addressee.account, pairing, everything=everything)).text


def _verb_alone(asked: Command | Unclear) -> Verb | None:
    return asked.verb if isinstance(asked, Command) and not asked.targets else None


def _is_never(text: str) -> bool:
    said = [bare for word in words(text) if (bare := word.plain.strip("!."))]
    return len(said) == 1 and said[0] in NEVER_ALONE
