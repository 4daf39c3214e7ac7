"""Bad input gets one clear message and its exit code, and leaves nothing half-written."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store import open_store
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def refusal(terminal: Terminal, *words: str, code: int) -> str:
    result = terminal.type(*words)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("terrasse: ")
    return result.stderr.removeprefix("terrasse: ").strip()


def test_no_config_says_how_to_begin(terminal: Terminal) -> None:
    message = refusal(terminal, "people", code=2)

    assert message.startswith("There is no config file yet.")
    assert message.endswith("terrasse demo")


def test_a_config_that_is_asked_for_must_be_there(terminal: Terminal) -> None:
    assert "nowhere.toml" in refusal(terminal, "--config", "nowhere.toml", "people", code=2)


def test_broken_toml_is_told_with_its_line(terminal: Terminal) -> None:
    terminal.write_config("language = \n")

    assert "terrasse.toml, line 1" in refusal(terminal, "people", code=2)


def test_an_unknown_key_gets_the_nearest_one(terminal: Terminal) -> None:
    terminal.write_config(CONFIG.replace("[digest]", "[digest]\npeple = 2"))

    message = refusal(terminal, "people", code=2)

    assert "digest.peple" in message
    assert "Did you mean “people”?" in message


def test_a_secret_that_others_can_read_is_refused(terminal: Terminal) -> None:
    secret = terminal.folder / "me.secret"
    secret.write_text("hunter2-hunter2")
    secret.chmod(0o640)
    terminal.write_config('[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n')

    message = refusal(terminal, "people", code=2)

    assert "chmod 600" in message
    assert "hunter2" not in message


def test_a_store_of_a_later_version_is_refused_and_left_as_it_is(collected: Terminal) -> None:
    store = collected.folder / "terrasse.db"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = store.read_bytes()

    message = refusal(collected, "people", code=1)

    assert "later version" in message
    assert str(store) in message
    assert store.read_bytes() == before


def test_a_store_that_is_no_database_is_told(village: Terminal) -> None:
    (village.folder / "terrasse.db").write_bytes(b"not a database at all" * 100)

    assert "terrasse.db" in refusal(village, "people", code=1)


def test_a_store_in_an_unwritable_place_is_told(village: Terminal) -> None:
    village.write_config(CONFIG.replace("terrasse.db", "/proc/nowhere/terrasse.db"))

    assert "/proc/nowhere" in refusal(village, "people", code=1)


def test_a_store_that_another_process_holds_is_told(
    collected: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = {**(open_store.__kwdefaults__ or {}), "patience": timedelta(seconds=0.5)}
    monkeypatch.setattr(open_store, "__kwdefaults__", soon)
    connection = sqlite3.connect(collected.folder / "terrasse.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        message = refusal(collected, "people", code=1)
    finally:
        connection.close()

    assert "terrasse.db" in message


def test_a_digest_file_that_cannot_be_written_loses_nothing(collected: Terminal) -> None:
    collected.write_config(CONFIG.replace("file:digest.md", "file:missing/digest.md"))

    message = refusal(collected, "digest", "--send", code=3)

    assert message.startswith("Message 1 is pending: ")
    assert "missing/digest.md cannot be written: No such file or directory" in message
    assert [row["state"] for row in collected.json("outbox")] == ["pending"]
    assert "message 1: pending" in collected.type("doctor", "--offline").output


@pytest.mark.parametrize("words", [["people", "--nope"], ["frobnicate"], ["why"]])
def test_wrong_usage_ends_with_code_2(village: Terminal, words: list[str]) -> None:
    assert village.type(*words).exit_code == 2
