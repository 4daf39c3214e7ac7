"""Trying the owner's templates: what `doctor` tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TemplateError
from bot.services.health.check import Finding
from bot.services.invite.drafting import own_text
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind
from bot.text.draft.sample import samples

if TYPE_CHECKING:
    from bot.ports import Templates
    from bot.services.context import Context
    from bot.text.language.catalogue import Catalogue


async def check_templates(context: Context) -> list[Finding]:
    """Whether each of the owner's templates makes a text, and which files are none."""
    templates, words = context.templates, context.wishes.words
    if templates is None:
        return []
    try:
        there, strangers = templates.there(), templates.strangers()
    except TemplateError as error:
        return [Finding("templates", fine=False, said=faults.sentence(error, words))]
    names = ", ".join(f"{kind}.txt" for kind in BriefKind)
    said = f"is never used: templates are LANGUAGE/{{{names}}}"
    odd = [Finding(f"template {file}", fine=False, said=said) for file in strangers]
    return odd + [await _check(templates, *one, words) for one in there]


async def _check(templates: Templates, language: str, kind: BriefKind, words: Catalogue) -> Finding:
    subject = f"template {language}/{kind}.txt"
    try:
        for brief in samples(language, kind):
            await own_text(templates, brief)
    except TemplateError as error:
        return Finding(subject, fine=False, said=faults.sentence(error, words))
    return Finding(subject, fine=True, said="can be used")
