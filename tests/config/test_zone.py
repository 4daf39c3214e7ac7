from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import config.models.zone
from config.models.zone import machine_zone, zone

if TYPE_CHECKING:
    from pathlib import Path


def test_a_zone_is_one_of_the_database() -> None:
    assert ZoneInfo("Europe/Paris") == zone("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("paris", " Did you mean “Europe/Paris”?"),
        ("new york", " Did you mean “America/New_York”?"),
        ("Europe/Pariss", " Did you mean “Europe/Paris”?"),
        ("xyz", ""),
        ("", ""),
        ("../../etc/passwd", ""),
        ("nul\0l", ""),
    ],
)
def test_an_unknown_zone_gets_the_likeliest_one(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=r"^must") as caught:
        zone(text)

    assert f'must be a time zone such as "Europe/Paris".{hint}' == str(caught.value)


def test_the_machine_tells_its_zone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    localtime = tmp_path / "localtime"
    localtime.symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    monkeypatch.setattr(config.models.zone, "_LOCALTIME", localtime)

    monkeypatch.setenv("TZ", "Europe/Paris")
    assert ZoneInfo("Europe/Paris") == machine_zone()

    monkeypatch.setenv("TZ", "CET-1CEST")
    assert ZoneInfo("Asia/Tokyo") == machine_zone()

    monkeypatch.delenv("TZ")
    assert ZoneInfo("Asia/Tokyo") == machine_zone()


def test_a_machine_that_does_not_tell_is_on_utc(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config.models.zone, "_LOCALTIME", tmp_path / "missing")
    monkeypatch.delenv("TZ", raising=False)

    assert ZoneInfo("UTC") == machine_zone()
