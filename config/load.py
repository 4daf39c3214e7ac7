"""Read the config file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot import regular_file
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import ConfigError
from config.complaint import not_settings, not_toml
from config.find import LONGEST
from config.models.settings import Settings
from config.parsed import Origin

if TYPE_CHECKING:
    from pathlib import Path


def load(path: Path, *, checks_secrets: bool = True) -> Settings:
    """Read a config file. Secrets are not read, but files that hold some are looked at.

    Without `checks_secrets` they need not be there yet.

    Raises:
        ConfigError: the file cannot be read or used; the message names every fault in it.
    """
    return parse(read(path), path, checks_secrets=checks_secrets)


def parse(raw: bytes, path: Path, *, checks_secrets: bool = True) -> Settings:
    """As `load`, of bytes that are, or are to be, the file `path`."""
    data = _parsed(raw, path)
    origin = Origin(path.absolute().parent, checks_secrets)
    try:
        return Settings.model_validate(data, context=origin)
    except ValidationError as error:
        said = not_settings(path, error, data)
    # Raised outside the handler, so that no traceback holds the values that pydantic was given.
    raise ConfigError(said)


def read_toml(path: Path) -> dict[str, object]:
    """What stands in a config file, unchecked.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    return _parsed(read(path), path)


def read(path: Path) -> bytes:
    """The bytes of a config file.

    Raises:
        ConfigError: it cannot be read, or is too long for one.
    """
    try:
        raw = regular_file.read(path, LONGEST + 1)
    except OSError as error:
        raise ConfigError(
            marked("{path} cannot be read: {why}."), path=path, why=reason(error)
        ) from None
    if len(raw) > LONGEST:
        raise ConfigError(
            marked("{path} is too long for a config file: did you mean another one?"), path=path
        )
    return raw


def _parsed(raw: bytes, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sentence = marked("{path} is not text in UTF-8: save it as such in your editor.")
        said = Sentence(sentence, path=path)
    except RecursionError:
        said = Sentence(marked("{path} nests its values too deeply for a config file."), path=path)
    except ValueError as error:
        said = not_toml(path, error)
    raise ConfigError(said)
