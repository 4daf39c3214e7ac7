"""How long a post is to the server. See app/validators/status_length_validator.rb."""

from __future__ import annotations

import regex

from tests.mastodon_server.model.markup import LINK, MENTION

MAX_CHARACTERS = 500
CHARACTERS_PER_URL = 23

_GRAPHEME = regex.compile(r"\X")


def length(text: str, spoiler_text: str = "") -> int:
    """Graphemes; a link counts as 23, a handle without its host."""
    counted = LINK.sub("x" * CHARACTERS_PER_URL, text)
    counted = MENTION.sub(lambda match: f"@{match['acct'].partition('@')[0]}", counted)
    return sum(1 for _ in _GRAPHEME.finditer(spoiler_text + counted))
