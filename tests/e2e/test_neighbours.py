"""Who stands in a digest, on real servers: one human, near enough, who does not mind."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.altered import AHEAD
from tests.e2e.labs.snac import Lab as SnacLab
from tests.e2e.meeting.lines import ENGLISH
from tests.e2e.meeting.stage import NAMES, OTHER, OWNER, ZONE, wait_until
from tests.e2e.neighbours import Neighbours, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tests.e2e.household import Folder
    from tests.e2e.labs.bluesky import Lab

LOOKUP: Final = "/api/v1/accounts/lookup"
FRIDAY: Final = 4


@pytest.fixture(scope="module")
def neighbours(bluesky_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbours]:
    with SnacLab(*NAMES) as snac:
        yield Neighbours(bluesky_lab, snac, tmp_path_factory.mktemp("neighbours"))


@pytest.fixture(autouse=True)
def plain(neighbours: Neighbours) -> None:
    """Profiles that say nothing, as each test begins."""
    neighbours.describe_on_snac("Quinces.")
    neighbours.describe_on_bluesky("Quinces.")


def test_profiles_that_link_to_each_other_are_one_person_until_unjoin(
    neighbours: Neighbours,
) -> None:
    here, there = neighbours.on_snac, neighbours.on_bluesky
    two = neighbours.household("two")
    two.type("collect")
    scores = _scores(two)
    assert {frozenset({here}), frozenset({there})} == set(scores)
    assert len(set(scores.values())) == 2
    neighbours.link()
    house = neighbours.household("one")
    house.type("collect")

    [(handles, person)] = people(house).items()
    assert {here, there} == handles
    assert person["evidence"]["exchanges"] == 16
    digest = house.type("digest", "--preview")
    assert "1 · Alice " in digest
    assert f"also {there} on Bluesky" in digest
    assert "2 · " not in digest
    assert "are one person: each profile links to the other" in house.type("why", there)

    house.type("unjoin", there)
    assert scores == _scores(house)
    for _ in range(2):
        house.type("run", "--once")
        assert scores == _scores(house)


def test_a_trip_brings_who_lives_there_first_and_who_is_far_gets_a_call(
    neighbours: Neighbours,
) -> None:
    neighbours.describe_on_snac("Quinces.", "Bruno", Location="Oslo")
    neighbours.describe_on_bluesky("Quinces. Based in Lyon.")
    house = neighbours.household("trip")
    house.type("collect")
    house.type("place", "home", "Rennes")
    assert "1 · Bruno" in house.type("digest", "--preview")

    first, last = _around_a_saturday()
    month = ENGLISH.months[first.month - 1]
    house.type("trip", "Lyon", f"{first.day}-{last.day} {month}")
    here, there = "\n".join(neighbours.letters(house)).split("\n2 · ")

    days = f"from {first.day} to {last.day} {month.title()}"
    assert "1 · Alice" in here
    assert f"Lyon, says their bio · you will be there {days}" in here
    assert f"over lunch. I’ll be in Lyon {days}. How about Saturday {first.day + 1} " in here
    assert "Bruno" in there
    assert "Oslo, says their profile · far from you: a video call" in there
    assert "how about a video call" in there
    assert "lunch" not in there
    assert f"Saturday {first.day + 1}" not in there


def test_a_mark_as_the_server_writes_it_holds_for_the_whole_person(neighbours: Neighbours) -> None:
    here, there = neighbours.on_snac, neighbours.on_bluesky

    neighbours.describe_on_snac("Quinces.\n#nobot")
    assert "#nobot</a>" in neighbours.snac.lab.sign_in(OWNER).get(LOOKUP, acct=OTHER)["note"]
    assert {there} == _suggested(neighbours, "marked on snac")

    neighbours.describe_on_snac("Quinces.")
    neighbours.describe_on_bluesky("Quinces. #NoBot")
    assert {here} == _suggested(neighbours, "marked on Bluesky")

    neighbours.link("#NoBot")
    assert set() == _suggested(neighbours, "one person")


def test_never_stays_with_an_account_whose_handle_changes(neighbours: Neighbours) -> None:
    house = neighbours.household("never")
    house.type("collect")
    house.type("never", neighbours.on_bluesky)
    new = f"now-{neighbours.on_bluesky}"
    neighbours.rename_on_bluesky(new)
    try:
        digest = "\n".join(neighbours.letters(house, altered={AHEAD: "2"}))
    finally:
        neighbours.rename_on_bluesky(neighbours.on_bluesky)

    assert neighbours.snac.lab.info.url in digest
    assert neighbours.on_bluesky not in digest
    assert "You said never." in house.type("why-not", new)
    assert people(house)[frozenset({new})]["score"] is None


def test_forget_leaves_no_byte_beside_a_running_daemon_and_nothing_comes_back(
    neighbours: Neighbours,
) -> None:
    neighbours.link()
    house = neighbours.household("forget")
    neighbours.letters(house)
    for words in (["draft", "1"], ["place", "1", "Lyon"], ["planned", "1", "saturday", "12:30"]):
        house.type(*words)
    house.type("run", "--once")
    did = neighbours.bluesky.accounts[OTHER].did
    hers = (did, neighbours.on_bluesky, f"{OTHER}@", f"/{OTHER}", "Alice", "quince", "tomato")
    assert set(hers) == set(_kept(house, hers))
    assert {".db", ".ics"} == {Path(name).suffix for name in _kept(house, hers)["Alice"]}

    with house.start("run") as daemon:
        wait_until(house.store.with_name("terrasse.db-wal").exists)
        said = house.type("forget", "1", "--yes")
        kept, is_running = _kept(house, hers), daemon.poll() is None
        daemon.terminate()
        _, log = daemon.communicate(timeout=30)
    assert "Forgotten." in said
    assert is_running, log
    assert not [text for text in hers if text in said + log]
    assert {} == kept

    assert [] == neighbours.letters(house)
    assert {} == people(house)
    assert {} == _kept(house, hers)


def _scores(house: Folder) -> dict[frozenset[str], float]:
    return {handles: person["score"] for handles, person in people(house).items()}


def _suggested(neighbours: Neighbours, name: str) -> set[str]:
    """The accounts named in the digest of a new household; nothing is told of the others."""
    house = neighbours.household(name)
    digest = "\n".join(neighbours.letters(house))
    found: set[str] = set()
    left_out = []
    for handles, person in people(house).items():
        if any(account["url"] in digest for account in person["accounts"]):
            found |= handles
        else:
            left_out.append((person["verdict"]["reason"], person["score"], person["evidence"]))
    assert [("nobot", None, None)] == left_out
    return found


def _kept(house: Folder, texts: Sequence[str]) -> dict[str, list[str]]:
    """Which of these texts stand in a file, as they are or as JSON has them, and in which."""
    found = defaultdict(list)
    for path in (path for path in house.path.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        for text in texts:
            forms = (text, json.dumps(text)[1:-1])
            if any(form.lower().encode() in content for form in forms):
                found[text].append(path.name)
    return found


def _around_a_saturday() -> tuple[date, date]:
    """Friday to Sunday, in one month, within three weeks."""
    friday = datetime.now(ZONE).date() + timedelta(days=3)
    while friday.weekday() != FRIDAY or (friday + timedelta(days=2)).month != friday.month:
        friday += timedelta(days=1)
    return friday, friday + timedelta(days=2)
