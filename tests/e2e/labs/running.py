"""One run of a lab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from tests.e2e.labs.info import InfoT

if TYPE_CHECKING:
    from tests.e2e.labs.process import Server


@dataclass(frozen=True, slots=True)
class Running(Generic[InfoT]):
    """Servers that were started together: `info` says where they are."""

    info: InfoT
    servers: tuple[Server, ...]

    @property
    def is_running(self) -> bool:
        """Whether every process is there."""
        return all(server.is_running for server in self.servers)
