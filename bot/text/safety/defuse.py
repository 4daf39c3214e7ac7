"""Defuse text that others wrote, so that it is safe in our messages.

A display name is remote input. In a direct status it could mention a third person, who could then
read it. It could also reverse the text after it, stack combining marks over other lines, link or
tag. `defuse` removes all of that and keeps the readable text.
"""

from __future__ import annotations

import unicodedata

import regex

from bot.text.language import graphemes

LIMIT = 64
"""The longest name, in grapheme clusters."""
LONGEST_CLUSTER = 16
"""The longest grapheme cluster, in code points; the longest emoji has ten."""
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
ISOLATES = _FIRST_STRONG_ISOLATE + _POP_ISOLATE

# Control, format, private, unassigned and blank code points, except the emoji selector.
_INVISIBLE = regex.compile(
    r"(?V1)[[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]--\ufe0f]"
)
# Joiners are kept between the parts of an emoji only.
_JOINER = regex.compile(
    r"(?<=[\p{Extended_Pictographic}\p{M}\p{Emoji_Modifier}])\u200d(?=\p{Extended_Pictographic})"
)
_MARKS = regex.compile(r"(\p{M}{2})\p{M}+")
_MARKUP = regex.compile(r"[*`<>\[\]\\]|~~+|__+")
_SHORTCODE = regex.compile(r":[\w+-]{2,}:")
_SCHEME = regex.compile(
    r"://|\b(?:mailto|javascript|data|magnet|xmpp|tel|sms):(?=\S)", regex.IGNORECASE
)
_AT = regex.compile(r"\s*[@＠﹫]\s*")
_HASH = regex.compile(r"([#＃﹟])(?=[^\s…])")
# Not between digits: "Python 3.11" is not a domain.
_DOT_IN_DOMAIN = regex.compile(r"(?:(?<=\S)[.。．｡](?=\p{L})|(?<=[^\s\d])[.。．｡](?=\p{N}))")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def defuse(text: str, limit: int = LIMIT) -> str:
    """One line of plain text without mentions, tags, links and direction overrides.

    At most `limit` grapheme clusters (isolates aside); empty if nothing readable is left. Text
    with right-to-left letters is wrapped in isolates (Unicode UAX #9), so that the text around it
    keeps its order.
    """
    # Repeated, as a removal can create a new match: ":a*b:".
    while (tamed := _tamed(text, limit)) != text:
        text = tamed
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
    return text


def _tamed(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", _keep_joiners(" ".join(text.split())))
    text = _MARKS.sub(r"\1", _MARKUP.sub("", text))
    text = _SHORTCODE.sub("", text)
    text = _SCHEME.sub(" ", text)
    text = _AT.sub(" (at) ", text)
    text = _HASH.sub(r"\1 ", text)
    text = _DOT_IN_DOMAIN.sub(". ", text)
    found = graphemes.clusters(text)
    text = "".join(cluster for cluster in found if len(cluster) <= LONGEST_CLUSTER)
    return graphemes.cut(" ".join(text.split()), limit)


def _keep_joiners(text: str) -> str:
    pieces = _JOINER.split(text)
    return "\u200d".join(_INVISIBLE.sub("", piece) for piece in pieces)
