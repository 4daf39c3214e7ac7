"""Where secrets come from besides files: the environment, systemd, the keyring."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.sentence import marked
from bot.errors import ConfigError
from config.secrets import file as secret_file
from config.secrets.redaction import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping


def variable(name: str, environ: Mapping[str, str]) -> bytes:
    """The value of an environment variable.

    Raises:
        ConfigError: it is not set.
    """
    if name not in environ:
        raise ConfigError(
            marked(
                "The secret env:{name} is missing: that environment variable is not set "
                "where terrasse runs."
            ),
            name=discreet(name),
        )
    return environ[name].encode(errors="surrogateescape")


def credential(name: str, environ: Mapping[str, str]) -> bytes:
    """What systemd passes to the unit: https://systemd.io/CREDENTIALS.

    Raises:
        ConfigError: it passes no such thing.
    """
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise ConfigError(
            marked(
                "The secret credential:{name} is out of reach: systemd passes it only to a "
                "unit that has LoadCredential=, and terrasse does not run in one."
            ),
            name=discreet(name),
        )
    # systemd guards the directory, and may grant the unit's user its read by an ACL, which
    # looks like a mode open to the group.
    return secret_file.read(Path(folder, name), private=False)


def password(place: str) -> bytes:
    """What the keyring holds for `SERVICE/USER`.

    Raises:
        ConfigError: the extra is not installed, the keyring is closed, or holds no such thing.
    """
    try:
        keyring, errors = import_module("keyring"), import_module("keyring.errors")
    except ImportError:
        raise ConfigError(
            marked("The secret keyring:{name} needs an extra: pip install 'terrasse[keyring]'."),
            name=discreet(place),
        ) from None
    service, _, user = place.rpartition("/")
    try:
        found = keyring.get_password(service, user)
    except errors.KeyringError:
        raise ConfigError(
            marked(
                "The secret keyring:{name} cannot be read: there is no keyring here, or it "
                "is locked."
            ),
            name=discreet(place),
        ) from None
    if found is None:
        raise ConfigError(
            marked(
                "The secret keyring:{name} is missing: add it with the command keyring set "
                "SERVICE USER."
            ),
            name=discreet(place),
        )
    return str(found).encode()
