"""What a profile asks for: no bots, no invitations; and whether it is a bot's or a minor's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.domain.people.age import states_minority
from bot.domain.people.identity import Flag
from bot.domain.ranking.reason import Reason
from bot.domain.safety.cleaning import seen, tags_in

if TYPE_CHECKING:
    from datetime import date

    from bot.domain.people.identity import Account

# Matched in cleaned text (see `bot.domain.safety.cleaning`), never in HTML, where a hashtag is
# `#<span>nobot</span>`.
_NOBOT: Final = re.compile(r"#no[-_]*bots?(?!\w)")
_NOINDEX: Final = re.compile(r"#no[-_]*index(?!\w)")
_NOINVITE: Final = re.compile(r"#no[-_]*invites?(?!\w)")


def marks(account: Account, today: date) -> frozenset[Reason]:
    """The reasons of `BOT`, `NOBOT`, `NOINVITE` and `MINOR` that a profile gives.

    Name, bio and fields are read as people see them, so that disguised marks are found too. `today`
    is what years of birth are counted from.
    """
    texts = _texts(account)
    tags = [found for text in texts if (found := tags_in(text))]
    said = {
        Reason.BOT: account.is_bot,
        Reason.NOBOT: any(_NOBOT.search(text) for text in tags),
        Reason.NOINVITE: any(_NOINVITE.search(text) for text in tags),
        Reason.MINOR: Flag.MINOR in account.flags
        or any(states_minority(text, today) for text in texts),
    }
    return frozenset(reason for reason, holds in said.items() if holds)


def is_noindex(account: Account) -> bool:
    """Whether the profile says `#noindex`."""
    return any(_NOINDEX.search(tags_in(text)) for text in _texts(account))


def _texts(account: Account) -> tuple[str, ...]:
    return _seen(account.display_name, account.bio, account.fields)


# Cached, as a verdict asks for the same profile twice, and each ranking reads the same ones.
@lru_cache(maxsize=4_096)
def _seen(name: str, bio: str, fields: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    written = (name, bio, *(f"{name}: {value}" for name, value in fields))
    return tuple(seen(text) for text in written if text)
