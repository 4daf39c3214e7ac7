"""The language and the topics that the owner and a person share."""

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
    """The language for a draft of this kind to a person; `chosen` by the owner, or detected.

    Raises:
        UserError: there is no template of this kind in the chosen language.
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
    """What the two talk about in public: at most three topics, best first."""
    async with context.store.unit(context.owner) as unit:
        everybody = {key for other in await unit.people.all() for key in other.keys}
        whole = await unit.log.with_accounts(everybody)
    shared = [interaction for interaction in whole if interaction.other in person.keys]
    theirs = (
        name for account in person.accounts for name in (account.display_name, account.handle)
    )
    ours = {interaction.watched.id for interaction in whole}
    return topics(shared, whole, without=[*theirs, *ours])


def _languages(context: Context, kind: BriefKind) -> frozenset[str]:
    """The languages that have a template of this kind."""
    try:
        own = context.templates.there() if context.templates else ()
    except TemplateError:
        own = ()  # `draft_for` reports the error
    return frozenset(LANGUAGES) | {language for language, own_kind in own if own_kind is kind}
