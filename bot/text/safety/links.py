"""Links that somebody else chose, made fit to stand in a message of ours."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.IGNORECASE)
_QUOTES_AND_BRACKETS: Final = re.compile(r"[<>\"'`\\^{}|()\[\]]")
# Mastodon looks for mentions in the plain text, inside links too, and takes an @ for one unless
# a letter, "=" or "/" goes before it (MENTION_RE in its app/models/account.rb).
_AT_THAT_MENTIONS: Final = re.compile(r"(?<!/)@")


def shown(url: str) -> str:
    """The link with nothing in it that could mention, mark up or end it; empty if it is none.

    Letters outside of ASCII are percent-encoded (RFC 3986, section 2.1); a host that has any is
    no link here.
    """
    url = "".join(letter if letter.isascii() else _encoded(letter) for letter in url.strip())
    if not _LINK.fullmatch(url):
        return ""
    url = _AT_THAT_MENTIONS.sub("%40", url)
    return _QUOTES_AND_BRACKETS.sub(lambda found: _encoded(found.group()), url)


def _encoded(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode(errors="replace"))
