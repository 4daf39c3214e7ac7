"""Names and citations in drafts and messages."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import regex

from bot.domain.people.identity import NetworkName
from bot.domain.talk.cue import asks
from bot.text.language import graphemes
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from bot.domain.people.identity import Account, Person
    from bot.text.language.catalogue import Catalogue

CITED: Final = 60
"""Grapheme clusters of a citation."""

ASKED: Final = 120
"""Grapheme clusters of a question."""

NO_HANDLE: Final = "handle.invalid"
"""What Bluesky calls an account whose handle does not lead back to it."""

_LINK = regex.compile(r"https?://\S+")
_LAST_LINKS = regex.compile(rf"(?:\s*{_LINK.pattern})+\s*$")
_HANDLE = regex.compile(r"[@＠]([\w-]+(?:\.[\w-]+)*)(?:@[\w.:-]+)?")
_HASH = regex.compile(r"[#＃](?=[\p{L}\p{N}])")
_FIRST_HANDLES = regex.compile(rf"^(?:\s*(?:{_HANDLE.pattern}|{_LINK.pattern}))+[\s,:]*")
_LAST_TAGS = regex.compile(
    rf"(?:\n|(?<=[.!?…:)”»])\s)\s*(?:(?:[#＃][\w-]+|{_HANDLE.pattern})\s*)+$"
)
_GREETING = regex.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|evening)|bonjour|bonsoir|salut|coucou)\b"
    r"[^.!?…,:]{0,25}[.!?…,:]+\s+(?=\S)",
    regex.IGNORECASE,
)
_SENTENCES = regex.compile(  # a full stop after a number or one letter ends no sentence
    r"\S.*?(?:[!?؟？…]|(?<!(?:^|[\s.])(?:\p{L}|\p{N}{1,3}))\.)+(?=\s|$)|\S.*$"  # noqa: RUF001 (people type it)
)
_SHORT_SENTENCE: Final = 8
"""Grapheme clusters. What is shorter may be an abbreviation, and is continued."""

_NOT_A_NAME = regex.compile(
    r"(?:https?://|www\.|[@＠])\S*|\S+\.\p{L}{2,}(?:/\S*)?", regex.IGNORECASE
)
"""A link, a handle or a domain, as the whole of a display name."""
_PRONOUNS = regex.compile(
    r"\b(?:she|he|they|it|any|xe|ze|fae|elle|il|iel|al|sie|er|dey|ella|él|elle|lui|lei)"
    r"(?:\s?/\s?\p{L}+)+",
    regex.IGNORECASE,
)
_AFTER_A_NAME = regex.compile(r"\s*(?:[|/(\[{@＠·•~:;,]|\s[-–—]\s).*$", regex.DOTALL)
_TITLE = regex.compile(
    r"(?:(?:dr|pr|prof|mr|mrs|ms|mx|sir|mme|mlle|me|docteur|doctor|professeur|professor"
    r"|maître|herr|frau)\.?|m\.)",
    regex.IGNORECASE,
)
_ARTICLE = regex.compile(
    r"(?:the|a|an|le|la|les|un|une|des|der|die|das|el|los|las|il|lo|de|du|my|mon|ma|not|just)",
    regex.IGNORECASE,
)
"""A first word that begins a phrase: “The Compost Lady” is not greeted as “The”."""
_FAMILY_NAME_FIRST = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_LETTER = regex.compile(r"\p{L}")
_EDGES = regex.compile(r"^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}.]+$")
_PLAIN_NAME = regex.compile(r"[\p{L}\p{M}'’-]{2,}")
_PLAIN_HANDLE = regex.compile(r"\p{L}[\p{L}\p{M}_-]+")
_ADDRESS = regex.compile(
    r"did:(?:plc|web):[a-z0-9._:-]+|[a-z0-9_.-]+(?:@[a-z0-9.-]+(?::[0-9]+)?)?", regex.IGNORECASE
)
_FIRST_LETTERS = regex.compile(r"(?<![\p{L}\p{M}'’])\p{L}\p{M}*")
_NAME_WORDS = regex.compile(r"\p{L}[\p{L}\p{M}]+")
_INITIALS: Final = 3
"""Capitals that are left as they are: “JB”."""


def cited(text: str, limit: int = CITED) -> str:
    """The first sentence of a post, shortened to `limit`.

    A greeting, leading handles, links, and tags at the end are left out.
    """
    sentences = _SENTENCES.findall(_GREETING.sub("", _prose(text)))
    beginning = ""
    while sentences and graphemes.length(beginning) < _SHORT_SENTENCE:
        beginning = f"{beginning} {sentences.pop(0)}".strip()
    return defuse(beginning.removesuffix("."), limit)


def asked(text: str, limit: int = ASKED) -> str:
    """The first question in a post without links and leading handles, shortened to `limit`."""
    prose = _prose(text)
    question = next((sentence for sentence in _SENTENCES.findall(prose) if asks(sentence)), prose)
    return defuse(question, limit)


def first_name(person: Person) -> str:
    """How to greet somebody: by the first name in their display name, or by the whole of it.

    Whom only a handle names is greeted by its first word if that is plain; else it is empty.
    """
    for account in person.accounts:
        if _display_name(account) and (name := _greeting(account.display_name)):
            return name
    handle = _first_label(person.accounts[0]).partition(".")[0].strip("_-")
    return handle if _PLAIN_HANDLE.fullmatch(handle) else ""


def called(person: Person) -> str:
    """What to call somebody: their display name, defused, or the first word of their handle."""
    names = (_display_name(account) for account in person.accounts)
    first = person.accounts[0]
    return (
        next((name for name in names if name), "")
        or defuse(_first_label(first))
        or defuse(first.handle.removeprefix("@"))
        or "?"
    )


def initials(person: Person) -> str:
    """`A. M.`: the initials of what they are called, three at most; `?` if it has no letter."""
    name = _AFTER_A_NAME.sub("", _PRONOUNS.sub("", called(person)))
    return " ".join(f"{letter.upper()}." for letter in _FIRST_LETTERS.findall(name)[:3]) or "?"


def without_name(text: str, person: Person) -> str:
    """The text with the initial in place of each word of their names and handles."""
    named = " ".join(f"{account.display_name} {account.handle}" for account in person.accounts)
    words = {word.casefold() for word in _NAME_WORDS.findall(unicodedata.normalize("NFC", named))}

    def hidden(found: regex.Match[str]) -> str:
        word = found[0]
        return f"{word[0].upper()}." if word.casefold() in words else word

    return _NAME_WORDS.sub(hidden, unicodedata.normalize("NFC", text))


def with_handle(person: Person) -> str:
    """The name, and the first handle if that says more: to tell two people of one name apart."""
    name, handle = called(person), handle_of(person.accounts[0])
    return name if handle in {"", name} else f"{name} ({handle})"


def handle_of(account: Account) -> str:
    """A handle without its @, which mentions nobody; defused, if it is not a plain one."""
    handle = account.handle.removeprefix("@")
    return handle if _ADDRESS.fullmatch(handle) else defuse(handle)


def elsewhere(person: Person, words: Catalogue) -> str:
    """`also alice.example on Bluesky`; empty if one account is in use.

    Copies that a bridge makes are left out: nobody is met there.
    """
    in_use = [account for account in person.accounts if account.is_in_use]
    return ", ".join(
        words.say(
            "also {handle} on {network}",
            handle=handle_of(account),
            network=account.key.network.value.capitalize(),
        )
        for account in in_use[1:]
        if not account.is_copy
    )


def _prose(text: str) -> str:
    """One line without leading handles, links and tags at the end; others become words."""
    bare = _LAST_TAGS.sub("", _LAST_LINKS.sub("", text))
    line = _FIRST_HANDLES.sub("", " ".join(bare.split()))
    return _HASH.sub("", _HANDLE.sub(r"\1", _LINK.sub("…", line)))


def _display_name(account: Account) -> str:
    """The display name, defused; empty if it is an address, or holds pronouns or signs only."""
    name = account.display_name.strip()
    if _NOT_A_NAME.fullmatch(name) or not _LETTER.search(defuse(_PRONOUNS.sub("", name))):
        return ""
    return defuse(name)


def _greeting(display_name: str) -> str:
    plain = unicodedata.normalize("NFKC", display_name).lstrip("@ ")
    name = _PRONOUNS.sub("", defuse(plain))
    name = _AFTER_A_NAME.sub("", _EDGES.sub("", name))
    words = [word for part in name.split() if (word := _EDGES.sub("", part))]
    if all(_TITLE.fullmatch(word) for word in words):
        return ""
    if len(words) > 2 and _TITLE.fullmatch(words[0]):  # noqa: PLR2004 (in "Dr. Martin" it is no first name)
        words = words[1:]
    first = words[0]
    is_phrase = any(
        pattern.fullmatch(first) for pattern in (_TITLE, _ARTICLE)
    ) or _FAMILY_NAME_FIRST.search(first)
    if is_phrase or not _PLAIN_NAME.fullmatch(first):
        return defuse(" ".join(words))
    shouted = first.isupper() and len(first) > _INITIALS
    return defuse(first.title() if shouted else first)


def _first_label(account: Account) -> str:
    """`marie_claire` of marie_claire@far.example, `bruno` of bruno.example; empty of a DID."""
    handle = account.handle.removeprefix("@")
    if handle.startswith("did:") or handle == NO_HANDLE:
        return ""
    name = handle.partition("@")[0]
    return name.partition(".")[0] if account.key.network is NetworkName.BLUESKY else name
