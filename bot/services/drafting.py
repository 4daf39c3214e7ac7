"""The text of a draft: by the owner's template if there is one that works, else by ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import TemplateError
from bot.text import faults
from bot.text.catalogue import LANGUAGES
from bot.text.compose import compose, first_that_fits, laid_out, mentions
from bot.text.shorten import shorter
from bot.text.values import values

if TYPE_CHECKING:
    from bot.ports import Templates
    from bot.services.home import Home
    from bot.text.brief import Brief


async def draft_for(home: Home, brief: Brief) -> tuple[str, tuple[str, ...]]:
    """The text to show to the owner, and notes on what went otherwise than they asked for.

    The notes are sentences in the owner's language, for nobody else.

    Raises:
        UserError: no text at all fits the limits.
    """
    words = home.wishes.words
    notes = []
    try:
        text = await own_text(home.templates, brief) if home.templates else None
    except TemplateError as error:
        text = None
        problem = faults.sentence(error, words)
        notes.append(words.say("Mine stands in for your template. {problem}", problem=problem))
    if text is None:
        if brief.language not in LANGUAGES:
            notes.append(
                words.say(
                    "There is no template for this in “{language}”: the draft is in your language.",
                    language=brief.language,
                )
            )
            brief = replace(brief, language=words.language)
        text = compose(brief)
    return text, tuple(notes)


async def own_text(templates: Templates, brief: Brief) -> str | None:
    """What the owner's template makes of the brief; `None` if there is no such template.

    Raises:
        TemplateError: it cannot be used.
    """
    if (brief.language, brief.kind) not in templates.there():
        return None
    file = f"{brief.language}/{brief.kind}.txt"
    variants = [values(one) for one in shorter(brief)]
    rendered = await templates.render(brief.language, brief.kind, variants)
    text = first_that_fits((laid_out(one) for one in rendered), brief.limits)
    if text is None:
        raise TemplateError(file, None, faults.NOTHING_FITS, limit=brief.limits.graphemes)
    if mentions(text):
        raise TemplateError(file, None, faults.MENTIONS)
    return text
