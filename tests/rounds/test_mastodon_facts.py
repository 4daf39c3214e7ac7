"""Whole rounds: what a server tells of somebody, of itself and of a secret, and what follows."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.rounds.mastodon import Answer, Asked, Home
from tests.rounds.oddities import at, both, instead, of_odd, refused_above, where
from tests.rounds.test_mastodon_oddities import (
    ERROR,
    LIKES,
    NODEINFO,
    NOTES,
    SAID,
    failing_parent,
    go_round,
    keep_house,
    stored,
)

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal
    from tests.rounds.oddities import Oddity


def software(name: str) -> Oddity:
    """The server runs something else."""
    return at(
        "/nodeinfo/.*",
        lambda _home, _asked, good: good.saying(
            {**good.json, "software": {"name": name, "version": "1"}}
        ),
    )


def why(terminal: Terminal, who: str = "odd@odd.example") -> str:
    return terminal.type("why", who).output


def test_a_memorial_is_never_suggested_and_called_that(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    home.odd.is_memorial = True

    go_round(terminal)

    assert "Bruno" in terminal.digests
    assert "Odd" not in terminal.digests
    assert "a memorial" in why(terminal)


def test_the_sentence_about_discoverable_says_what_was_read(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    home.spoil = both(software("gotosocial"), of_odd("account", discoverable=False))(home)

    go_round(terminal)

    assert "Bruno" in terminal.digests
    assert "discoverable" in why(terminal)
    assert "Odd" not in terminal.digests
    hosts = {asked.path for asked in home.asked}
    assert not any("odd.example" in path for path in hosts)


def test_a_stripped_profile_is_a_block(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    gotosocial = software("gotosocial")
    home.spoil = gotosocial(home)
    go_round(terminal)
    bare = {"display_name": "", "note": "", "fields": [], "statuses_count": 0}
    unsaid = where("relationship", lambda value: {**value, "blocked_by": None})
    home.spoil = both(gotosocial, of_odd("account", **bare, discoverable=False), unsaid)(home)
    home.fake.post(home.me, f"@{home.odd.acct} Still there?", at=home.now)

    go_round(terminal)

    assert "blocks the other" in why(terminal)


def test_whoever_is_never_wanted_is_not_elsewhere_either(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    go_round(terminal)
    terminal.read("never", "odd@odd.example")
    new = home.fake.meet("odd@new.example", display_name="Odd anew")
    home.above[new] = []
    home.odd.moved_to = new
    for day in range(6):
        home.exchange(new, home.now - timedelta(days=2 + 7 * (6 - day)))
    go_round(terminal)

    assert "never" in why(terminal, "odd@new.example")
    assert "Odd anew" not in terminal.digests


def test_the_secret_of_another_is_refused(home: Home, terminal: Terminal) -> None:
    home.fake.sign_up("autre")
    keep_house(terminal, home, "autre")

    result = go_round(terminal)

    assert result.exit_code == 2
    assert "signs in @camille@home.example" in result.output
    assert not any(asked.path in {NOTES, LIKES} for asked in home.asked)


def test_what_a_server_runs_is_remembered_when_it_does_not_tell(
    home: Home, terminal: Terminal
) -> None:
    keep_house(terminal, home)
    home.spoil = software("gotosocial")(home)
    go_round(terminal)
    [(before,)] = stored(terminal, "SELECT cursor FROM watches")
    home.spoil = instead(NODEINFO, 500, ERROR)(home)
    home.asked.clear()

    go_round(terminal)

    [(after,)] = stored(terminal, "SELECT cursor FROM watches")
    assert json.loads(before)["software"] == json.loads(after)["software"] == "gotosocial"
    assert not any("max_id" in asked.query for asked in home.asked)


def test_a_limit_is_remembered(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    home.spoil = refused_above(20, f"{NOTES}|{LIKES}|{SAID}")(home)
    go_round(terminal)
    home.asked.clear()

    go_round(terminal)

    assert {asked.limit for asked in home.asked if asked.path in {NOTES, LIKES}} == {20}


def test_what_could_not_be_read_is_told_in_the_servers_words(
    home: Home, terminal: Terminal
) -> None:
    keep_house(terminal, home)
    home.spoil = both(failing_parent(500), instead(LIKES, 422, b'{"message":"Too bold"}'))(home)

    go_round(terminal)

    reasons = {why for (why,) in stored(terminal, "SELECT why FROM quarantine")}
    assert any("Internal error" in reason for reason in reasons)
    assert any("refuses the liked posts (Too bold)" in reason for reason in reasons)
    said = terminal.type("doctor").output
    assert "refuses the liked posts (Too bold)" in said
    assert "last unreadable item of @camille@home.example" in said


def test_a_revoked_token_says_what_to_do(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)

    def revoked(_home: Home, _asked: Asked, _good: Answer) -> Answer:
        return Answer(401).saying({"error": "The access token was revoked"})

    home.spoil = at("/api/v1/.*", revoked)(home)

    said = go_round(terminal).output

    assert "The access token was revoked" in said
    assert "Sign in again: terrasse login @camille@home.example" in said
    assert "/api/v1" not in said
    assert "401" not in said


def test_a_web_page_is_called_that(home: Home, terminal: Terminal) -> None:
    keep_house(terminal, home)
    home.spoil = instead(NOTES, 200, b"<html><body>Welcome</body></html>")(home)

    said = go_round(terminal).output

    assert "a web page instead of data" in said


def test_a_reply_dated_before_what_it_answers_is_an_exchange(
    home: Home, terminal: Terminal
) -> None:
    keep_house(terminal, home)

    def early(value: dict[str, Any]) -> dict[str, Any]:
        is_reply = value["in_reply_to_id"] is not None
        return {**value, "created_at": "2026-01-01T00:00:00Z"} if is_reply else value

    home.spoil = where("status", early)(home)

    go_round(terminal)

    assert "6 exchanges" in why(terminal)
