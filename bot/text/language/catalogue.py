"""Translations.

The English sentences in the code are the keys. Other languages are in `locales/*.po`, in GNU
gettext's format, and are loaded on first use.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Final

from bot.domain.sentence import marked

__all__ = ["LANGUAGES", "Catalogue", "catalogue", "marked"]

LANGUAGES: Final = ("en", "fr")
_LOCALES: Final = {"en": "en_GB", "fr": "fr"}


class Catalogue:
    """The sentences of one language, and its locale for dates and numbers."""

    def __init__(self, language: str) -> None:
        """Read the sentences of `language`, one of `LANGUAGES`."""
        self.language = language
        self.locale = _LOCALES[language]
        self._sentences = NullTranslations() if language == "en" else _read(language)

    def say(self, message: str, /, **values: object) -> str:
        """Translate a sentence, and fill in its `{…}`."""
        return self._sentences.gettext(message).format(**values)

    def as_is(self, message: str, /) -> str:
        """Translate a text that has nothing to fill in: its `{…}` stay."""
        return self._sentences.gettext(message)

    def count(self, singular: str, many: str, number: int, /, **values: object) -> str:
        """Translate a sentence with a plural form; `{n}` in it is the number."""
        return self._sentences.ngettext(singular, many, number).format(n=number, **values)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, one of `LANGUAGES`."""
    return Catalogue(language)


def _read(language: str) -> GNUTranslations:
    # Imported here, as English needs none of them.
    from importlib import resources  # noqa: PLC0415

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    source = resources.files("bot.text") / "locales" / f"{language}.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
