"""Compose the text of a draft from the built-in templates."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from bot.errors import ImpossibleError
from bot.text.draft.shorten import shorter
from bot.text.draft.values import values
from bot.text.language.catalogue import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template

    from bot.text.draft.brief import Brief
    from bot.text.safety.limits import Limits

BLANK: Final = "[…]"
"""The gap in a draft that the owner has to fill in."""

_PARAGRAPH: Final = re.compile(r"[ \t]*\n\s*?\n\s*")
_BREAK: Final = re.compile(r"[ \t\r\n]+")


def compose(brief: Brief) -> str:
    """The longest text about the brief within its limits; it ends with a way to say no.

    Raises:
        ImpossibleError: even the shortest text is too long.
    """
    template = _template(brief.language, brief.kind.value)
    texts = (template.render(values(variant)) for variant in shorter(brief))
    text = first_that_fits((laid_out(text) for text in texts), brief.limits)
    if text is None:
        raise ImpossibleError(
            marked("A message of at most {most} characters has no room for a draft."),
            most=brief.limits.graphemes,
        )
    return text


def unfinished(text: str) -> bool:
    """Whether the owner still has to fill in a gap of the draft."""
    return BLANK in text


def laid_out(rendered: str) -> str:
    """Lay out a template's output: line breaks become spaces, empty lines end paragraphs."""
    paragraphs = (_BREAK.sub(" ", part).strip(" ") for part in _PARAGRAPH.split(rendered))
    return "\n\n".join(part for part in paragraphs if part)


def first_that_fits(texts: Iterable[str], limits: Limits) -> str | None:
    """The first text that is not empty and short enough."""
    return next((text for text in texts if text and limits.fit(text)), None)


@cache
def _template(language: str, kind: str) -> Template:
    # Imported here, as it is slow and most commands need no template.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    source = resources.files("bot.text") / "templates" / language / f"{kind}.txt"
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (a message is plain text)
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(source.read_text(encoding="utf-8"))
