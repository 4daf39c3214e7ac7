"""What one kind of lab has of its own, for the code that serves all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol

from tests.e2e.labs.info import InfoT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Installation(Protocol):
    """The programs of a lab, in the cache."""

    @property
    def folder(self) -> Path:
        """Where it lies."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""

    def complete(self) -> None:
        """Install what is missing.

        Raises:
            LabError: it cannot be had here.
        """


@dataclass(frozen=True, slots=True)
class Kind(Generic[InfoT]):
    """A kind of lab.

    `name` is that of its package beside this file, which has a `supervisor` to run: see
    `tests.e2e.labs.supervisor`.
    """

    name: str
    info: type[InfoT]
    installation: Callable[[], Installation]

    @property
    def package(self) -> str:
        """What `python -m` calls it."""
        return f"{__package__}.{self.name}"
