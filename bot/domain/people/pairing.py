"""Pairing of an account with the bot: only accounts that opted in get messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.people.identity import AccountKey


class PairingState(StrEnum):
    """The state of a pairing."""

    EXPLAINED = "explained"
    """The bot has explained itself, once, and waits for a yes."""
    PAIRED = "paired"
    """The account has opted in, or its secret is in the config and it has written to the bot."""
    STOPPED = "stopped"
    """The account has opted out: nothing is read or sent until it writes `start`."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """An account's pairing, and its ids when it last changed the state.

    A command must come from the same key *and* the same id in `local_ids`, as somebody else may
    take over a handle. `reader` is the bot account that it wrote to; `None`, from versions before
    0.2, means any. `at` is UTC, by our clock.
    """

    key: AccountKey
    local_ids: Mapping[str, str]
    at: datetime
    reader: AccountKey | None = None
    state: PairingState = PairingState.PAIRED
