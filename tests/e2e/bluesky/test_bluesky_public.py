"""An account on Bluesky without a secret, through the command line: its talk is in its threads."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.e2e.bluesky.test_bluesky_digest import Household, accept, numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.seed import Seeded


def replies(store: Path) -> dict[tuple[str, str], str]:
    """What each reply answers, by its URI and with whom. Quotes and mentions stand elsewhere."""
    with closing(sqlite3.connect(store)) as kept:
        asked = "SELECT object_uri, account, parent_uri FROM interactions WHERE kind = 'reply'"
        return {(uri, account): parent for uri, account, parent in kept.execute(asked)}


def test_it_has_exchanges_and_people_are_suggested(
    bluesky_lab: Lab, bluesky_community: Seeded, tmp_path: Path
) -> None:
    bot, owner = bluesky_lab.sign_up(f"bot-{next(numbers)}"), bluesky_community.owner
    for account in (bot, owner):
        accept(account, "all")
    bluesky_lab.control.calm()
    bluesky_lab.control.catch_up()
    households = []
    for name in ("signed-in", "public"):
        (tmp_path / name).mkdir()
        households.append(Household(bluesky_lab, owner, bot, tmp_path / name))
    signed_in, public = households
    config = public.path / "terrasse.toml"
    config.write_text(config.read_text().replace('secret = "file:owner.secret"\n', "", 1))

    signed_in.type("collect")
    assert "not read, as it has no secret" in public.type("collect")
    public.type("run", "--once")  # what was written before its first reading is no command
    public.write(owner, "start")
    public.type("run", "--once")
    public.type("collect")

    # What answers a post that was taken back is told in notifications only.
    refs, community = bluesky_community.refs, bluesky_community.community
    gone = {refs[act].uri for act in community.taken_back if act in refs}
    kept = {key for key, above in replies(signed_in.store).items() if above not in gone}
    assert len(kept) > 500
    assert set() == kept - replies(public.store).keys()
    people: list[dict[str, Any]] = json.loads(public.type("people", "--json"))
    assert [one for one in people if one["evidence"]["exchanges"] > 2]
