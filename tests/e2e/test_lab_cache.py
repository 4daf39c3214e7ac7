"""A lab is installed once, and never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.labs.cache import Slot

if TYPE_CHECKING:
    from pathlib import Path


class PowerCutError(Exception):
    """What may happen at any moment."""


@pytest.fixture(autouse=True)
def labs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERRASSE_LAB_DIR", str(tmp_path))


def test_what_was_installed_is_used_again() -> None:
    with Slot("village", "recipe").filling() as folder:
        assert folder is not None

    with Slot("village", "recipe").filling() as again:
        assert again is None


def test_another_recipe_is_another_installation() -> None:
    with Slot("village", "recipe").filling():
        pass

    assert not Slot("village", "other recipe").is_filled


def test_a_broken_off_installation_is_thrown_away() -> None:
    with pytest.raises(PowerCutError):
        install_half()

    assert not Slot("village", "recipe").is_filled
    with Slot("village", "recipe").filling() as anew:
        assert anew is not None
        assert list(anew.iterdir()) == []


def install_half() -> None:
    with Slot("village", "recipe").filling() as folder:
        assert folder is not None
        (folder / "half").touch()
        raise PowerCutError
