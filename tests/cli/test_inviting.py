"""From the draft to the table, on the command line."""

from __future__ import annotations

from datetime import datetime

import pytest
from icalendar import Calendar

from bot.cli.index import COMMANDS
from tests.cli.terminal import CONFIG, Terminal

NAME = "Solène Quéméner"
AS_ME = CONFIG.replace('"memory:village"\n', '"memory:village"\nsend_as_me = true\n')


@pytest.fixture
def french(suggested: Terminal) -> Terminal:
    suggested.write_config(f'language = "fr"\n{CONFIG}')
    return suggested


def refused(terminal: Terminal, *words: str, fed: bytes | None = None) -> str:
    """The error of a call that must fail and change nothing."""
    before = terminal.json("invitations")
    result = terminal.type(*words, fed=fed)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert before == terminal.json("invitations")
    return result.stderr.removeprefix("terrasse: ").strip()


def state(terminal: Terminal, number: int = 1) -> str:
    states = {
        invitation["number"]: invitation["state"] for invitation in terminal.json("invitations")
    }
    return str(states[number])


def test_a_suggestion_gets_to_the_table_by_the_owners_own_hand(suggested: Terminal) -> None:
    assert suggested.read("draft", "1").startswith(f"Draft for {NAME}:\n\nSalut Solène, ")
    assert "\nUn café ?\n" in suggested.read("edit", "1", "Un café ?")
    by_hand = suggested.read("send", "1")
    assert by_hand.startswith(f"For {NAME}, to send yourself:\n\nUn café ?\n\nhttps://")
    assert by_hand.endswith("Then tell me: sent 1\n")
    assert state(suggested) == "approved"
    assert suggested.read("sent", "1").startswith("Noted. When you agree on a time: planned 1 ")
    planned = suggested.read("planned", "1", "saturday", "12:30", "Café X")
    assert planned.startswith(f"Planned with {NAME}: Saturday ")
    assert planned.endswith(" at 12:30. Place: Café X.\n")
    assert state(suggested) == "planned"
    met = suggested.read("met", "1")
    assert met.startswith(f"You met {NAME}: lovely. One meeting this fortnight: 1 of 1.\n")
    assert suggested.read("goal") == "One meeting this fortnight: 1 of 1.\n"


def test_what_was_done_is_told_by_why(suggested: Terminal) -> None:
    suggested.read("sent", "1")
    suggested.read("planned", "1", "saturday 12:30 Café X")

    told = suggested.read("why", "1").splitlines()

    (first, *_) = (place for place, line in enumerate(told) if line.endswith(": suggested"))
    assert told[first + 1].endswith(": invitation sent")
    assert ": planned for Saturday " in told[first + 2]
    assert told[first : first + 3] == [
        line
        for line in suggested.read("say", "why 1").splitlines()
        if line in told[first : first + 3]
    ]


def test_what_was_done_is_told_in_french(french: Terminal) -> None:
    french.read("sent", "1")

    assert "\u00a0: invitation envoyée\n" in french.read("why", "1")
    assert "\u00a0: invitation envoyée\n" in french.read("say", "pourquoi 1")


def test_a_plan_becomes_a_calendar_file_with_the_next_round(suggested: Terminal) -> None:
    suggested.read("planned", "1", "saturday", "12:30", "Café X")
    suggested.read("run", "--once")

    (file,) = (suggested.folder / "meetings").iterdir()
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    (listed,) = (
        invitation for invitation in suggested.json("invitations") if invitation["number"] == 1
    )
    assert datetime.fromisoformat(listed["plan"]["start"]) == event.decoded("DTSTART")
    assert event["LOCATION"] == "Café X"


def test_a_text_may_come_from_standard_input(suggested: Terminal) -> None:
    result = suggested.type("edit", "solene", "-", fed="Un café,\nsamedi ?\n".encode())

    assert result.exit_code == 0, result.output
    assert "\n\nUn café,\nsamedi ?\n\n" in result.stdout


def test_a_draft_is_edited_as_an_answer_spells_it(suggested: Terminal) -> None:
    assert "\n\nUn café ?\n\n" in suggested.read("edit", "1:", "Un", "café", "?")


def test_send_as_me_sends_at_once_and_once(suggested: Terminal) -> None:
    suggested.write_config(AS_ME)

    assert suggested.read("send", "1") == f"Sent to {NAME}.\n"
    again = suggested.read("send", "1")
    suggested.read("run", "--once")

    assert again.startswith(f"{NAME}: sent on ")
    rows = [row for row in suggested.json("outbox") if row["kind"] == "invitation"]
    assert [(row["state"], row["attempts"]) for row in rows] == [("sent", 1)]


def test_saying_send_sends_at_once_as_well(suggested: Terminal) -> None:
    suggested.write_config(AS_ME)

    assert suggested.read("say", "send 1") == f"Sent to {NAME}.\n"


@pytest.mark.parametrize("words", [["send", "1", "--reply"], ["send", "1", "reply"]])
def test_a_reply_in_the_thread_is_asked_for_by_name(suggested: Terminal, words: list[str]) -> None:
    suggested.write_config(AS_ME)

    assert suggested.read(*words) == f"Sent to {NAME}.\n"


def test_a_bluesky_account_is_sent_to_by_its_did(suggested: Terminal) -> None:
    suggested.write_config(AS_ME)
    suggested.read("draft", "oumar")

    assert suggested.read("send", "oumar") == "Sent to Oumar Diarra.\n"


