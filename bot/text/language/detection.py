"""Choose the language of a draft: the one that the two use with each other."""

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
"""The weight of talk halves in this time."""
SURE: Final = 0.9
"""The least probability for a detected language."""
SAMPLE: Final = 2000
"""How many characters of the latest talk are used."""

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

    In this order: the owner's choice; the language tags of the posts; the detected language, if
    no post has a tag; `fallback`. Among tags, a language that both use wins over one that only
    one of them uses, and recent posts weigh more.

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
    """The language of a text; `None` if unsure, or if the extra `language` is missing."""
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
        found, key=lambda tag: (min(ours[tag], theirs[tag]), ours[tag] + theirs[tag]), default=None
    )


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
