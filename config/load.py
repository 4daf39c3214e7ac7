"""Find the config file, and read it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import regular_file
from bot.errors import ConfigError
from config.paths import expanded, xdg_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.models.settings import Settings

NAME: Final = "terrasse.toml"
_LONGEST: Final = 256 * 1024


def language(explicit: Path | None, environ: Mapping[str, str]) -> str | None:
    """The language that the config file in use names, if the file can be read so far.

    It loads none of the models, as `--help` waits for it.
    """
    try:
        path = find(explicit, environ)
        named = None if path is None else read_toml(path).get("language")
    except ConfigError:
        return None
    return named if isinstance(named, str) else None


def find(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The config file to read; `None` if there is none in the usual places.

    In this order: `explicit` (the option --config), $TERRASSE_CONFIG, `terrasse.toml` in the
    working directory, and in $XDG_CONFIG_HOME/terrasse.

    Raises:
        ConfigError: one of the first two is given, and does not exist.
    """
    if explicit is not None:
        return _given(explicit, "--config")
    if named := environ.get("TERRASSE_CONFIG"):
        return _given(Path(named), "$TERRASSE_CONFIG")
    folder = xdg_directory("XDG_CONFIG_HOME", ".config", environ)
    usual = [Path(NAME), *([folder / NAME] if folder else [])]
    return next((path for path in usual if _is_there(path)), None)


def load(path: Path, *, checks_secrets: bool = True) -> Settings:
    """Read a config file. Secrets are not read, but files that hold some are looked at.

    Without `checks_secrets` they need not be there yet.

    Raises:
        ConfigError: the file cannot be read or used; the message names every fault in it.
    """
    return _checked(read_toml(path), path, checks_secrets=checks_secrets)


def parse(text: str, path: Path, *, checks_secrets: bool = True) -> Settings:
    """As `load`, of a text that is to be the file `path`."""
    return _checked(tomllib.loads(text), path, checks_secrets=checks_secrets)


def _checked(data: dict[str, object], path: Path, *, checks_secrets: bool) -> Settings:
    # Imported here, as `language` and `find` need none of them.
    from pydantic import ValidationError  # noqa: PLC0415

    from config.complaint import not_settings  # noqa: PLC0415
    from config.models.settings import Settings  # noqa: PLC0415
    from config.parsed import Origin  # noqa: PLC0415

    origin = Origin(path.absolute().parent, checks_secrets)
    try:
        return Settings.model_validate(data, context=origin)
    except ValidationError as error:
        message = not_settings(path, error, data)
    # Raised outside the handler, so that no traceback holds the values that pydantic was given.
    raise ConfigError(message)


def _given(written: Path, where: str) -> Path:
    try:
        path = expanded(str(written), Path())
    except ValueError as error:
        message = f"{where} {error}"
        raise ConfigError(message) from None
    if not _is_there(path):
        message = f"{path} does not exist: {where} must name a config file."
        raise ConfigError(message)
    return path


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # load() reports the error
    return True


def read_toml(path: Path) -> dict[str, object]:
    """What stands in a config file, unchecked.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    try:
        raw = regular_file.read(path, _LONGEST + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise ConfigError(message) from None
    if len(raw) > _LONGEST:
        message = f"{path} is too long for a config file: did you mean another one?"
        raise ConfigError(message)
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = f"{path} is not text in UTF-8: save it as such in your editor."
    except RecursionError:
        message = f"{path} nests its values too deeply for a config file."
    except ValueError as error:
        from config.complaint import not_toml  # noqa: PLC0415 (as above)

        message = not_toml(path, error)
    raise ConfigError(message)
