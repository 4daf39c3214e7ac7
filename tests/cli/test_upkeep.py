"""`backup`, `restore` and `health`, and what `run` reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.terminal import Terminal


def test_a_restored_store_sends_nothing_again(village: Terminal) -> None:
    village.read("run", "--once")
    village.read("backup", "copy")
    village.read("never", "1")
    assert "You said never." in village.read("why", "1")
    sent = village.digests
    assert sent

    said = village.read("restore", "copy")
    village.read("run", "--once")

    assert "Restored from copy." in said
    assert "terrasse.db.replaced-1" in said
    assert sent == village.digests.partition("\nMy store was put back")[0]
    assert "You said never." not in village.read("why", "1")


def test_whoever_was_forgotten_is_gone_from_the_restored_store(collected: Terminal) -> None:
    collected.read("backup", "copy")
    collected.read("forget", "--yes", "maud")

    collected.read("restore", "copy")

    assert b"maud@" in (collected.folder / "copy").read_bytes()
    assert b"maud@" not in (collected.folder / "terrasse.db").read_bytes()
    assert "Maud" not in collected.read("people", "--all")


@pytest.mark.parametrize("file", ["", ".", "/", "..", "folder", "/dev/null"])
@pytest.mark.parametrize("command", ["backup", "restore", "export"])
def test_a_name_of_no_file_is_told(collected: Terminal, command: str, file: str) -> None:
    (collected.folder / "folder").mkdir()

    said = collected.type(command, file)

    assert (2, True) == (said.exit_code, said.stderr.startswith("terrasse: ")), said.output
    assert len(said.stderr.splitlines()) == 1


def test_secrets_of_accounts_are_not_needed(village: Terminal) -> None:
    """Whoever keeps the backups may have no right to read them."""
    accounts = ("@me@mastodon.example", "@bot@mastodon.example", "me.bsky.example")
    tables = ("[[watch]]", "[bot]", "[[watch]]")
    places = ("file:me.secret", "env:NOT_THERE", "file:sky.secret")
    written = (
        f'{table}\naccount = "{account}"\nsecret = "{place}"\n'
        for table, account, place in zip(tables, accounts, places, strict=True)
    )
    village.write_config(
        "".join(written)
        + '[[calendar]]\nsecret = "file:calendar.secret"\n[store]\nurl = "sqlite:///terrasse.db"\n'
    )

    assert 2 == village.type("people").exit_code
    assert "Written to copy." in village.read("backup", "copy")
    assert "Restored from copy." in village.read("restore", "copy")
    assert "No round has ended yet.\n" == village.type("health").stdout


def test_it_is_said_in_french_too(village: Terminal) -> None:
    village.write_config(f'language = "fr"\n{CONFIG}')
    village.read("backup", "copie")

    refused = village.type("backup", "copie")
    alien = village.type("restore", "terrasse.toml")

    assert (2, 2) == (refused.exit_code, alien.exit_code)
    assert "copie existe déjà" in refused.stderr
    assert "n’est pas une sauvegarde de Terrasse" in alien.stderr
    assert "Restauré depuis copie." in village.read("restore", "copie")
    assert "Aucun tour" in village.type("health").stdout


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_database_on_a_server_is_pg_dump_s_business(terminal: Terminal, command: str) -> None:
    terminal.write_config(
        CONFIG.replace("sqlite:///terrasse.db", "postgresql://localhost:1/none")
        + 'folder = "data"\n'
    )

    told = terminal.type(command, "terrasse.toml")

    assert told.exit_code
    if command == "restore":
        assert "pg_restore or psql" in told.stderr


def test_health_follows_the_rounds(collected: Terminal) -> None:
    before = collected.type("health")
    collected.read("run", "--once")

    assert (1, "No round has ended yet.\n") == (before.exit_code, before.stdout)
    assert "The last round ended 0 minutes ago, and all went well.\n" == collected.read("health")
    assert collected.json("health")["healthy"] is True


def ended(ago: timedelta, *, fine: bool = True) -> str:
    return json.dumps({"at": (datetime.now(UTC) - ago).isoformat(), "fine": fine})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: ended(timedelta(minutes=5), fine=False), "Not all went well: see the log."),
        (lambda: ended(timedelta(minutes=16)), "is terrasse run still running?"),
        (lambda: ended(-timedelta(minutes=5)), "is terrasse run still running?"),
        ("", "cannot be read"),
        ("[]", "does not say"),
        ('{"at": "yesterday", "fine": true}', "cannot be read"),
        ('{"at": "2026-01-01T00:00:00+00:00", "fine": "yes"}', "does not say"),
        ('{"at": "0001-01-01T00:00:00+23:59", "fine": true}', "cannot be read"),
        ("\xff", "cannot be read"),
    ],
    ids=["bad", "late", "ahead", "empty", "list", "words", "yes", "far", "binary"],
)
def test_what_is_late_bad_or_unknown_is_not_healthy(
    village: Terminal, content: str | Callable[[], str], told: str
) -> None:
    report = content if isinstance(content, str) else content()
    (village.folder / "terrasse.db.health").write_text(report, encoding="latin-1")

    found = village.type("health")

    assert 1 == found.exit_code
    assert told in found.stdout + found.stderr


def test_health_needs_no_secret(village: Terminal) -> None:
    config = village.folder / "terrasse.toml"
    other = '[[watch]]\naccount = "@me@piaille.example"\nsecret = "file:missing.secret"\n'
    config.write_text(f"{config.read_text()}\n{other}")
    (village.folder / "terrasse.db.health").write_text(ended(timedelta(minutes=5)))

    assert 0 == village.type("health").exit_code


def test_a_longer_wait_may_be_allowed(village: Terminal) -> None:
    (village.folder / "terrasse.db.health").write_text(ended(timedelta(minutes=90)))

    assert 1 == village.type("health", "--within", "60").exit_code
    assert 0 == village.type("health", "--within", "120").exit_code


def test_a_health_file_that_cannot_be_written_harms_no_round(village: Terminal) -> None:
    (village.folder / "terrasse.db.health").mkdir()

    done = village.type("run", "--once")

    assert 0 == done.exit_code
    assert "health file" in done.stderr
    assert village.digests
