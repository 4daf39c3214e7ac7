"""Read how somebody names an account: by handle, or by the address of a profile page.

The same account has several pages: on Mastodon each server shows those of others, as in
`https://home.example/@alice@village.example`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PAGES: Final = (
    re.compile(
        r"(?:https?://)?(?:[\w-]+\.)?bsky\.app/profile/@?(?P<user>[\w.:%-]+)", re.IGNORECASE
    ),
    re.compile(
        r"(?:https?://)?(?P<host>[\w.-]+\.\w+(?::\d+)?)/(?:@|users/@?|profile/@?|u/@?)"
        r"(?P<user>[\w.-]+)(?:@(?P<home>[\w.-]+\.\w+(?::\d+)?))?",
        re.IGNORECASE,
    ),
)
_REST: Final = re.compile(r"/?(?:[?#].*)?$")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\u2800")
"""Invisible characters that count as letters or marks in Unicode."""


def visible(text: str) -> str:
    """The text without characters that show nothing, such as those copied along with a handle."""
    if text.isascii():
        return text
    return "".join(
        letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
        and letter not in _INVISIBLE
        and not "\ufe00" <= letter <= "\ufe0f"
    )


def addresses(text: str) -> tuple[str, ...]:
    """What an account may be called that is named like this: handles in lower case, or a DID.

    The handles have no leading @. For a handle it is the handle itself; for a page its address as
    well.
    """
    said = visible(text).strip()
    found = [said.removeprefix("@").casefold()]
    bare = _REST.sub("", said)
    for pattern in _PAGES:
        if page := pattern.fullmatch(bare):
            parts = page.groupdict()
            host = parts.get("home") or parts.get("host")
            found.append(f"{parts['user']}{f'@{host}' if host else ''}".casefold())
            break
    return tuple(found)
