"""What servers send, beside what it means: one test for each pair of fixtures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.mastodon.served import network

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Network, Page

FOLDER = Path(__file__).parents[3] / "fixtures" / "mastodon"
SENT = sorted(FOLDER.glob("*.mastodon.json"))
SHOWN = ("object_uri", "subject_uri", "root_uri", "parent_uri", "text", "url")


@pytest.mark.parametrize("sent", SENT, ids=lambda path: path.name.removesuffix(".mastodon.json"))
async def test_what_is_sent_means(sent: Path, clock: StoppedClock) -> None:
    expected = _read(Path(str(sent).replace(".mastodon.json", ".interactions.json")))

    pages = [page async for page in network(_read(sent), clock).history(None)]

    assert expected == meaning(pages)


async def test_text_that_nobody_keeps_is_not_given(clock: StoppedClock) -> None:
    body = _read(FOLDER / "mastodon-both-sides.mastodon.json")
    whole = await _found(network(body, clock))
    latest = max(one.at for one in whole if one.text)

    brief = await _found(network(body, clock, keep_text=clock.now() - latest))

    assert [one._replace(text=one.text if one.at >= latest else None) for one in whole] == brief


async def _found(served: Network) -> list[Interaction]:
    return [one async for page in served.history(None) for one in page.interactions]


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def meaning(pages: list[Page]) -> dict[str, Any]:
    """What of the pages the fixtures state."""
    interactions = {one.key: one for page in pages for one in page.interactions}
    accounts = {account.key.id: account for page in pages for account in page.accounts}
    return {
        "interactions": sorted((_shown(one) for one in interactions.values()), key=json.dumps),
        "accounts": {
            address: {
                "name": one.display_name,
                "url": one.url,
                "bio": one.bio,
                "fields": [list(field) for field in one.fields],
                "is_bot": one.is_bot,
                "flags": sorted(one.flags),
                "local_ids": dict(one.local_ids),
                **({"moved_to": one.move.to.id} if one.move else {}),
            }
            for address, one in sorted(accounts.items())
        },
        "rejected": sorted(one.why for page in pages for one in page.rejected),
    }


def _shown(one: Interaction) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in SHOWN if getattr(one, name)}
    return {
        "kind": one.kind.value,
        "actor": one.actor.id,
        "target": one.target.id,
        **shown,
        "at": one.at.isoformat(),
        "visibility": one.visibility.value,
        **({"languages": list(one.languages)} if one.languages else {}),
    }


def test_there_are_pairs() -> None:
    assert len(SENT) >= 7
