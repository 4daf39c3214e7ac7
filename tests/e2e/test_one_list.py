"""Two watched accounts on two networks, one owner: one log, one list, one digest."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.e2e.household import Folder
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.seed import Seeded
    from tests.fakes.mastodon.running import Remote

CONFIG = """\
timezone = "Europe/Paris"
[[watch]]
account = "@me@mastodon.example"
url = "{mastodon}"
secret = "file:mastodon.secret"
weight = {weight}
[[watch]]
account = "{bluesky}"
url = "{pds}"
secret = "file:bluesky.secret"
[bot]
account = "@bot@mastodon.example"
url = "{mastodon}"
secret = "file:bot.secret"
[store]
url = "sqlite:///terrasse.db"
"""


@pytest.fixture
def mastodon() -> Iterator[Remote]:
    """A Mastodon on which Alice has talked with the owner every week for two months."""
    with process() as server:
        for name in ("me", "bot", "alice"):
            server.act("sign_up", username=name)
        server.act("follow", who="me", whom="bot")
        start = datetime.now(UTC) - timedelta(days=57)
        for week in range(8):
            at = start + timedelta(weeks=week)
            text = f"@me Which tomatoes did you sow this year? I have {week} left."
            asked = server.act("post", who="alice", text=text, at=at.isoformat())
            later = (at + timedelta(hours=1)).isoformat()
            answer = server.act("post", who="me", text="@alice Roma!", reply_to=asked, at=later)
            if week == 0:
                server.act("post", who="alice", text="@me Thank you!", reply_to=answer, at=later)
        yield server


def house(
    folder: Path, lab: Lab, community: Seeded, mastodon: Remote, weight: float = 1.0
) -> Folder:
    owner = community.owner
    config = CONFIG.format(
        mastodon=mastodon.url, bluesky=owner.handle, pds=lab.info.pds, weight=weight
    )
    servers = {"TERRASSE_PLC": lab.info.plc, "TERRASSE_APPVIEW": lab.info.appview}
    context = Folder(folder, config, servers)
    context.keep_secret("mastodon.secret", mastodon.act("token", who="me"))
    context.keep_secret("bot.secret", mastodon.act("token", who="bot"))
    context.keep_secret("bluesky.secret", owner.app_password(f"list {folder.name}", messages=True))
    return context


def test_people_of_both_networks_stand_in_one_list_and_one_digest(
    bluesky_lab: Lab, bluesky_community: Seeded, mastodon: Remote, tmp_path: Path
) -> None:
    context = house(tmp_path, bluesky_lab, bluesky_community, mastodon)

    context.type("run", "--once")
    context.type("run", "--once")

    people = json.loads(context.type("people", "--json"))
    networks = [one["accounts"][0]["network"] for one in people]
    assert {"mastodon", "bluesky"} == set(networks)
    sent = mastodon.act("statuses", who="bot")
    assert {"direct"} == {one["visibility"] for one in sent}
    assert {("me",)} == {tuple(one["to"]) for one in sent}
    # Each message begins with the owner's name, and the first with the headline.
    text = "\n".join(one["text"].removeprefix("@me ") for one in sent)
    assert re.findall(r"^(\d) · ", text, re.MULTILINE) == ["1", "2", "3"]
    assert text.count("one meeting this fortnight") == 1


def test_the_weight_of_an_account_moves_its_people_up(
    bluesky_lab: Lab, bluesky_community: Seeded, mastodon: Remote, tmp_path: Path
) -> None:
    places = []
    for name, weight in (("light", 0.1), ("heavy", 50.0)):
        folder = tmp_path / name
        folder.mkdir()
        context = house(folder, bluesky_lab, bluesky_community, mastodon, weight)
        context.type("collect")
        people = json.loads(context.type("people", "--json"))
        names = [one["accounts"][0]["handle"].partition("@")[0] for one in people]
        places.append(names.index("alice"))

    assert places[1] < places[0]
