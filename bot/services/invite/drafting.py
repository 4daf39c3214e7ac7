"""The text of a draft, from the owner's template if there is a valid one, else from ours.

If the owner turned polishing on, the text is reworded, and checked: if a check fails, the original
text is used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.errors import ConfigError, NetworkError, TemplateError
from bot.text.draft import faults
from bot.text.draft.compose import compose, first_that_fits, laid_out, unfinished
from bot.text.draft.objection import objection
from bot.text.draft.shorten import shorter
from bot.text.draft.values import values
from bot.text.language.catalogue import LANGUAGES, marked
from bot.text.safety.links import mentions

if TYPE_CHECKING:
    from bot.ports import Drafter, Templates
    from bot.services.context import Context
    from bot.text.draft.brief import Brief


FAILED: Final = marked("the service gave no usable answer. {error}")
PRIVATE: Final = marked("it quotes something that is not public.")
UNSPOKEN: Final = marked("a rewording in “{language}” cannot be checked.")


class _UnpolishedError(Exception):
    """Why a draft is not reworded: a sentence with `{…}` for `values`."""

    def __init__(self, problem: str, **values: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.values = values


async def draft_for(context: Context, brief: Brief) -> tuple[str, tuple[str, ...]]:
    """The text to show to the owner, and notes on what could not be done as they asked.

    The notes are sentences in the owner's language, for the owner only.

    Raises:
        ImpossibleError: no text fits the limits.
    """
    words = context.wishes.words
    notes = []
    try:
        text = await own_text(context.templates, brief) if context.templates else None
    except TemplateError as error:
        text = None
        problem = faults.sentence(error, words)
        notes.append(
            words.say(
                "Your template cannot be used, so this draft is from mine. {problem}",
                problem=problem,
            )
        )
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
    try:
        text = await _polished(context.drafter, brief, text) if context.drafter else text
    except _UnpolishedError as error:
        problem = words.say(error.problem, **error.values)
        notes.append(words.say("Not polished: {problem}", problem=problem))
    return text, tuple(notes)


async def own_text(templates: Templates, brief: Brief) -> str | None:
    """The brief rendered by the owner's template; `None` if there is no such template.

    Raises:
        TemplateError: the template cannot be used.
    """
    if (brief.language, brief.kind) not in templates.there():
        return None
    file = f"{brief.language}/{brief.kind}.txt"
    variants = [values(variant) for variant in shorter(brief)]
    rendered = await templates.render(brief.language, brief.kind, variants)
    text = first_that_fits((laid_out(variant) for variant in rendered), brief.limits)
    if text is None:
        raise TemplateError(file, None, faults.NOTHING_FITS, limit=brief.limits.graphemes)
    if mentions(text):
        raise TemplateError(file, None, faults.MENTIONS)
    return text


async def _polished(drafter: Drafter, brief: Brief, text: str) -> str:
    """The text, reworded and checked.

    Raises:
        _UnpolishedError: the rewording failed a check, or none may be asked for.
    """
    if unfinished(text):
        return text  # the owner has to write it anyway
    if brief.private:
        raise _UnpolishedError(PRIVATE)
    if brief.language not in LANGUAGES:
        raise _UnpolishedError(UNSPOKEN, language=brief.language)
    try:
        reworded = laid_out(await drafter.polish(text, brief.language))
    except (NetworkError, ConfigError) as error:
        raise _UnpolishedError(FAILED, error=error) from error
    problem = objection(text, reworded, brief.language, brief.limits)
    if problem is not None:
        raise _UnpolishedError(problem)
    return reworded
