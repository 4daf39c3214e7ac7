"""Where the parts of a running lab are."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.labs.info import LabInfo


@dataclass(frozen=True, slots=True)
class Info(LabInfo):
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
