"""The language of a draft: the one that the two really use with each other."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from py3langid.langid import LanguageIdentifier

    from bot.domain.talk.interaction import Interaction

HALF_LIFE: Final = timedelta(days=90)
"""Talk this old counts half."""
SURE: Final = 0.9
"""Below this probability, a language is not detected but guessed."""
SAMPLE: Final = 2000
"""Characters of the latest talk that are looked at."""

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

    In this order: what the owner chose; the tags that their posts carry on the platform, a
    language of both before one that only one of them writes, recent talk before older; what
    is detected, where no post carries a tag; `fallback`.

    Args:
        talk: what the two said to each other.
        available: languages that there are templates for.
        fallback: the owner's language.
        now: the present instant, UTC.
        chosen: what the owner said for this one draft.
        detect: tells a text's language, or `None` where it is not sure; `detected` by default.

    Raises:
        UserError: there is no template in the language that the owner chose.
    """
    if chosen is not None:
        if _primary(chosen) not in available:
            known = ", ".join(sorted(available))
            message = f"There is no template in “{chosen}”: choose one of {known}."
            raise UserError(message)
        return _primary(chosen)
    said = sorted(
        (post for post in talk if post.kind.is_talk), key=lambda post: post.at, reverse=True
    )
    if any(post.languages for post in said):
        found = _tagged(said, available, now)
    else:
        found = (detect or detected)(_sample(said))
    return found if found is not None and found in available else fallback


def detected(text: str) -> str | None:
    """The language of a text; `None` if it is not sure, or the extra `language` is missing."""
    if not text:
        return None
    identifier = _identifier()
    if identifier is None:
        return None
    language, sure = identifier.classify(text)
    return language if sure >= SURE else None


def _tagged(talk: Sequence[Interaction], available: Collection[str], now: datetime) -> str | None:
    weights: dict[bool, dict[str, float]] = {True: defaultdict(float), False: defaultdict(float)}
    for post in talk:
        recent = 0.5 ** (max(now - post.at, timedelta(0)) / HALF_LIFE)
        for tag in post.languages:
            weights[post.outgoing][_primary(tag)] += recent / len(post.languages)
    ours, theirs = weights[True], weights[False]
    found = sorted((ours.keys() | theirs.keys()) & set(available))
    return max(
        found,
        key=lambda tag: (min(ours[tag], theirs[tag]), ours[tag] + theirs[tag]),
        default=None,
    )


def _primary(tag: str) -> str:
    """The language of a BCP 47 tag, without its region and script."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _sample(talk: Iterable[Interaction]) -> str:
    prose = " ".join(post.text for post in talk if post.text)[: 2 * SAMPLE]
    return " ".join(_NO_PROSE.sub(" ", prose).split())[:SAMPLE]


@cache
def _identifier() -> LanguageIdentifier | None:
    # An extra, and slow to load: most talk carries tags.
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
