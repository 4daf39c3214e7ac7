"""Collect, rank and send a digest on the invented village, from the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import isclose, prod
from typing import TYPE_CHECKING

from bot.cli.commands import listing
from bot.domain.ranking.reason import FOR_THEIR_SAKE

if TYPE_CHECKING:
    import pytest

    from tests.cli.terminal import Terminal

FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_the_demo_shows_people_and_a_digest_and_how_to_go_on(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How many times are free, and for whom none is left, depends on the day of the week.
    monkeypatch.setattr("adapters.clock.SystemClock.now", lambda _: FRIDAY)

    shown = terminal.read("demo")

    assert shown.startswith("An invented village: ")
    assert "Solène Quéméner" in shown
    assert "The digest that would be sent:" in shown
    assert "1 · Solène Quéméner" in shown
    assert "terrasse init" in shown.splitlines()[-1]
    assert "Nothing is free" not in shown
    assert "free in the next 21 days are proposed already: none is left for another" in shown
    assert "language that the two of you write" in shown
    assert re.search(r"> planned 1 \w+ \d+ \w+ \d\d:\d\d Café X\nPlanned with Solène", shown)
    assert shown.index("\nAnd once you have met:\n") < shown.index("\n> met 1\n")
    assert list(terminal.folder.iterdir()) == []


def test_run_or_demo_shows_the_demo_where_there_is_no_config(terminal: Terminal) -> None:
    assert terminal.read("run", "--or-demo").startswith("An invented village: ")


def test_one_round_collects_and_sends_one_digest_and_the_next_nothing(village: Terminal) -> None:
    village.read("run", "--once")
    first = village.digests
    village.read("run", "--once")

    assert "1 · Solène Quéméner" in first
    assert village.digests == first


def test_people_as_json_is_a_list_best_first(collected: Terminal) -> None:
    listed = collected.json("people")
    people = [person for person in listed if person["score"] is not None]

    assert len(people) > 20
    left_out = listed[len(people) :]
    assert left_out
    for person in left_out:
        assert (None, None, None) == (person["score"], person["parts"], person["evidence"])
        assert (None, None) == (person["lives_in"], person["nearness"])
        assert person["verdict"]["reason"] in FOR_THEIR_SAKE
    scores = [person["score"] for person in people]
    assert scores == sorted(scores, reverse=True)
    for person in people:
        assert {"lives_in", "area", "nearness", "trip"} <= set(person)
        assert {"person", "accounts", "score", "parts", "evidence", "verdict"} <= set(person)
        assert isclose(person["score"], prod(person["parts"].values()))
        assert set(person["person"]) == {"id", "name"}
        for account in person["accounts"]:
            assert set(account) == {"network", "id", "handle", "url"}
        evidence = person["evidence"]
        assert evidence["exchanges"] >= max(1, evidence["threads"])
        assert evidence["started_by_owner"] <= evidence["exchanges"]
        assert len(evidence["links"]) <= 3
        first, last = (datetime.fromisoformat(evidence[end]) for end in ("first", "last"))
        assert first <= last
        assert evidence["last"].endswith("Z")
        assert set(person["verdict"]) == {"allowed", "reason", "text"}
        assert person["verdict"]["allowed"] == (person["verdict"]["reason"] == "allowed")


def test_people_may_be_narrowed_to_those_allowed(collected: Terminal) -> None:
    everyone, allowed = collected.json("people"), collected.json("people", "--allowed")

    assert allowed == [person for person in everyone if person["verdict"]["allowed"]]
    assert len(allowed) < len(everyone)


def test_the_list_shows_the_best_and_says_how_many_more_there_are(
    collected: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = [line.strip() for line in collected.read("people", "--all").splitlines()]
    monkeypatch.setattr(listing, "SHOWN", 2)
    shown = [line.strip() for line in collected.read("people").splitlines()]
    others = sum(person["score"] is not None for person in collected.json("people")) - 2

    rest = shown.index(f"… and {others} others, with --all.")
    assert shown[:rest] == everyone[:rest]
    assert 2 == sum("▮" in line for line in shown)
    assert others + 2 == sum("▮" in line for line in everyone)


def test_before_anything_is_collected_the_list_says_what_to_do(village: Terminal) -> None:
    assert "terrasse collect" in village.read("people")
    assert village.json("people") == []


def test_why_shows_factors_whose_product_is_the_score(suggested: Terminal) -> None:
    shown = suggested.read("why", "1")

    assert "Solène Quéméner" in shown
    assert " · occasions: " in shown
    assert ", all of them multiplied" in shown
    assert "https://village.example/@solene/" in shown
    assert "Number 1 on your list." in shown
    assert "I told you about them on" in shown
    you, them = shown.splitlines()[-2:]
    assert you.startswith("you ")
    assert 26 == len(them.removeprefix("them "))


def test_why_as_json_has_place_parts_and_weeks(collected: Terminal) -> None:
    shown, listed = collected.json("why", "solene"), collected.json("people")[0]

    assert 1 == shown["place"]
    assert listed["parts"] == shown["parts"]
    assert listed["evidence"]["links"] == shown["evidence"]["links"]
    assert 26 == len(shown["weeks"])
    assert {"week", "out", "in"} == set(shown["weeks"][0])


def test_why_of_two_says_what_puts_one_first(collected: Terminal) -> None:
    forth, back = collected.read("why", "solene", "maud"), collected.read("why", "maud", "solene")

    assert forth == back
    assert forth.startswith("Solène Quéméner is first, mainly because ")
    assert " against " in forth.splitlines()[0]
    assert "all multiplied" in forth.splitlines()[-1]


def test_why_of_two_as_json_has_both_with_their_parts(collected: Terminal) -> None:
    shown = collected.json("why", "maud", "solene")

    assert "Solène Quéméner" == shown["first"]["person"]["name"]
    for part, ratio in shown["for_first"].items():
        assert ratio > 1
        assert isclose(ratio, shown["first"]["parts"][part] / shown["second"]["parts"][part])
    assert shown["text"][0].startswith("Solène Quéméner is first")


def test_why_of_somebody_and_themselves_is_about_one(collected: Terminal) -> None:
    shown = collected.read("why", "solene", "solene@village.example")

    assert shown.startswith("Solène Quéméner\n")


def test_whoever_had_an_exchange_is_before_whoever_had_none(collected: Terminal) -> None:
    shown = collected.read("why", "marguerite", "maud")

    assert shown.startswith("Maud Achterberg is first: you have had no exchange with ")


def test_why_not_names_what_holds_somebody_back(collected: Terminal) -> None:
    assert "leave them alone (#nobot)." in collected.read("why-not", "perrine")
    assert collected.json("why-not", "perrine")["verdict"]["reason"] == "nobot"


def test_somebody_without_an_exchange_can_be_asked_about(collected: Terminal) -> None:
    shown = collected.read("why", "marguerite")

    assert "no exchange yet" in shown
    assert "So far only one of you has talked to the other." in shown


def test_never_holds_until_it_is_taken_back(collected: Terminal) -> None:
    assert collected.read("never", "yuki") == "Yuki Tanabe / 田辺ゆき will never be suggested.\n"
    assert "You said never." in collected.read("why-not", "yuki")

    assert collected.read("undo") == "Undone: never Yuki Tanabe / 田辺ゆき.\n"

    assert "Nothing stands in the way." in collected.read("why-not", "yuki")
    assert collected.read("undo") == "There is nothing to undo.\n"


def test_known_takes_several_at_once(suggested: Terminal) -> None:
    suggested.read("known", "1", "2")

    assert "You already meet in person." in suggested.read("why-not", "1")
    assert "You already meet in person." in suggested.read("why-not", "2")


def test_known_takes_all_or_nobody(suggested: Terminal) -> None:
    assert suggested.type("known", "1", "nobody.example").exit_code == 2
    assert "You already meet" not in suggested.read("why-not", "1")


def test_a_snooze_says_until_when(collected: Terminal) -> None:
    assert "will not be suggested before" in collected.read("snooze", "yuki", "2sem")
    assert "You put this off until" in collected.read("why-not", "yuki")


def test_a_duration_that_is_none_is_explained(collected: Terminal) -> None:
    result = collected.type("snooze", "yuki", "soon")

    assert result.exit_code == 2
    assert "“soon” does not fit. snooze 1 3w: " in result.stderr


def test_a_preview_sends_and_keeps_nothing(collected: Terminal) -> None:
    shown = collected.read("digest", "--preview")

    assert "1 · Solène Quéméner" in shown
    assert collected.digests == ""
    assert collected.type("why", "1").exit_code == 2


def test_a_digest_that_was_not_sent_is_not_said_to_be(
    collected: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_context: object) -> list[object]:
        return []  # another process sends

    monkeypatch.setattr("bot.services.delivery.deliver.deliver", busy)

    result = collected.type("digest", "--send")

    assert (3, "") == (result.exit_code, result.stdout)
    assert "Message 1 is pending: it waits for another" in result.stderr


def test_where_everybody_is_excluded_nobody_is_said_to_have_been_quiet(collected: Terminal) -> None:
    for person in collected.json("people"):
        collected.read("never", person["accounts"][0]["handle"])

    assert "Nobody may be suggested now." in collected.read("people", "--allowed")
    assert "Nobody yet" not in collected.read("people")
    assert collected.read("say", "list").startswith("Nobody: those you had an exchange with")


def test_an_account_that_was_never_read_is_told_by_the_list(village: Terminal) -> None:
    assert "@camille@village.example: not read yet." in village.read("people")


def test_a_digest_can_be_sent_now(collected: Terminal) -> None:
    assert collected.read("digest", "--send") == f"Sent to {collected.folder / 'digest.md'}.\n"

    assert "1 · Solène Quéméner" in collected.digests
    assert "The next digest is due on Sunday" in collected.read("digest")
    collected.read("pause")
    assert "Digests are paused. They are back on with: resume\n" == collected.read("digest")


def test_the_language_of_the_config_is_spoken(village: Terminal) -> None:
    config = (village.folder / "terrasse.toml").read_text()
    village.write_config(f'language = "fr"\n{config}')

    village.read("run", "--once")

    assert "une rencontre cette quinzaine\u00a0: 0 sur 1" in village.digests
    assert "Salut Solène" in village.digests
    assert "#nobot" in village.read("why-not", "perrine")


def test_the_doctor_finds_all_in_order(collected: Terminal) -> None:
    findings = collected.json("doctor")

    assert [finding["subject"] for finding in findings] == [
        "config",
        "store",
        "@camille@village.example",
        "camille.village.example",
        "sign-in of @camille@village.example",
        "sign-in of camille.village.example",
        "digest",
    ]
    assert all(finding["fine"] for finding in findings)
