"""Who may have got what: told by what people did, never by what the product kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.domain.identity import AccountKey

CONSENT: Final = frozenset({"start", "commence"})
YES: Final = frozenset({"yes", "oui"})
REFUSALS: Final = frozenset({"stop", "arrête", "no", "non", "never", "jamais", "stop everything"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody behind an account: who takes over a handle has its key, and another id."""

    key: AccountKey
    local_id: str


@dataclass(frozen=True, slots=True)
class Left:
    """A message that the product really put on a server."""

    sender: AccountKey
    to: tuple[Holder, ...]
    text: str
    is_public: bool


@dataclass(slots=True)
class Oracle:
    """What was said to whom, and what therefore may leave.

    `owned` are the accounts whose secrets the config truly holds. `words` are those private words
    that nobody but the owner's side may read. `approved` counts, for each person and text, how
    often the owner said `send` to it; `answered` who wrote to which bot at all.
    """

    owned: set[Holder] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    approved: Counter[tuple[AccountKey, str]] = field(default_factory=Counter)
    refused: set[AccountKey] = field(default_factory=set)
    wrote: Counter[tuple[Holder, AccountKey]] = field(default_factory=Counter)
    opted_in: set[tuple[Holder, AccountKey]] = field(default_factory=set)
    left: list[Left] = field(default_factory=list)
    _went: Counter[tuple[AccountKey, str]] = field(default_factory=Counter)
    _to_strangers: Counter[tuple[Holder, AccountKey]] = field(default_factory=Counter)

    def hears(self, sender: Holder, bot: AccountKey, text: str) -> None:
        """Somebody writes to a bot."""
        pair = (sender, bot)
        self.wrote[pair] += 1
        word = text.strip(" !.").lower()
        if word in CONSENT or (word in YES and self.wrote[pair] > 1):
            self.opted_in.add(pair)
        elif word in REFUSALS:
            self.opted_in.discard(pair)

    def may_leave(self, sent: Left, *, bots: set[AccountKey]) -> str | None:
        """What is wrong with a message that left; `None` if nothing is."""
        self.left.append(sent)
        if len(sent.to) != 1:
            return f"it reaches {len(sent.to)} people"
        [to] = sent.to
        if sent.is_public and sent.sender in bots:
            return "a bot writes in public"
        if to in self.owned:
            return None  # the owner's own account, whatever it is about
        if sent.sender in bots:
            return self._from_bot(sent, to)
        return self._from_owner(sent, to)

    def _from_bot(self, sent: Left, to: Holder) -> str | None:
        pair = (to, sent.sender)
        if pair in self.opted_in:
            return None
        self._to_strangers[pair] += 1
        if self._to_strangers[pair] > self.wrote[pair]:
            return f"{to.key} never asked for that"
        if self.words & set(sent.text.split()):
            return f"{to.key} reads what is private"
        return None

    def _from_owner(self, sent: Left, to: Holder) -> str | None:
        said = (to.key, bare(sent.text))
        self._went[said] += 1
        if not self.approved[said]:
            return f"nobody approved that text to {to.key}"
        if self._went[said] > self.approved[said]:
            return f"{to.key} gets it {self._went[said]} times"
        if to.key in self.refused:
            return f"{to.key} is not to be written to"
        return None


def bare(text: str) -> str:
    """A message without the handle that addresses it."""
    first, _, rest = text.partition(" ")
    return rest if first.startswith("@") else text
