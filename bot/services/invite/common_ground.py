"""What the owner and somebody share: the language they use with each other, and their topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TemplateError
from bot.text.draft.topics import topics
from bot.text.language.catalogue import LANGUAGES
from bot.text.language.detection import tongue

if TYPE_CHECKING:
    from bot.domain.people.identity import Person
    from bot.services.context import Context
    from bot.text.draft.brief import BriefKind


async def language_with(
    context: Context, person: Person, kind: BriefKind, chosen: str | None = None
) -> str:
    """The language for a draft of this kind to somebody; the owner's choice has the last word.

    Raises:
        UserError: there is no such template in the language that the owner chose.
    """
    async with context.store.unit(context.owner) as unit:
        talk = await unit.log.with_accounts(person.keys)
    return tongue(
        talk,
        available=_languages(context, kind),
        fallback=context.wishes.words.language,
        now=context.clock.now(),
        chosen=chosen,
    )


async def topics_with(context: Context, person: Person) -> tuple[str, ...]:
    """What the two talk about in the open, at most three topics, best first."""
    async with context.store.unit(context.owner) as unit:
        everybody = {key for one in await unit.people.all() for key in one.keys}
        whole = await unit.log.with_accounts(everybody)
    shared = [one for one in whole if one.other in person.keys]
    theirs = (
        name for account in person.accounts for name in (account.display_name, account.handle)
    )
    ours = {one.watched.id for one in whole}
    return topics(shared, whole, without=[*theirs, *ours])


def _languages(context: Context, kind: BriefKind) -> frozenset[str]:
    """The languages that there is a template of this kind for."""
    try:
        own = context.templates.there() if context.templates else ()
    except TemplateError:
        own = ()  # told with the draft
    return frozenset(LANGUAGES) | {language for language, one in own if one is kind}
