"""Why somebody may not be suggested, named or invited, as codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Stable codes of a verdict: after `ALLOWED`, from the most binding to the most temporary."""

    ALLOWED = "allowed"
    OWN_ACCOUNT = "own-account"
    NEVER = "never"
    BOT = "bot"
    NOBOT = "nobot"
    NOINVITE = "noinvite"
    MINOR = "minor"
    GONE = "gone"
    BLOCKED = "blocked"
    MUTED = "muted"
    UNDISCOVERABLE = "undiscoverable"
    MEMBERS_ONLY = "members-only"
    DECLINED = "declined"
    MOVED = "moved"
    KNOWN = "known"
    SNOOZED = "snoozed"
    UNTOLD = "untold"
    UNANSWERED = "unanswered"
    ONE_DAY = "one-day"
    APART = "apart"
    ONE_SIDED = "one-sided"
    TOO_EARLY = "too-early"
    COOLDOWN = "cooldown"
    INVITED = "invited"
    OWED = "owed"


BY_DEFAULT: Final = frozenset({Reason.UNDISCOVERABLE, Reason.MEMBERS_ONLY})
"""What says nothing against a meeting that is planned already."""

FOR_THEIR_SAKE: Final = frozenset(
    {
        Reason.NEVER,
        Reason.NOBOT,
        Reason.NOINVITE,
        Reason.MINOR,
        Reason.BLOCKED,
        Reason.UNDISCOVERABLE,
        Reason.MEMBERS_ONLY,
        Reason.DECLINED,
    }
)
"""Whoever is excluded for one of these is listed with the reason only: a rank, a bar or a score
would reveal how close the two are."""
