"""Shorten a brief step by step, the least important details first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.digest import Citation
from bot.text.draft.naming import cited
from bot.text.language import graphemes
from bot.text.safety.defuse import defuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.text.draft.brief import Brief

SHORT: Final = 30
"""Grapheme clusters of a shortened citation, topic, name or place."""


def shorter(brief: Brief) -> Iterator[Brief]:
    """The brief, then shorter and shorter ones; the last holds nothing but its kind.

    Dropped are, in this order: the third slot, most of the citation, the second slot, the link,
    the citation, the last slot. Then long names are cut, and finally dropped.
    """
    yield brief
    for step in _STEPS:
        less = step(brief)
        if less != brief:
            brief = less
            yield brief


def _slots(at_most: int) -> Callable[[Brief], Brief]:
    return lambda brief: replace(brief, slots=brief.slots[:at_most])


def _short_citation(brief: Brief) -> Brief:
    if brief.thread is None:
        return brief
    return replace(brief, thread=replace(brief.thread, text=cited(brief.thread.text, SHORT)))


def _no_link(brief: Brief) -> Brief:
    # A thread without text has nothing to cite but its link.
    if brief.thread is None or not cited(brief.thread.text):
        return replace(brief, thread=None)
    return replace(brief, thread=Citation(brief.thread.text, ""))


def _no_thread(brief: Brief) -> Brief:
    return replace(brief, thread=None)


def _short_names(brief: Brief) -> Brief:
    event = brief.event and replace(brief.event, name=defuse(brief.event.name, SHORT))
    return replace(
        brief, name=_cut(brief.name), place=_cut(brief.place), topic=_cut(brief.topic), event=event
    )


def _no_place(brief: Brief) -> Brief:
    return replace(brief, place="")


def _no_topic(brief: Brief) -> Brief:
    return replace(brief, topic="")


def _no_event_link(brief: Brief) -> Brief:
    return replace(brief, event=brief.event and replace(brief.event, url=""))


def _no_name(brief: Brief) -> Brief:
    return replace(brief, name="")


def _no_event_name(brief: Brief) -> Brief:
    return replace(brief, event=brief.event and replace(brief.event, name=""))


def _cut(text: str) -> str:
    return graphemes.cut(text, SHORT)


_STEPS: Final[tuple[Callable[[Brief], Brief], ...]] = (
    _slots(2),
    _short_citation,
    _slots(1),
    _no_link,
    _no_thread,
    _slots(0),
    _short_names,
    _no_topic,
    _no_place,
    _no_event_link,
    _no_name,
    _no_event_name,
)
