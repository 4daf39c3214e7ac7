"""Make links and mentions from others safe for our messages."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.IGNORECASE)
_QUOTES_AND_BRACKETS: Final = re.compile(r"[<>\"'`\\^{}|()\[\]]")
# Mastodon finds mentions inside links too, unless a letter, "=" or "/" precedes the @ (MENTION_RE
# in its app/models/account.rb).
_MENTION: Final = re.compile(r"(?<![=/\w])[@＠]\w")
_AT_THAT_MENTIONS: Final = re.compile(r"(?<!/)@")


def shown(url: str) -> str:
    """The link, escaped so that it cannot mention, add markup or end early; empty if invalid.

    Characters outside of ASCII are percent-encoded (RFC 3986, section 2.1); in a host they make
    the link invalid.
    """
    url = "".join(letter if letter.isascii() else _encoded(letter) for letter in url.strip())
    if not _LINK.fullmatch(url):
        return ""
    url = _AT_THAT_MENTIONS.sub("%40", url)
    return _QUOTES_AND_BRACKETS.sub(lambda found: _encoded(found.group()), url)


def mentions(text: str) -> bool:
    """Whether a network would read something in the text as a mention."""
    return _MENTION.search(text) is not None


def unmentioned(text: str) -> str:
    """The text without the signs that make a network mention somebody."""
    return _MENTION.sub(lambda found: found.group()[1:], text)


def _encoded(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode(errors="replace"))
