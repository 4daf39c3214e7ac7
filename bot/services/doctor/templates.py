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
        return [Finding(words.say("templates"), fine=False, said=faults.sentence(error, words))]
    names = ", ".join(f"{kind}.txt" for kind in BriefKind)
    folder = words.say("LANGUAGE")
    said = words.say("is never used: templates are {names}", names=f"{folder}/{{{names}}}")
    odd = [Finding(_subject(file, words), fine=False, said=said) for file in strangers]
    return odd + [await _check(templates, *name, words) for name in there]


async def _check(templates: Templates, language: str, kind: BriefKind, words: Catalogue) -> Finding:
    subject = _subject(f"{language}/{kind}.txt", words)
    try:
        for brief in samples(language, kind):
            await own_text(templates, brief)
    except TemplateError as error:
        return Finding(subject, fine=False, said=faults.sentence(error, words))
    return Finding(subject, fine=True, said=words.say("can be used"))


def _subject(file: str, words: Catalogue) -> str:
    return words.say("template {file}", file=file)
