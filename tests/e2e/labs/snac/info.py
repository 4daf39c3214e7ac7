"""Where a running lab is, and who lives there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Info:
    """The address of the server, and each account's password by name."""

    url: str
    passwords: dict[str, str]

    @classmethod
    def parse(cls, line: str) -> Info:
        """Read what `to_json` wrote."""
        return cls(**json.loads(line))

    def to_json(self) -> str:
        """Write it on one line."""
        return json.dumps(asdict(self))
