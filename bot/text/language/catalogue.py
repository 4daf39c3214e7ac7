"""Translations.

The English sentences in the code are the keys. Other languages are in `locales/*.po`, in GNU
gettext's format, and are loaded on first use.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.domain.safety.outside import safe
from bot.domain.sentence import LANGUAGES, Sentence, marked
from bot.errors import TerrasseError, UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Catalogue", "catalogue", "marked"]

_LOCALES: Final = {"en": "en_GB", "fr": "fr"}


class Catalogue:
    """The sentences of one language, and its locale for dates and numbers."""

    def __init__(self, language: str) -> None:
        """Read the sentences of `language`, one of `LANGUAGES`."""
        self.language = language
        self.locale = _LOCALES[language]
        self._sentences = NullTranslations() if language == "en" else _read(language)

    def say(self, message: str, /, **values: object) -> str:
        """Translate a sentence, and fill in its `{…}`; errors and sentences are translated too."""
        return self._sentences.gettext(message).format(**self._told(values))

    def tell(self, said: TerrasseError | UnfitError | str) -> str:
        """Translate an error or a `Sentence`; other text stays as it is.

        Line breaks are kept only where the error may have some.
        """
        if isinstance(said, TerrasseError):
            return safe(self.tell(said.said), lines=said.has_lines, isolates=True)
        if isinstance(said, UnfitError):
            return self.tell(said.said)
        if not isinstance(said, Sentence):
            return said
        text = self._sentences.gettext(said.text) if said.text else ""
        return text.format(**self._told(said.values)) if said.values else text

    def _told(self, values: Mapping[str, object]) -> dict[str, object]:
        kinds = (TerrasseError, UnfitError, Sentence)
        return {
            name: self.tell(value) if isinstance(value, kinds) else value
            for name, value in values.items()
        }

    def as_is(self, message: str, /) -> str:
        """Translate a text that has nothing to fill in: its `{…}` stay."""
        return self._sentences.gettext(message)

    def count(self, singular: str, many: str, number: int, /, **values: object) -> str:
        """Translate a sentence with a plural form; `{n}` in it is the number."""
        return self._sentences.ngettext(singular, many, number).format(
            n=number, **self._told(values)
        )


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
