"""What an account and the bot agreed on: nobody is written to who has not opted in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey


class PairingState(StrEnum):
    """How far it got."""

    EXPLAINED = "explained"
    """The bot has said what it is, once, and waits for a yes."""
    PAIRED = "paired"
    """The account has opted in, or its secret is in the config and it has written to the bot."""
    STOPPED = "stopped"
    """The account wants no more of it: nothing is read or sent until it writes `start`."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """An account as it was when it last wrote a word that changed its state.

    `local_ids` are the ids that servers gave it: a command comes from the same key *and* the
    same id, as a name can be taken over on another server, and a handle by somebody else.
    `reader` is the account that it wrote to; `None` where a version before 0.2 paired it, which
    holds for any. `at` is UTC, by our clock.
    """

    key: AccountKey
    local_ids: Mapping[str, str]
    at: datetime
    reader: AccountKey | None = None
    state: PairingState = PairingState.PAIRED
