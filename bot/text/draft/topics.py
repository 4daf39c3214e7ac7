"""The topics of two people: hashtags that both use, and distinctive words.

A word is distinctive if they use it in several posts, and the owner seldom uses it with others:
TF-IDF, with a thread as a document. See Spärck Jones, A statistical interpretation of term
specificity (1972).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import regex

from bot.text.language.folding import folded
from bot.text.language.stopwords import any_stopwords
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.domain.talk.interaction import Interaction

MOST: Final = 3
POSTS: Final = 2
"""A word must be in this many of their posts."""
SHORTEST, LONGEST = 3, 30
"""Letters of a word."""

_NO_PROSE: Final = regex.compile(r"https?://\S+|[@＠][\w.:@-]+")
_TAG: Final = regex.compile(r"(?<![\w/])[#＃]([\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*)")
_WORD: Final = regex.compile(r"(?<![\w#＃.-])\p{L}[\p{L}\p{M}]*(?:[-'’][\p{L}\p{M}]+)*(?![\p{N}_])")
_APOSTROPHE: Final = regex.compile("['’]")
_ENDING: Final = 2
"""Up to this many letters after an apostrophe are an ending ("Alice’s"), not a word."""


def topics(
    shared: Iterable[Interaction], whole: Iterable[Interaction], *, without: Iterable[str] = ()
) -> tuple[str, ...]:
    """The topics of the owner and somebody: at most `MOST` words or hashtags, best first.

    Only public posts count, so a topic may be used in any message.

    Args:
        shared: the talk of the two.
        whole: all talk of the owner's, to compare with.
        without: names of the two, which are not topics.
    """
    ours = [post for post in shared if _is_open(post)]
    barred = {_key(word) for name in without for word in _words(name)}
    found = [*_tags(ours), *_distinctive(ours, [post for post in whole if _is_open(post)])]
    by_key = {_key(topic): topic for topic in reversed(found) if _key(topic) not in barred}
    return tuple(defuse(topic) for topic in reversed(by_key.values()))[:MOST]


def _is_open(post: Interaction) -> bool:
    return post.kind.is_talk and bool(post.text) and post.visibility.is_open


def _tags(talk: Sequence[Interaction]) -> Iterator[str]:
    """The hashtags that both use, without the #, most used first."""
    uses: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for post in talk:
        for tag in _TAG.findall(post.text or ""):
            uses[post.outgoing][folded(tag)] += 1
            spellings[folded(tag)][tag] += 1
    common = uses[True].keys() & uses[False].keys()
    for tag in sorted(common, key=lambda tag: (-spellings[tag].total(), tag)):
        yield _usual(spellings[tag])


def _distinctive(talk: Sequence[Interaction], whole: Sequence[Interaction]) -> Iterator[str]:
    posts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for post in talk:
        found = _by_key(post.text or "")
        posts.update(found.keys())
        for key, word in found.items():
            spellings[key][word] += 1
    threads = _threads(whole) | _threads(talk)
    usual = Counter(key for keys in threads.values() for key in keys)

    def worth(key: str) -> float:
        return (1 + math.log(posts[key])) * math.log(1 + len(threads) / usual[key])

    often = (key for key, count in posts.items() if count >= POSTS)
    for key in sorted(often, key=lambda key: (-worth(key), key)):
        yield _usual(spellings[key])


def _threads(talk: Iterable[Interaction]) -> dict[str, Collection[str]]:
    """The words of each thread."""
    threads: dict[str, set[str]] = defaultdict(set)
    for post in talk:
        threads[post.thread].update(_by_key(post.text or ""))
    return dict(threads)


def _by_key(text: str) -> dict[str, str]:
    return {
        _key(word): word.lower()
        for word in _words(_NO_PROSE.sub(" ", text))
        if SHORTEST <= len(word) <= LONGEST and folded(word) not in any_stopwords()
    }


def _words(text: str) -> Iterator[str]:
    """The words, without an elided article ("l’atelier") or an ending ("Alice’s")."""
    for word in _WORD.findall(text):
        first, *more = _APOSTROPHE.split(word)
        yield more[-1] if more and len(more[-1]) > _ENDING else first


def _key(word: str) -> str:
    """A key that is equal for a word and its plural."""
    key = folded(word)
    return key.removesuffix("s") if len(key) > SHORTEST else key


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda word: (-spellings[word], word))
