"""`forget` and `export` on the command line."""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

NAME = "Solène Quéméner"


def names(terminal: Terminal) -> set[str]:
    return {entry["person"]["name"] for entry in terminal.json("people")}


def on_disk(terminal: Terminal, text: str) -> list[str]:
    """The files in which a text stands."""
    return [
        path.name
        for path in terminal.folder.rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_forget_asks_back(collected: Terminal) -> None:
    for answer in (b"n\n", b"", b"maybe\n"):
        refused = collected.type("forget", NAME, fed=answer)
        assert refused.exit_code == 1
        assert f"Forget {NAME}" in refused.stderr
        assert "Nothing was forgotten." in refused.stdout

    assert NAME in names(collected)


def test_forget_leaves_nothing(collected: Terminal) -> None:
    assert "terrasse.db" in on_disk(collected, NAME)

    done = collected.type("forget", NAME, fed=b"y\n")

    assert done.exit_code == 0, done.output
    assert "Forgotten." in done.stdout
    assert [] == on_disk(collected, NAME)
    collected.read("collect")
    assert NAME not in names(collected)
    assert [] == on_disk(collected, NAME)


def test_only_files_that_hold_them_still_are_named(collected: Terminal) -> None:
    collected.read("digest", "--send")
    assert "digest.md" in on_disk(collected, NAME)
    (collected.folder / "notes.txt").write_text("solene@village.example")

    done = collected.type("forget", NAME, "--yes")

    assert done.exit_code == 0, done.output
    assert "notes.txt" in done.stdout
    assert "digest.md" not in done.stdout


def test_everything_is_forgotten(collected: Terminal) -> None:
    collected.read("digest", "--send")

    done = collected.type("forget", "everything", "--yes")

    assert done.exit_code == 0, done.output
    assert "These files" not in done.stdout  # neither the config nor the digests
    asked = collected.type("doctor").stdout
    assert "nothing is read or sent until you say: start" in asked
    assert "None" not in asked
    collected.read("collect")
    assert set() == names(collected)
    assert "We are connected" in collected.read("start")
    collected.read("collect")
    assert NAME in names(collected)


def test_nobody_of_that_name(collected: Terminal) -> None:
    result = collected.type("forget", "nobody.example", "--yes")

    assert result.exit_code == 2
    assert "Nobody you talked with is called" in result.stderr


def test_an_export_holds_all_but_of_the_left_out(collected: Terminal) -> None:
    [person] = [
        entry["person"]["id"]
        for entry in collected.json("people")
        if entry["person"]["name"] == NAME
    ]
    collected.read("never", NAME)
    file = collected.folder / "all.json"

    collected.read("export", str(file))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    data = json.loads(text)
    assert 1 == data["left_out"]["never"]
    assert [] == [said for said in (NAME, "solene@village.example", person) if said in text]
    assert data["tables"]["interactions"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", data["tables"]["interactions"][0]["at"])
    assert data == collected.json("export") | {"exported_at": data["exported_at"]}


def test_no_row_of_an_export_joins_somebody_who_is_left_out(collected: Terminal) -> None:
    collected.read("same", NAME, "Hedwige")
    collected.read("never", NAME)
    assert [] == collected.json("export")["tables"]["joins"]
    collected.read("unjoin", NAME)

    exported = collected.json("export")

    assert [] == [
        exported["tables"][table]
        for table in ("joins", "halves", "decisions")
        if exported["tables"][table]
    ]
    assert 2 == exported["left_out"]["never"]


def test_an_export_replaces_no_file(collected: Terminal) -> None:
    file = collected.folder / "all.json"
    file.write_text("mine", encoding="utf-8")

    result = collected.type("export", str(file))

    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert file.read_text(encoding="utf-8") == "mine"


def test_cards_are_vcards(collected: Terminal) -> None:
    left_out = next(name for name in sorted(names(collected)) if name.isalpha())
    collected.read("never", left_out)
    collected.read("place", NAME, "Rennes")
    file = collected.folder / "people.vcf"

    collected.read("export", "--vcard", str(file))

    content = file.read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    text = content.decode().replace("\r\n ", "")
    cards = [part.splitlines() for part in text.split("END:VCARD\r\n") if part]
    [card] = [card for card in cards if f"FN:{NAME}" in card]
    assert ["BEGIN:VCARD", "VERSION:4.0"] == card[:2]
    assert any(line.startswith("ADR:;;;Rennes;") for line in card)
    assert any(line.startswith("URL:https://") for line in card)
    assert left_out not in text


def test_both_at_once_are_too_many(collected: Terminal) -> None:
    assert collected.type("export", "--json", "--vcard").exit_code == 2
