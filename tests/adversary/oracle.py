"""Who may have got what: told by what people did, never by what the product kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import AccountKey

START: Final = frozenset({"start", "commence"})
YES: Final = frozenset({"yes", "oui"})
NO: Final = frozenset({"stop", "arrête", "no", "non", "never", "jamais", "stop everything"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody behind an account: who takes over a handle has its key, and another id."""

    key: AccountKey
    local_id: str


@dataclass(frozen=True, slots=True)
class Left:
    """A message that the product put on a server."""

    sender: Holder
    to: tuple[Holder, ...]
    text: str
    is_public: bool
    at: datetime


@dataclass(slots=True)
class Oracle:
    """What was said to whom, and what therefore may leave.

    `bots` are the owner's bots, and `owned` the accounts whose secrets the config truly holds.
    `named` are those that the config ever named for digests. `private` are words that nobody but
    the owner's side may read. `approved` holds, for each person, the texts that the owner said
    `send` to; `refused` whom nothing may reach any more, and since when.
    """

    bots: set[Holder] = field(default_factory=set)
    owned: set[Holder] = field(default_factory=set)
    named: set[AccountKey] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    approved: set[tuple[AccountKey, str]] = field(default_factory=set)
    refused: dict[AccountKey, datetime] = field(default_factory=dict)
    wrote: Counter[tuple[Holder, AccountKey]] = field(default_factory=Counter)
    opted_in: set[tuple[Holder, AccountKey]] = field(default_factory=set)
    answered: Counter[tuple[Holder, AccountKey]] = field(default_factory=Counter)
    sent: Counter[tuple[AccountKey, str]] = field(default_factory=Counter)

    def hear(self, sender: Holder, bot: AccountKey, text: str) -> None:
        """Somebody writes to a bot."""
        pair = (sender, bot)
        word = text.strip(" !.").lower()
        if word in START or (word in YES and self.wrote[pair]):
            self.opted_in.add(pair)
        elif word in NO:
            self.opted_in.discard(pair)
        self.wrote[pair] += 1

    def objection(self, left: Left) -> str | None:
        """What is wrong with a message that left; `None` if nothing is."""
        if left.sender not in self.bots | self.owned:
            return f"{left.sender.key} is not the owner's to write from"
        if len(left.to) != 1:
            return f"it reaches {[holder.key.id for holder in left.to]}"
        [to] = left.to
        if left.is_public:
            return "it is public"
        if to in self.owned:
            return None
        if to.key in self.named or left.sender in self.bots - self.owned:
            return self._to_an_addressee(left, to)
        return self._to_somebody(left, to)

    def _to_an_addressee(self, left: Left, to: Holder) -> str | None:
        pair = (to, left.sender.key)
        if to.key not in self.named:
            return f"{to.key.id} was never named"
        if pair in self.opted_in:
            return None
        self.answered[pair] += 1
        if self.answered[pair] > self.wrote[pair]:
            return f"{to.key.id} ({to.local_id}) never asked for that"
        if any(word in left.text for word in self.private):
            return f"{to.key.id} reads what is private"
        return None

    def _to_somebody(self, left: Left, to: Holder) -> str | None:
        said = (to.key, bare(left.text))
        self.sent[said] += 1
        if said not in self.approved:
            return f"nobody approved that text to {to.key.id}"
        if self.sent[said] > 1:
            return f"{to.key.id} gets it {self.sent[said]} times"
        if to.key in self.refused and left.at > self.refused[to.key]:
            return f"{to.key.id} is not to be written to"
        return None


def bare(text: str) -> str:
    """A message without the handle that addresses it."""
    first, _, rest = text.partition(" ")
    return rest if first.startswith("@") else text
