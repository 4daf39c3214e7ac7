"""Sanitise text from outside before it is shown, logged or stored.

A server, a stranger or a calendar may send escape sequences, characters that reverse the text
around them, or the secret that it was sent. `safe` is for text that is shown or logged, `kept` for
text that is stored. Neither is for identifiers.

Code that reads a secret passes it to `keep_secret`. Secrets are held in memory only, and never
leave this module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.safety.known_secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNSAID: Final = "[redacted]"
"""The replacement for a secret."""

_secrets: Final = Secrets(UNSAID)
keep_secret = _secrets.keep
"""Register a secret: from now on it is removed from all text."""
forget_secrets = _secrets.forget
"""Forget all secrets, as at the start of a process."""

# Control sequences of terminals (ECMA-48): colours and cursor moves, then titles and links.
_ORDER: Final = re.compile(
    r"\x1b\[[0-9;:<=>?]*[ -/]*[A-Za-z@`~]"
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\n]{0,500}(?:\x07|\x1b\\|\x9c)"
)
_BREAK: Final = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, characters that set the direction of text, and invisible format characters.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2067\u206a-\u206f"
    "\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_ISOLATES: Final = re.compile("[\u2068\u2069]")
_LONE_ISOLATES: Final = re.compile("(\u2068[^\u2068\u2069\n]*\u2069)|[\u2068\u2069]")
# Joiners belong between emoji, and between letters of scripts other than Latin.
_JOINS_NOTHING: Final = re.compile(
    "(?<![^\x00-\x9f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x9f])"
)
_HALF: Final = re.compile("[\ud800-\udfff]")
_ANY: Final = re.compile(
    f"{_UNSEEN.pattern}|[\r\v\f\x1c-\x1e\x85\u2028\u2029\u200c\u200d\u2068\u2069\ud800-\udfff]"
)
"""All characters that need cleaning, for one fast check: most texts have none."""
_FIELDS: Final = r"(?:access|refresh|id)_?(?:token|jwt)|client_secret|api_?key|password|passwd"
_SHAPES: Final = re.compile(
    rf"""(?P<scheme> (?i: \b (?:bearer|dpop) (?:\s|%20|\+)+ ) ) [^\s"'<>,;)]{{6,}}
      | (?P<basic> (?i: \b basic \s+ ) ) (?= \S* (?: [0-9=+/] | [a-z][A-Z] ) ) [\w+/-]{{8,}} =*
      | (?P<query> (?i: [?&;] (?: {_FIELDS} | token | secret ) = ) ) [^&\s"'<>;)]+
      | (?P<member> (?i: ["'] (?: {_FIELDS} | token | secret ) ["'] \s*:\s* ["'] ) ) [^"'\\\s]+
      | (?P<named> (?i: \b (?: {_FIELDS} ) = ) ) [^&\s"'<>;)]+
      | (?P<user> :// [^\s/@:]* : ) [^\s/@]+ (?=@)
      | \b eyJ [\w-]+ \. [\w-]+ (?: \.[\w-]* )?                     # a JWT
      | (?<! [\w/.-] )
        (?: [a-z0-9]{{4}} (?: -[a-z0-9]{{4}} ){{3}}                 # an app password
          | (?= [A-Za-z_-]* [0-9] ) [A-Za-z0-9_-]{{43}}             # Mastodon's token
          | [A-Z0-9]{{48}}                                          # GoToSocial's
          | [0-9a-f]{{32}} )                                        # snac's
        (?! [\w/-] | \.\w )
    """,
    re.VERBOSE,
)


def safe(text: str, *, lines: bool = False, isolates: bool = False) -> str:
    """The text for display and logs: without invisible characters and secrets.

    Args:
        text: from outside, or with a part from outside.
        lines: keep line breaks and tabs; otherwise they become spaces.
        isolates: keep well-formed pairs of directional isolates (UAX #9), which this project puts
            around names.
    """
    text = redacted(text)
    clean = _seen(_ORDER.sub("", text), lines=lines, isolates=isolates)
    # Removed characters may have split a secret.
    return text if clean == text else redacted(clean)


def kept(text: str, *, lines: bool = False, isolates: bool = False) -> str:
    """The text for storage: without control characters and this process's secrets.

    What only looks like a secret is kept, as posts may be about such things. The arguments are
    those of `safe`.
    """
    text = _secrets.without(text)
    if (text.replace("\n", "") if lines else text).isprintable():
        return text  # what is removed is not printable
    clean = _seen(text, lines=lines, isolates=isolates)
    return text if clean == text else _secrets.without(clean)


def is_kept(texts: Iterable[str], *, lines: bool = False) -> bool:
    """Whether `kept` leaves each of these texts as it is; one look instead of many."""
    whole = " ".join(texts)
    return kept(whole, lines=lines) == whole


def redacted(text: str) -> str:
    """The text without this process's secrets, and without what looks like a secret."""
    return _SHAPES.sub(_unsaid, _secrets.without(text))


def safe_value(value: object, *, lines: bool = False) -> object:
    """A JSON value with `safe` applied to all its strings, keys included."""
    if isinstance(value, str):
        return safe(value, lines=lines)
    if isinstance(value, dict):
        return _safe_mapping(value, lines=lines)
    if isinstance(value, list | tuple):
        return _safe_sequence(value, lines=lines)
    return value


def _safe_mapping(value: Mapping[object, object], *, lines: bool) -> dict[object, object]:
    return {safe_value(name): safe_value(item, lines=lines) for name, item in value.items()}


def _safe_sequence(value: Sequence[object], *, lines: bool) -> list[object]:
    return [safe_value(item, lines=lines) for item in value]


def _seen(text: str, *, lines: bool, isolates: bool) -> str:
    if _ANY.search(text):
        text = _without_unseen(text, isolates=isolates)
    return text if lines else text.replace("\n", " ").replace("\t", " ")


def _without_unseen(text: str, *, isolates: bool) -> str:
    text = _BREAK.sub("\n", text)
    text = _UNSEEN.sub("", text)
    text = _LONE_ISOLATES.sub(r"\1", text) if isolates else _ISOLATES.sub("", text)
    text = _JOINS_NOTHING.sub("", text)
    return _HALF.sub("\ufffd", text)


def _unsaid(found: re.Match[str]) -> str:
    before = found[found.lastgroup] if found.lastgroup else ""
    return f"{before}{UNSAID}"
