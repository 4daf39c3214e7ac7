"""Choose the language of a draft: the one that the two use with each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from bot.domain.sentence import marked
from bot.errors import UserError
from bot.text.language.catalogue import LANGUAGES
from bot.text.language.folding import folded
from bot.text.language.stopwords import stopwords

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from py3langid.langid import LanguageIdentifier

    from bot.domain.talk.interaction import Interaction

HALF_LIFE: Final = timedelta(days=90)
"""The weight of talk halves in this time."""
SURE: Final = 0.9
"""The least probability for a detected language."""
SAMPLE: Final = 2000
"""How many characters of the latest talk are used."""

COMMON_WORDS: Final = 4
"""A language is known by at least this many stop words,"""
OFTEN: Final = 0.45
"""if they are at least this part of all words,"""
SURER: Final = 2
"""and this many times as many as those of any other language."""

_WORDS: Final = regex.compile(r"\p{L}+")
_NO_PROSE: Final = regex.compile(r"https?://\S+|[@＠#＃]\S+")


def tongue(  # noqa: PLR0913 (all that it depends on)
    talk: Iterable[Interaction],
    *,
    available: Collection[str],
    fallback: str,
    now: datetime,
    chosen: str | None = None,
    detect: Callable[[str], str | None] | None = None,
) -> str:
    """The language to write in, one of `available`.

    In this order: the owner's choice; what the two write; `fallback`. What somebody writes is told
    by the tags of their posts. Where there are none, or where all are alike and their words are
    plainly of another language (apps tag all posts with their default), it is detected. A
    language that both use wins over one that only one of them uses, and recent posts weigh more.

    Args:
        talk: what the two said to each other.
        available: the languages that have templates.
        fallback: the owner's language.
        now: the present instant, UTC.
        chosen: the owner's choice for this draft.
        detect: returns a text's language, or `None` if unsure; `detected` by default.

    Raises:
        UserError: there is no template in the chosen language.
    """
    if chosen is not None:
        if _primary(chosen) not in available:
            known = ", ".join(sorted(available))
            raise UserError(
                marked("There is no template in “{chosen}”: choose one of {known}."),
                chosen=chosen,
                known=known,
            )
        return _primary(chosen)
    said = sorted(
        (post for post in talk if post.kind.is_talk), key=lambda post: post.at, reverse=True
    )
    ours, theirs = (
        _weights([post for post in said if post.outgoing is outgoing], now, detect or detected)
        for outgoing in (True, False)
    )
    found = sorted((ours.keys() | theirs.keys()) & set(available))
    return max(
        found,
        key=lambda tag: (min(ours[tag], theirs[tag]), ours[tag] + theirs[tag]),
        default=fallback,
    )


def detected(text: str) -> str | None:
    """The language of a text; `None` if unsure.

    Without the extra `language`, only the languages of `LANGUAGES` are known.
    """
    identifier = _identifier()
    if identifier is None or not text:
        return by_common_words(text)
    language, sure = identifier.classify(text)
    return language if sure >= SURE else None


def by_common_words(text: str) -> str | None:
    """Which of `LANGUAGES` most stop words of a text belong to; `None` if unsure."""
    spelt = _WORDS.findall(folded(text))
    counts = Counter(
        {language: sum(word in stopwords(language) for word in spelt) for language in LANGUAGES}
    )
    (language, most), (_, second) = counts.most_common(2)
    is_sure = most >= COMMON_WORDS and most >= OFTEN * len(spelt) and most >= SURER * second
    return language if is_sure else None


def _weights(
    posts: Sequence[Interaction], now: datetime, detect: Callable[[str], str | None]
) -> dict[str, float]:
    """How much somebody writes in each language; `posts` are theirs, the latest first."""
    tags = {_primary(tag) for post in posts for tag in post.languages}
    only = None
    if len(tags) <= 1:
        sample = _sample(posts)
        only = by_common_words(sample) if tags else detect(sample)
    weights: dict[str, float] = defaultdict(float)
    for post in posts:
        recent = 0.5 ** (max(now - post.at, timedelta(0)) / HALF_LIFE)
        languages = post.languages if only is None else (only,)
        for tag in languages:
            weights[_primary(tag)] += recent / len(languages)
    return weights


def _primary(tag: str) -> str:
    """The language of a BCP 47 tag, without its region and script."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _sample(talk: Iterable[Interaction]) -> str:
    prose = " ".join(post.text for post in talk if post.text)[: 2 * SAMPLE]
    return " ".join(_NO_PROSE.sub(" ", prose).split())[:SAMPLE]


@cache
def _identifier() -> LanguageIdentifier | None:
    # Optional and slow to load; most talk has tags.
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
