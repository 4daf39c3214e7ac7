"""What a running lab says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self, TypeVar


@dataclass(frozen=True, slots=True)
class LabInfo:
    """Where the lab's parts are; each lab adds its own fields, of what JSON can say."""

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read what `to_json` wrote."""
        return cls(**json.loads(line))

    def to_json(self) -> str:
        """Write it on one line."""
        return json.dumps(asdict(self))


InfoT = TypeVar("InfoT", bound=LabInfo)