def test_undo_takes_the_latest_word_back(suggested: Terminal) -> None:
    suggested.read("sent", "1")

    assert suggested.read("undo") == f"Undone: sent {NAME}.\n"
    assert state(suggested) == "drafted"


def test_declined_is_an_end(suggested: Terminal) -> None:
    suggested.read("sent", "1")

    assert suggested.read("declined", "1") == f"Noted. I won’t suggest {NAME} again.\n"
    assert state(suggested) == "declined"


def test_an_event_counts_for_the_goal(suggested: Terminal) -> None:
    assert suggested.read("went", "2").endswith("One meeting this fortnight: 1 of 1.\n")


def test_the_goal_is_set_and_shown(collected: Terminal) -> None:
    assert collected.read("goal", "2", "per", "month") == "2 meetings this month: 0 of 2.\n"
    assert collected.read("goal") == "2 meetings this month: 0 of 2.\n"
    assert collected.read("say", "goal") == "2 meetings this month: 0 of 2.\n"
    assert collected.read("undo") == "Undone: goal.\n"
    assert collected.read("goal") == "One meeting this fortnight: 0 of 1.\n"


def test_a_pause_silences_the_digest(collected: Terminal) -> None:
    collected.read("pause")
    collected.read("run", "--once")
    assert collected.digests == ""

    assert collected.read("resume") == "Digests are back on.\n"
    assert collected.read("resume") == "There was no pause.\n"


@pytest.mark.parametrize("verb", ["yes", "no", "not-yet"])
def test_nothing_is_answered_that_was_not_asked(suggested: Terminal, verb: str) -> None:
    assert refused(suggested, verb) == "I have not asked anything that is open."
    assert refused(suggested, verb, "1") != ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draft", "nobody"], "Nobody you talked with is called “nobody”."),
        (["send", "77"], "No digest has named a number 77. Write the handle"),
        (["send", "tariq"], "There is no draft for Tariq Belhadj 🚲 yet. Try: draft "),
        (["send", "1", "now"], "“now” does not fit. send 1: "),
        (["edit", "1", "…"], "“…” does not fit. edit 1: "),
        (["edit", "1", "Hi @alice@village.example"], "An @ before a handle mentions somebody"),
        (["edit", "1", "\udcff"], "That is not text in UTF-8"),
        (["edit", "1", "a" * 30_000], "does not fit. edit 1: "),
        (["planned", "1", "someday"], "“someday” does not fit. planned 1 saturday 12:30 Café X: "),
        (["planned", "1", "2020-01-01", "12:30"], "“2020-01-01 12:30” is past."),
        (["planned", "1", "30 february 12:30"], "does not fit."),
        (["goal", "more"], "“more” does not fit. goal: how far it is reached"),
        (["went", "0"], "0 is not in the range"),
        (["went", "alice"], "'alice' is not a valid integer"),
        (["snooze", "1", "soon"], "“soon” does not fit. snooze 1 3w: "),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    suggested: Terminal, words: list[str], said: str
) -> None:
    assert said in refused(suggested, *words)


@pytest.mark.parametrize("fed", [b"", b"\xff\xfe", b" \n"])
def test_a_standard_input_that_holds_no_text_is_refused(suggested: Terminal, fed: bytes) -> None:
    assert refused(suggested, "edit", "1", "-", fed=fed) != ""


def test_a_refusal_speaks_the_owners_language(french: Terminal) -> None:
    assert refused(french, "send", "77").startswith("Aucun courrier n’a donné le numéro 77. Écris")
    assert "prévu 1 samedi 12h30 Café X" in refused(french, "planned", "1", "un jour")


@pytest.mark.parametrize(
    "words", [["brouillon", "1"], ["Vu", "1"], ["plus", "tard", "1", "3sem"], ["plus-tard", "1"]]
)
def test_a_command_may_be_typed_as_an_answer_names_it(french: Terminal, words: list[str]) -> None:
    assert NAME in french.read(*words)


def test_invitations_are_listed_with_what_comes_next(suggested: Terminal) -> None:
    suggested.read("sent", "2")
    suggested.read("declined", "3")

    listed = suggested.read("invitations").splitlines()

    assert listed[0].endswith(f" · {NAME}: drafted, not sent → terrasse send 1")
    assert listed[1].endswith(", no answer yet → terrasse planned 2 saturday 12:30 Café X")
    assert ": declined on " in listed[2]
    assert "→" not in listed[2]


def test_invitations_as_json_name_state_and_next_command(suggested: Terminal) -> None:
    suggested.read("sent", "2")
    first, second = suggested.json("invitations")[1:]

    assert (first["state"], first["next"]) == ("drafted", ["send", "3"])
    assert (second["state"], second["next"]) == ("sent", ["planned", "2"])
    assert second["since"] == second["sent"]
    assert set(first["person"]) == {"id", "name"}


def test_without_invitations_the_list_says_so(collected: Terminal) -> None:
    assert collected.read("invitations") == "No invitation yet: a digest proposes some.\n"
    assert collected.json("invitations") == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(terminal: Terminal, name: str) -> None:
    shown = terminal.read(name, "--help")

    assert shown.startswith(f"Usage: terrasse {name}")
    assert len(shown.splitlines()) > 3
    assert list(terminal.folder.iterdir()) == []
