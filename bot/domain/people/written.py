"""How people write down an account: with marks that nobody sees, or as the address of its page.

Every door takes these alike: the config file, `terrasse try`, and PERSON in commands and messages.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HOST: Final = r"(?P<host>[^/@?#\s]+)"
_END: Final = r"/?(?:[?#]\S*)?"
_PAGES: Final = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        # bsky.app and other apps for Bluesky
        rf"(?:https?://)?{_HOST}/profile/@?(?P<id>did:[^/?#\s]+|[^/@?#\s]+\.[^/@?#\s]+)",
        # a Mastodon server's view of an account of its own, or of another server's
        rf"(?:https?://)?{_HOST}/(?:web/|deck/)?@(?P<user>[^/@?#\s]+)(?:@(?P<at>[^/@?#\s]+))?",
        # https://docs.joinmastodon.org/spec/activitypub/, and Pleroma's pages
        rf"https?://{_HOST}/users/(?P<user>[^/@?#\s]+)",
        r"(?:at://)(?P<id>[^/?#\s]+)",
        r"acct:@?(?P<user>[^/@?#\s]+)@(?P<at>[^/@?#\s]+)",
    )
)


def account_name(text: str) -> str:
    """The name of an account in what somebody wrote: `@me@piaille.fr`, `me.bsky.social` or a DID.

    Invisible characters, blanks around the name and full-width letters are what copying and
    keyboards add. The page of a profile stands for its account. Other text is only cleaned.
    """
    clean = "".join(map(_narrow, text)).strip().strip("<>").strip()
    for page in _PAGES:
        if found := page.fullmatch(clean):
            parts = found.groupdict()
            if name := parts.get("id"):
                return name
            return f"@{parts['user']}@{parts.get('at') or parts['host']}"
    return clean


def _narrow(letter: str) -> str:
    """A letter in its usual width; empty for a character that is not seen (Unicode's Cf)."""
    if letter.isascii():
        return letter
    if unicodedata.category(letter) == "Cf":
        return ""
    if letter in _DOTS:
        return "."
    wide = unicodedata.decomposition(letter).startswith("<wide>")
    return unicodedata.normalize("NFKC", letter) if wide else letter


_DOTS: Final = "。．｡"  # noqa: RUF001 (as in https://www.unicode.org/reports/tr46/)
