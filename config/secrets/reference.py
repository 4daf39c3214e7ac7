"""Where a secret is kept. The config file never holds the secret itself."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from pydantic import SecretStr

from bot.domain.safety.outside import keep_secret
from bot.domain.sentence import Sentence, marked
from bot.errors import ConfigError, UnfitError
from config.hint import did_you_mean, nearest
from config.paths import expanded
from config.secrets import file as secret_file
from config.secrets import sources as secret_sources
from config.secrets.redaction import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecretKind(StrEnum):
    """The kinds of places; the value is what stands before the colon."""

    FILE = "file"
    ENV = "env"
    CREDENTIAL = "credential"
    KEYRING = "keyring"


_KINDS: Final = {kind.value: kind for kind in SecretKind}
_SHAPES: Final = {
    SecretKind.FILE: (re.compile(r".+", re.DOTALL), "file:PATH"),
    SecretKind.ENV: (re.compile(r"[A-Za-z_][A-Za-z0-9_]*"), "env:VARIABLE"),
    SecretKind.CREDENTIAL: (re.compile(r"(?!\.\.?$)[A-Za-z0-9_.@-]+"), "credential:NAME"),
    SecretKind.KEYRING: (re.compile(r"[ -~]+/[ -.0-~]+"), "keyring:SERVICE/USER"),
}


@dataclass(frozen=True, slots=True, repr=False)
class SecretRef:
    """A secret's place: `file:`, `env:`, `credential:` (systemd) or `keyring:`.

    It never holds the secret itself. `place` of a file is an absolute path. A place that
    looks like a secret, as one was pasted for it, is not shown.
    """

    kind: SecretKind
    place: str

    @classmethod
    def parse(cls, text: str, folder: Path) -> Self:
        """Read a place; a file's path is relative to `folder`.

        Raises:
            ValueError: it is none, and so may be the secret itself: it is never repeated.
        """
        scheme, colon, place = text.partition(":")
        kind = _KINDS.get(scheme) if colon else None
        if kind is None:
            like = nearest(scheme, _KINDS) if colon else None
            raise UnfitError(
                marked(
                    "must say where the secret is kept: secrets do not belong in this file. Put it "
                    'into a file of its own, chmod 600, and write "file:NAME" here '
                    "(or env:VARIABLE, credential:NAME, keyring:SERVICE/USER).{hint}"
                ),
                hint=did_you_mean(like and f"{like}:"),
            )
        pattern, shape = _SHAPES[kind]
        if not pattern.fullmatch(place):
            raise UnfitError(marked('must have the form "{shape}".'), shape=shape)
        return cls(kind, str(expanded(place, folder)) if kind is SecretKind.FILE else place)

    def check(self) -> None:
        """Check what can be checked without reading the secret: whether its file can be used.

        Raises:
            ConfigError: the file cannot be used.
        """
        if self.kind is SecretKind.FILE:
            secret_file.check(Path(self.place))

    def read(self, environ: Mapping[str, str] | None = None) -> SecretStr:
        """Read the secret, less one newline at its end. No text shown afterwards will hold it.

        Raises:
            ConfigError: it cannot be read, is empty, or is more than one line of text.
        """
        try:
            text = self._raw(os.environ if environ is None else environ).decode()
        except UnicodeDecodeError:
            raise ConfigError(
                marked("The secret {secret} is not text in UTF-8."), secret=self.said
            ) from None
        text = text.removesuffix("\n").removesuffix("\r")
        if not text.strip():
            raise ConfigError(
                marked(
                    "The secret {secret} is empty. For an account, terrasse login ACCOUNT fills "
                    "it; else write the secret there."
                ),
                secret=self.said,
            )
        if not text.isprintable():
            raise ConfigError(
                marked("The secret {secret} must be one line of text, and nothing else."),
                secret=self.said,
            )
        keep_secret(text)
        return SecretStr(text)

    def _raw(self, environ: Mapping[str, str]) -> bytes:
        match self.kind:
            case SecretKind.FILE:
                return secret_file.read(Path(self.place))
            case SecretKind.ENV:
                return secret_sources.variable(self.place, environ)
            case SecretKind.CREDENTIAL:
                return secret_sources.credential(self.place, environ)
            case SecretKind.KEYRING:
                return secret_sources.password(self.place)

    @property
    def said(self) -> Sentence:
        """The place, as a message may show it."""
        return Sentence("{kind}:{place}", kind=self.kind.value, place=discreet(self.place))

    def __str__(self) -> str:
        return str(self.said)

    def __repr__(self) -> str:
        return f"SecretRef({str(self)!r})"
