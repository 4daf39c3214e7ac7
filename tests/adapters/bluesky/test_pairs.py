"""What servers send, beside what it means: one test for each pair of fixtures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.bluesky.repository import Repository
from tests.adapters.bluesky.server import ME, Atproto, atproto

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Page

FOLDER = Path(__file__).parents[2] / "fixtures" / "bluesky"
SENT = sorted(FOLDER.glob("*.bsky.json"))
SHOWN = ("kind", "object_uri", "subject_uri", "root_uri", "parent_uri", "text", "url")


@pytest.mark.parametrize("sent", SENT, ids=lambda path: path.name.removesuffix(".bsky.json"))
async def test_what_is_sent_means(sent: Path, tmp_path: Path, clock: StoppedClock) -> None:
    body = _read(sent)
    expected = _read(Path(str(sent).replace(".bsky.json", ".interactions.json")))
    world = Atproto(
        Repository(ME, body.get("records", {})),
        body.get("notifications", []),
        {one["did"]: one for one in body.get("profiles", [])},
    )

    async with atproto(tmp_path, world) as place:
        pages = [page async for page in place.network(clock).history(None)]

    assert expected == meaning(pages)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def meaning(pages: list[Page]) -> dict[str, Any]:
    """What of the pages the fixtures state."""
    interactions = [one for page in pages for one in page.interactions]
    accounts = {account.key.id: account for page in pages for account in page.accounts}
    return {
        "interactions": sorted((_shown(one) for one in interactions), key=json.dumps),
        "accounts": {
            did: {
                "handle": one.handle,
                "name": one.display_name,
                "is_bot": one.is_bot,
                "flags": sorted(one.flags),
            }
            for did, one in sorted(accounts.items())
        },
        "rejected": sorted(one.why for page in pages for one in page.rejected),
    }


def _shown(one: Interaction) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in SHOWN if getattr(one, name)}
    return {
        **shown,
        "kind": one.kind.value,
        "actor": one.actor.id,
        "target": one.target.id,
        "at": one.at.isoformat(),
        **({"languages": list(one.languages)} if one.languages else {}),
    }


def test_there_are_pairs() -> None:
    assert len(SENT) >= 12
