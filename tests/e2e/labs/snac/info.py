"""Where a running lab is, and who lives there."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.labs.info import LabInfo


@dataclass(frozen=True, slots=True)
class Info(LabInfo):
    """The address of the server, each account's password by name, the folder with its data."""

    url: str
    passwords: dict[str, str]
    data: str
