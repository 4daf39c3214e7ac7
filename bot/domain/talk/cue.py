"""What the owner owes somebody before inviting them: an answer to a direct question.

Help that was never thanked for would be owed as well. It is left out: what is help, and what is
thanks, cannot be told from the words with any certainty, and a wrong reproach is worse than none.
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
"""So long nobody has to answer anything."""
NOT_AFTER: Final = timedelta(days=21)
"""After so long, nobody waits for an answer any more."""

_LINK: Final = re.compile(r"\w+://\S+")
# Latin, Arabic and full-width; before a letter it stands in a link that was shortened for display.
_QUESTION: Final = re.compile(r"[?؟？](?!\w)")  # noqa: RUF001 (people type it)


@dataclass(frozen=True, slots=True)
class Cue:
    """A question of somebody's to the owner that has no answer yet.

    `asked_at` is UTC; `uri` and `url` are those of the post, `url` empty where there is none to
    show; `is_open` says whether anybody may read it; `text` is all of the post.
    """

    asked_at: datetime
    text: str
    uri: str
    url: str = ""
    is_open: bool = True


def asks(text: str) -> bool:
    """Whether there is a question in a text; a `?` within a link is none."""
    return _QUESTION.search(_LINK.sub("", text)) is not None


def questions(
    talk: Iterable[Interaction], of: Collection[AccountKey], now: datetime
) -> list[Interaction]:
    """The questions that these accounts put to the owner, old and young enough; latest first.

    Only a post toward the owner counts, not one that carries their handle along, and only as long
    as its text is kept.
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
    """The latest question of theirs that the owner has not answered, if there is one.

    Any later word of the owner's in its thread is an answer, whomever it was said to; so `talk`
    holds the threads whole. `settled` are posts that were answered elsewhere.
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
    # Where a server does not tell of threads, a reply still names what it replies to.
    if question.object_uri in {said.parent_uri, said.subject_uri}:
        return True
    return said.thread == question.thread and said.at > question.at
