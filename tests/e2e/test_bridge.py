"""Whom brid.gy shows twice is one person, and what was said counts once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.household import Folder
from tests.e2e.meeting.lines import ENGLISH
from tests.e2e.meeting.on_bluesky import POST, BlueskyStage
from tests.e2e.meeting.on_mastodon import DOMAIN
from tests.e2e.meeting.stage import BOT, OTHER, OWNER, talked_at
from tests.e2e.neighbours import CONFIG, people
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.fakes.mastodon.running import Remote

BRIDGE: Final = "bsky.brid.gy"
PROOF: Final = "are one person: one is brid.gy’s copy"


@pytest.fixture
def mastodon() -> Iterator[Remote]:
    with process() as server:
        server.act("sign_up", username=OWNER)
        yield server


def test_a_person_and_her_bridged_copy_are_one_and_their_talk_counts_once(
    bluesky_lab: Lab, mastodon: Remote, tmp_path: Path
) -> None:
    stage = BlueskyStage(bluesky_lab, ENGLISH, _new(tmp_path, "bluesky alone"))
    here, there = stage.accounts[OTHER].handle, f"{stage.accounts[OTHER].handle}@{BRIDGE}"
    assert 2 * len(ENGLISH.talk) + 1 == bridge(stage, mastodon)
    alone, both = stage.context, household(stage, mastodon, _new(tmp_path, "both"))

    for house in (alone, both):
        house.type("run", "--once")

    [(_, expected)] = people(alone).items()
    [(handles, person)] = people(both).items()
    assert {here, there} == handles
    assert len(ENGLISH.talk) == expected["evidence"]["exchanges"]
    assert expected["evidence"] == person["evidence"]
    assert pytest.approx(expected["parts"]) == person["parts"]
    assert PROOF in both.type("why", there)

    both.type("unjoin", there)
    apart = people(both)
    assert {frozenset({here}), frozenset({there})} == set(apart)
    assert {len(ENGLISH.talk)} == {one["evidence"]["exchanges"] for one in apart.values()}

    # The copy keeps her former handle for a while; its id names her.
    renamed = f"now-{here}"
    stage.accounts[OTHER].pds.call("com.atproto.identity.updateHandle", {"handle": renamed})
    stage.lab.control.catch_up()
    later = household(stage, mastodon, _new(tmp_path, "renamed"))
    later.type("run", "--once")

    [(handles, person)] = people(later).items()
    assert {renamed, there} == handles
    links = person["evidence"]["links"]  # they name her handle
    assert {**expected["evidence"], "links": links} == person["evidence"]
    assert PROOF in later.type("why", there)


def bridge(stage: BlueskyStage, mastodon: Remote) -> int:
    """Say on Mastodon what was said on Bluesky, at the same times; how many posts that is.

    Her posts are the bridge's copies, see https://fed.brid.gy/docs. The owner's are answers that a
    program of theirs posts to both networks: their times alone tell. Hers of the second week is
    20 minutes late, so that its URI alone tells.
    """
    her, owner = stage.accounts[OTHER], stage.accounts[OWNER]
    copy = f"{her.handle}@{BRIDGE}"
    uri = f"https://{BRIDGE}/ap/{her.did}"
    mastodon.act("meet", acct=copy, uri=uri, display_name="Alice")
    link = f'<a href="{mastodon.url}/@{OWNER}" class="u-url mention">@{OWNER}</a>'
    records = [
        (record["value"]["createdAt"], who, record)
        for who in (her, owner)
        for record in who.pds.query(
            "com.atproto.repo.listRecords", repo=who.did, collection=POST, limit=100
        )["records"]
    ]
    copied: dict[str, str] = {}
    for at, who, record in sorted(records, key=lambda found: found[0]):
        said, name = record["value"], record["uri"]
        above = said.get("reply", {}).get("parent", {}).get("uri")
        then = datetime.fromisoformat(at)
        late = timedelta(minutes=20) if then == talked_at(1)[0] else timedelta()
        post = {"at": (then + late).isoformat(), "language": "en"}
        if above:
            post["reply_to"] = copied[above]
        if who is her:
            text = said["text"].removeprefix(f"@{owner.handle} ")
            post |= {"who": copy, "text": f"<p>{link} {text}</p>"}
            post["uri"] = f"https://{BRIDGE}/convert/ap/{name}"
        else:
            post |= {"who": OWNER, "text": f"@{copy} {said['text']}"}
        copied[name] = mastodon.act("post", **post)
    return len(copied)


def household(stage: BlueskyStage, mastodon: Remote, folder: Path) -> Folder:
    """An owner who watches both accounts of theirs."""
    owner, bot, info = stage.accounts[OWNER], stage.accounts[BOT], stage.lab.info
    config = CONFIG.format(
        on_bluesky=owner.handle,
        pds=info.pds,
        owner=OWNER,
        host=DOMAIN,
        snac=mastodon.url,
        bot=bot.handle,
    )
    servers = {"TERRASSE_PLC": info.plc, "TERRASSE_APPVIEW": info.appview}
    house = Folder(folder, config, servers)
    for which, account in (("bluesky", owner), ("bot", bot)):
        secret = account.app_password(f"{which} {folder.name}", messages=True)
        house.keep_secret(f"{which}.secret", secret)
    house.keep_secret("snac.secret", mastodon.act("token", who=OWNER))
    return house


def _new(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder
