"""What was typed, as HTML. See app/lib/text_formatter.rb."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes.mastodon.model.account import Account

_USERNAME = r"[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_]+)?"
MENTION = re.compile(rf"(?<![=/\w])@(?P<acct>{_USERNAME}(?:@[\w.-]*\w)?)", re.IGNORECASE | re.ASCII)
"""A handle; the host holds no port."""

HASHTAG = re.compile(r"(?<![\w/)])[#＃](?P<tag>\w*[^\W\d_]\w*)")
LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)'’]")

_ENTITY = re.compile(
    f"(?P<link>{LINK.pattern})|(?P<mention>{MENTION.pattern})|(?P<hashtag>{HASHTAG.pattern})",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"https?://(?:www\.)?")
_SHOWN = 30

MAX_CHARACTERS = 500
CHARACTERS_PER_URL = 23
_GRAPHEME = regex.compile(r"\X")

Find = "Callable[[str], Account | None]"


class Markup:
    """Turns text into HTML on one server: `base` is where its pages are."""

    def __init__(
        self, base: str, find: Callable[[str], Account | None], profile: Callable[[Account], str]
    ) -> None:
        self._base = base
        self._find = find
        self._profile = profile

    def html(self, text: str) -> str:
        """Paragraphs, with links for links, handles and hashtags."""
        if not text.strip():
            return ""
        inner = self.inline(text.replace("\r\n", "\n"))
        paragraphs = re.split(r"\n\n+", inner)
        return "".join(f"<p>{_breaks(paragraph)}</p>" for paragraph in paragraphs)

    def inline(self, text: str, *, is_own: bool = False) -> str:
        """One line of it; `is_own` is for links in a profile's fields, which say `me`."""
        mentioned = {id(found): found for found in map(self._find, handles(text)) if found}
        parts: list[str] = []
        end = 0
        for match in _ENTITY.finditer(text):
            parts += (_escaped(text[end : match.start()]),)
            end = match.end()
            if match["link"]:
                parts.append(anchor(match["link"], is_own=is_own))
            elif match["mention"]:
                parts.append(self._mention(match["acct"], list(mentioned.values())))
            else:
                parts.append(self._hashtag(match["tag"]))
        return "".join((*parts, _escaped(text[end:])))

    def _mention(self, acct: str, mentioned: list[Account]) -> str:
        account = self._find(acct)
        if account is None:
            return f"@{_escaped(acct)}"
        is_shared = any(
            other is not account and other.username.lower() == account.username.lower()
            for other in mentioned
        )
        shown = account.acct if is_shared else account.username
        url = _escaped(self._profile(account))
        link = f'<a href="{url}" class="u-url mention">@<span>{_escaped(shown)}</span></a>'
        return f'<span class="h-card" translate="no">{link}</span>'

    def _hashtag(self, tag: str) -> str:
        url = f"{self._base}/tags/{tag}"
        return f'<a href="{url}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'


def anchor(url: str, *, is_own: bool = False) -> str:
    """A link whose middle is shown, as Mastodon writes it."""
    prefix = found[0] if (found := _PREFIX.match(url)) else ""
    shown, rest = url[len(prefix) :][:_SHOWN], url[len(prefix) :][_SHOWN:]
    rel = "nofollow noopener me" if is_own else "nofollow noopener"
    return (
        f'<a href="{_escaped(url)}" target="_blank" rel="{rel}" translate="no">'
        f'<span class="invisible">{prefix}</span>'
        f'<span class="{"ellipsis" if rest else ""}">{_escaped(shown)}</span>'
        f'<span class="invisible">{_escaped(rest)}</span></a>'
    )


def handles(text: str) -> Iterator[str]:
    """The handles in a text, those inside links left out."""
    return (match["acct"] for match in _ENTITY.finditer(text) if match["mention"])


def hashtags(text: str) -> list[str]:
    """The hashtags in a text, in lower case, each once."""
    found = (match["tag"].lower() for match in _ENTITY.finditer(text) if match["hashtag"])
    return list(dict.fromkeys(found))


def length(text: str, spoiler_text: str = "") -> int:
    """How long a post is to the server: graphemes; a link is 23, a handle is without its host.

    See app/validators/status_length_validator.rb.
    """
    counted = LINK.sub("x" * CHARACTERS_PER_URL, text)
    counted = MENTION.sub(lambda match: f"@{match['acct'].partition('@')[0]}", counted)
    return sum(1 for _ in _GRAPHEME.finditer(spoiler_text + counted))


def _breaks(paragraph: str) -> str:
    return paragraph.replace("\n", "<br />")


def _escaped(text: str) -> str:
    return escape(text).replace("&#x27;", "&#39;")
