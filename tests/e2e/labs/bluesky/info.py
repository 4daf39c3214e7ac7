"""Where the parts of a running lab are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Info:
    """Addresses and names, as the network told them when it was up.

    `labeler` is the DID under which `Control.label` speaks: the production one's.
    """

    plc: str
    pds: str
    appview: str
    appview_did: str
    chat: str
    control: str
    labeler: str

    @classmethod
    def parse(cls, line: str) -> Info:
        """Read what `to_json` wrote."""
        return cls(**json.loads(line))

    def to_json(self) -> str:
        """Write it on one line."""
        return json.dumps(asdict(self))
