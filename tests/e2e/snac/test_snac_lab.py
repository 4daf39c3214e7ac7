"""The snac lab is what the tests on it take it for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.labs.lab import ROOT
from tests.e2e.labs.snac.api import Api, ApiError
from tests.e2e.labs.snac.seed import Seeded, seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.labs.snac import Lab

DELIVERY_S = 30

STARTER = """
import time
from tests.e2e.labs.snac import Lab
with Lab("dora") as lab:
    print(lab.pid, lab.info.url, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def seeded(snac_lab: Lab) -> Seeded:
    made = seed(snac_lab, rounds=2)
    wait_until(lambda: expected_notifications(made) <= told_of(snac_lab, made))
    return made


def notifications(lab: Lab, **parameters: str | int) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = lab.sign_in("anna").get("/api/v1/notifications", **parameters)
    return told


def told_of(lab: Lab, made: Seeded) -> Counter[str]:
    """What anna was told of these statuses; other tests may have made more."""
    ids = {*made.roots, *made.replies, *made.direct}
    return Counter(
        one["type"]
        for one in notifications(lab, limit=80)
        if one["type"] != "follow" and one["status"]["id"] in ids
    )


def expected_notifications(made: Seeded) -> Counter[str]:
    return Counter(
        mention=len(made.replies) // 2 + len(made.direct),
        favourite=len(made.favourites),
        reblog=len(made.boosts),
    )


def wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DELIVERY_S
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_each_account_signs_in_as_itself(snac_lab: Lab) -> None:
    names = {
        name: snac_lab.sign_in(name).get("/api/v1/accounts/verify_credentials")["username"]
        for name in snac_lab.info.passwords
    }

    assert {"anna": "anna", "bruno": "bruno", "chloe": "chloe"} == names


def test_what_was_seeded_is_told(snac_lab: Lab, seeded: Seeded) -> None:
    follows = [one for one in notifications(snac_lab, limit=80) if one["type"] == "follow"]

    assert expected_notifications(seeded) == told_of(snac_lab, seeded)
    assert 2 == len(follows)


def test_an_answer_names_what_it_answers(snac_lab: Lab, seeded: Seeded) -> None:
    answer = snac_lab.sign_in("anna").get(f"/api/v1/statuses/{seeded.replies[0]}")

    assert seeded.roots[0] == answer["in_reply_to_id"]


def test_a_direct_status_comes_back_as_private(snac_lab: Lab, seeded: Seeded) -> None:
    direct = snac_lab.sign_in("bruno").get(f"/api/v1/statuses/{seeded.direct[0]}")

    assert "private" == direct["visibility"]


@pytest.mark.usefixtures("seeded")
def test_what_it_heeds_of_a_page_of_notifications(snac_lab: Lab) -> None:
    """`min_id` gives the newest above it, as Mastodon's `since_id`; `exclude_types[]` works."""
    ids = [one["id"] for one in notifications(snac_lab, limit=80)]

    def places(**parameters: str) -> list[int]:
        return [ids.index(one["id"]) for one in notifications(snac_lab, limit=3, **parameters)]

    assert [6, 7, 8] == places(max_id=ids[5])
    assert [0, 1, 2] == places(min_id=ids[9])
    assert [] == places(min_id=ids[0])
    assert [0, 1, 2] == places(since_id=ids[0])
    assert [0, 1, 2] == places(**{"types[]": "poll"})
    assert "mention" not in {
        one["type"] for one in notifications(snac_lab, **{"exclude_types[]": "mention"})
    }


@pytest.mark.usefixtures("seeded")
def test_an_account_has_one_page_of_statuses_whatever_is_asked(snac_lab: Lab) -> None:
    """Who pages on by `max_id` here never comes to an end."""
    api = snac_lab.sign_in("anna")
    me = api.get("/api/v1/accounts/verify_credentials")
    path = f"/api/v1/accounts/{me['id']}/statuses"
    whole = [one["id"] for one in api.get(path)]

    assert whole == [one["id"] for one in api.get(path, limit=1, max_id=whole[0])]
    assert {"public"} == {one["visibility"] for one in api.get(path)}


def test_own_direct_statuses_are_in_the_home_timeline(snac_lab: Lab, seeded: Seeded) -> None:
    home = snac_lab.sign_in("bruno").get("/api/v1/timelines/home", limit=80)
    private = [one["id"] for one in home if one["visibility"] == "private"]

    assert seeded.direct[0] in private


def test_there_is_no_link_and_no_second_version_of_the_instance(snac_lab: Lab) -> None:
    api = snac_lab.sign_in("anna")
    _, headers, _ = api.page("GET", "/api/v1/notifications?limit=1")
    status, _, _ = api.page("GET", "/api/v2/instance")

    assert (True, 404) == ("link" not in headers, status)


def test_a_bad_token_is_422(snac_lab: Lab) -> None:
    with pytest.raises(ApiError) as refused:
        Api(snac_lab.info.url, "bad").get("/api/v1/accounts/verify_credentials")

    assert 422 == refused.value.status


@pytest.mark.parametrize("victim", ["starter", "supervisor"])
@pytest.mark.usefixtures("snac_lab")
def test_nothing_outlives_its_starter(victim: str, tmp_path: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    try:
        assert starter.stdout

        pid, url = starter.stdout.readline().split()
        os.kill(starter.pid if victim == "starter" else int(pid), signal.SIGKILL)
        wait_until(lambda: not answers(url))
        wait_until(lambda: victim == "supervisor" or not Path(f"/proc/{pid}").exists())
    finally:
        starter.kill()
        starter.communicate()

    assert victim == "supervisor" or [] == list(tmp_path.iterdir())


def answers(url: str) -> bool:
    try:
        Api(url).get("/api/v1/instance")
    except OSError:
        return False
    return True
