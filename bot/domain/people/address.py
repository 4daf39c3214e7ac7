"""Read how somebody names an account: by handle, or by the address of a profile page.

The same account has several pages: on Mastodon each server shows those of others, as in
`https://home.example/@alice@village.example`.
"""

from __future__ import annotations

import re
from typing import Final

from bot.domain.safety.cleaning import narrow, visible

_HOST: Final = r"(?P<host>[^/@?#\s]+\.[^/@?#\s]+|localhost:[0-9]+)"
_USER: Final = r"(?P<user>[^/@?#\s]+)"
_HOME: Final = r"(?P<home>[^/@?#\s]+)"
_LISTED: Final = r"(?:web/|deck/)?(?:@|users/@?|profile/@?|u/@?)"
_NOT_BLUESKY: Final = r"(?!(?:[\w-]+\.)?bsky\.app/)"
_PAGES: Final = tuple(
    re.compile(rf"{pattern}/?(?:[?#]\S*)?", re.IGNORECASE)
    for pattern in (
        # bsky.app and other apps for Bluesky
        rf"(?:https?://)?{_HOST}/profile/@?(?P<id>did:[^/?#\s]+|[^/@?#\s]+\.[^/@?#\s]+)",
        # a server's view of an account of its own, or of another server's
        rf"(?:https?://)?{_NOT_BLUESKY}{_HOST}/{_LISTED}{_USER}(?:@{_HOME})?",
        r"at://(?P<id>[^/?#\s]+)",
        rf"acct:@?{_USER}@{_HOME}",
    )
)
_DOTS: Final = str.maketrans("\u3002\uff0e\uff61", "...")
"""Full stops of East Asian keyboards, as in https://www.unicode.org/reports/tr46/."""


def addresses(text: str) -> tuple[str, ...]:
    """What an account may be called that is named like this: handles in lower case, or a DID.

    The handles have no leading @. For a handle it is the handle itself; for a page its address as
    well.
    """
    said = _clean(text).removeprefix("@").casefold()
    return tuple(dict.fromkeys((said, account_name(text).removeprefix("@").casefold())))


def account_name(text: str) -> str:
    """The account in what somebody wrote: `@me@piaille.fr`, `me.bsky.social` or a DID.

    Invisible characters, blanks around the name and full-width letters are left out: copying and
    keyboards add them. The page of a profile stands for its account. Other text is only cleaned.
    """
    clean = _clean(text)
    for page in _PAGES:
        if found := page.fullmatch(clean):
            parts = found.groupdict()
            if name := parts.get("id"):
                return name
            return f"@{parts['user']}@{parts.get('home') or parts['host']}"
    return clean


def _clean(text: str) -> str:
    return narrow(visible(text).translate(_DOTS)).strip().strip("<>").strip()
