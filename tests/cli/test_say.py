"""`say`: what a direct message would do, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from bot.cli.main import terrasse

if TYPE_CHECKING:
    from click.testing import Result

    from tests.cli.terminal import Terminal

LOOK = "import sys, bot.cli.main as m\ntry: m.main()\nfinally: print(sorted(sys.modules))"
HEAVY = ("pydantic", "sqlalchemy", "atproto", "mastodon", "babel", "config.load", "bot.bootstrap")


def fed(lines: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(terrasse, ["say", "--lines", *options], input=lines)


@pytest.mark.parametrize(
    ("text", "verb", "target", "args", "suggestion"),
    [
        ("send #2 please", "send", "2", [], None),
        ("envoie 2 en réponse", "send", "2", ["reply"], None),
        ("why 1 2", "why", "1", ["2"], None),
        ("plus tard 2 3 sem", "snooze", "2", ["3w"], None),
        ("edit 2: Hé,\nça va ?", "edit", "2", ["Hé,\nça va ?"], None),
        ("planned 2 Saturday 12:30 Café X", "planned", "2", ["Saturday 12:30", "Café X"], None),
        ("trip Lyon 12-14 dec", "trip", None, ["Lyon", "12-14 dec"], None),
        ("objectif 1 par quinzaine", "goal", None, ["1", "2w"], None),
        ("undo", "undo", None, [], None),
        ("sned 2", None, None, [], "send 2"),
        ("don't send 2", None, None, [], None),
    ],
)
def test_a_dry_run_says_how_a_text_is_understood(  # noqa: PLR0913, PLR0917 (five fields and whence)
    terminal: Terminal,
    text: str,
    verb: str | None,
    target: str | None,
    args: list[str],
    suggestion: str | None,
) -> None:
    shown = terminal.json("say", text, "--dry-run")

    assert verb is not None or not shown["understood"]
    wanted = {"verb": verb, "target": target, "args": args, "suggestion": suggestion, "text": text}
    assert wanted == {name: shown[name] for name in wanted}
    assert {*wanted, "understood", "targets", "day", "hour", "place", "why"} == set(shown)


def test_a_dry_run_knows_which_towns_there_are(terminal: Terminal) -> None:
    known = terminal.json("say", "place 1 Rennes", "--dry-run")
    unknown = terminal.json("say", "place 1 Rennes I think", "--dry-run")

    assert (known["understood"], known["place"], known["why"]) == (True, "Rennes", None)
    assert (unknown["understood"], unknown["place"]) == (False, None)
    assert unknown["why"] == "no town of that name of more than 15,000 people"


def test_a_dry_run_tells_day_hour_and_place_apart(terminal: Terminal) -> None:
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)

    shown = terminal.json("say", "prévu n° 2 demain soir 8h30, « le Zinc »", "--dry-run")

    assert shown["understood"]
    assert (["2"], tomorrow.isoformat()) == (shown["targets"], shown["day"])
    assert ("20:30", "« le Zinc »") == (shown["hour"], shown["place"])


def test_a_time_that_is_past_is_not_understood(terminal: Terminal) -> None:
    text = "planned 2 27 february 2025 15:00"

    shown = terminal.json("say", text, "--dry-run")

    assert (False, None, None) == (shown["understood"], shown["verb"], shown["hour"])
    assert "past" in shown["why"]
    assert "it is past" in terminal.read("say", text, "--dry-run")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pourquoi 2", "Understood as: why 2\n"),
        ("sned 2", "Not understood: it would have no effect. Did you mean: send 2\n"),
        ("hello", "Not understood: it would have no effect.\n"),
    ],
)
def test_a_dry_run_speaks_to_people_too(terminal: Terminal, text: str, said: str) -> None:
    assert said == terminal.read("say", "--dry-run", text)


def test_a_dry_run_has_no_effect(collected: Terminal) -> None:
    collected.read("say", "never solene@village.example", "--dry-run")

    assert collected.read("say", "undo") == "There is nothing to undo.\n"


def test_a_text_does_what_the_message_would_do(collected: Terminal) -> None:
    name = collected.json("people")[0]["accounts"][0]["handle"]

    said = collected.read("say", f"never {name}")
    assert said.endswith(" will never be suggested.\n")
    assert collected.json("people")[-1]["verdict"]["reason"] == "never"
    assert collected.read("say", "undo").startswith("Undone: never ")
    assert "Did you mean “never 1”?" in collected.read("say", "nevr 1")


def test_words_need_no_quotation_marks(terminal: Terminal) -> None:
    assert terminal.read("say", "--dry-run", "why", "2") == "Understood as: why 2\n"


def test_each_line_is_answered_by_one(terminal: Terminal) -> None:
    texts = ["send 2", "edit 2: one\ntwo \u2028 three", "\ud800", "", "n'envoie pas 2"]

    result = fed("".join(json.dumps({"text": text}) + "\n" for text in texts), "--dry-run")

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert texts == [answer["text"] for answer in answers]
    assert ["send", "edit", None, None, None] == [answer["verb"] for answer in answers]
    assert result.exit_code == 0
    assert list(terminal.folder.iterdir()) == []


def test_a_bad_line_is_answered_and_the_rest_goes_on() -> None:
    bad = [b"send 2", b"", b"[]", b'{"text": 2}', b'{"text": "\xff"}', b"[" * 100_000]

    result = fed(b"\n".join([*bad, b'{"text": "send 2"}']), "--dry-run")

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [True] * len(bad) + [False] == ["error" in answer for answer in answers]
    assert answers[-1]["verb"] == "send"
    assert result.exit_code == 2


def test_lines_have_effects_unless_it_is_a_dry_run(collected: Terminal) -> None:
    name = collected.json("people")[0]["accounts"][0]["handle"]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (f"never {name}", "list"))

    plain = fed(lines)
    structured = fed('{"text": "undo"}\n', "--json")

    assert plain.exit_code == 0, plain.output
    assert len(plain.stdout.splitlines()) == 2
    assert "will never be suggested." in plain.stdout
    assert json.loads(structured.stdout)["answer"].startswith("Undone: never ")


@pytest.mark.parametrize("words", [["say"], ["say", "why 2", "--lines"]])
def test_a_text_or_lines_are_asked_for(terminal: Terminal, words: list[str]) -> None:
    result = terminal.type(*words)

    assert result.exit_code == 2
    assert 'terrasse say "why 2"' in result.stderr


def test_a_line_is_answered_before_the_next_is_there() -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "bot", "say", "--lines", "--dry-run"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with started as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in ("1", "2"):
            process.stdin.write(json.dumps({"text": f"send {number}"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["target"] == number
        process.stdin.close()

        assert process.wait() == 0


def test_a_dry_run_loads_nothing_heavy() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOOK, "say", "--dry-run", "why 2"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "Understood as: why 2" in shown
    assert [name for name in HEAVY if f"'{name}'" in shown] == []
