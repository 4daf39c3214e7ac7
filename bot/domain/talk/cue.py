"""Cues: questions to the owner that should be answered before an invitation.

Help without thanks would be another cue. It is left out, as help and thanks cannot be recognised
reliably, and a wrong cue is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain.people.identity import AccountKey
    from bot.domain.talk.interaction import Interaction

NOT_BEFORE: Final = timedelta(hours=12)
"""A younger question is not a cue yet."""
NOT_AFTER: Final = timedelta(days=21)
"""An older question is no cue any more."""

# Only from the beginning of a word: else the time grows as the square of the length.
_LINK: Final = re.compile(r"(?<!\w)\w+://\S+")
# Latin, Arabic and full-width. Before a letter it is part of a link shortened for display.
_QUESTION: Final = re.compile(r"[?؟？](?!\w)")  # noqa: RUF001 (people type it)


@dataclass(frozen=True, slots=True)
class Cue:
    """A question to the owner that has no answer yet.

    `uri`, `url` and `text` are those of the post; `url` may be empty. `is_open`: the post is
    public. `asked_at` is UTC.
    """

    asked_at: datetime
    text: str
    uri: str
    url: str = ""
    is_open: bool = True


def asks(text: str) -> bool:
    """Whether a text holds a question; a `?` within a link does not count."""
    return _QUESTION.search(_LINK.sub("", text)) is not None


def questions(
    talk: Iterable[Interaction], of: Collection[AccountKey], now: datetime
) -> list[Interaction]:
    """Questions from the accounts `of` to the owner that are 12 hours to 21 days old, latest first.

    Posts that only copy the owner's handle do not count, nor posts whose text is not kept.
    """
    found = [
        interaction
        for interaction in talk
        if interaction.actor in of
        and interaction.kind.is_talk
        and interaction.text is not None
        and asks(interaction.text)
        if NOT_BEFORE <= now - interaction.at <= NOT_AFTER
    ]
    return sorted(
        found, key=lambda interaction: (interaction.at, interaction.object_uri), reverse=True
    )


def owed(
    talk: Sequence[Interaction],
    of: Collection[AccountKey],
    now: datetime,
    *,
    settled: Collection[str] = (),
) -> Cue | None:
    """The latest question of theirs without an answer, if any.

    Any later post of the owner's in the thread counts as an answer, so `talk` must hold complete
    threads. `settled` are posts that were answered elsewhere.
    """
    said = [
        interaction for interaction in talk if interaction.outgoing and interaction.kind.is_talk
    ]
    for question in questions(talk, of, now):
        if question.object_uri in settled or any(_answers(answer, question) for answer in said):
            continue
        return Cue(
            question.at,
            question.text or "",
            question.object_uri,
            question.url or "",
            question.visibility.is_open,
        )
    return None


def _answers(said: Interaction, question: Interaction) -> bool:
    # Some servers give no thread; a reply still names its parent.
    if question.object_uri in {said.parent_uri, said.subject_uri}:
        return True
    return said.thread == question.thread and said.at > question.at
