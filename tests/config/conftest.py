from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from bot.errors import ConfigError
from config.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from config.models.settings import Settings


class Loader(Protocol):
    def __call__(self, text: str) -> Settings: ...


class Complainer(Protocol):
    def __call__(self, text: str) -> str: ...


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """Where a config file goes, with a proper secret beside it."""
    secret = tmp_path / "me.secret"
    secret.touch(mode=0o600)
    secret.write_text("s3cret\n")
    return tmp_path / "terrasse.toml"


@pytest.fixture
def loaded(config_file: Path) -> Loader:
    """Load a text as a config file."""

    def loaded(text: str) -> Settings:
        config_file.write_text(text, encoding="utf-8")
        return load(config_file)

    return loaded


@pytest.fixture
def complaint(config_file: Path, loaded: Loader) -> Complainer:
    """The error message for a text as a config file, without the path before it."""

    def complaint(text: str) -> str:
        with pytest.raises(ConfigError) as caught:
            loaded(text)
        return str(caught.value).removeprefix(str(config_file)).lstrip(": ")

    return complaint
