"""Checks for `doctor`: the owner's templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TemplateError
from bot.services.doctor.checks import Finding
from bot.services.invite.drafting import own_text
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind
from bot.text.draft.sample import samples

if TYPE_CHECKING:
    from bot.ports import Templates
    from bot.services.context import Context
    from bot.text.language.catalogue import Catalogue


async def check_templates(context: Context) -> list[Finding]:
    """Check that each template can be rendered, and list the files that are not templates."""
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
    return odd + [await _check(templates, *name, words) for name in there]


async def _check(templates: Templates, language: str, kind: BriefKind, words: Catalogue) -> Finding:
    subject = f"template {language}/{kind}.txt"
    try:
        for brief in samples(language, kind):
            await own_text(templates, brief)
    except TemplateError as error:
        return Finding(subject, fine=False, said=faults.sentence(error, words))
    return Finding(subject, fine=True, said="can be used")
