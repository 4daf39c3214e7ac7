"""Errors, doctor and progress in the owner's language, as the command line shows them."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.memory.clock import StoppedClock
from bot.cli.progress import shown
from bot.services.collect.collecting import Progress
from bot.text.language.catalogue import catalogue
from config.find import language_of
from config.models.settings import Settings
from tests.builders import NOON
from tests.cli.terminal import CONFIG
from tests.cli.test_wrong_account import configure, server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote

__all__ = ["server"]

FRENCH = f'language = "fr"\n{CONFIG}'
ENGLISH = re.compile(
    r"\b(the|is|not|must|and|with|cannot|was|were|this|that|which|of|be|its|there|nothing|read|"
    r"sent|last|be|write|under|sign-in|store|secret of|file a)\b"
)


def english_in(text: str) -> list[str]:
    """English words that are left; commands, keys and values in quotes stay as they are."""
    text = re.sub(
        r'"[^"]*"|terrasse [a-z-]+( --?[a-z-]+)*|sqlite:\S+|/\S+|\[\[?\w+\]\]?|store\.\w+', "", text
    )
    return ENGLISH.findall(text)


FAULTS = {
    "unknown key": (FRENCH + "x = 1", "n’est pas une clé que Terrasse connaît"),
    "misspelt key": ("langage = 1\n" + FRENCH, "Voulais-tu dire «\u00a0language\u00a0»\u202f?"),
    "wrong type": (FRENCH + "[goal]\nmeetings = true", "doit être un nombre entier, et non true"),
    "out of bounds": (FRENCH + "[goal]\nmeetings = 0", "doit valoir au moins 1, et non 0."),
    "one of": (FRENCH + '[[slot]]\npriority = "x"\nwhen = "mardi 12:30-14:00"', 'ou "leisure".'),
    "missing": (FRENCH + "[[slot]]\n", "manque\u00a0: écris par exemple when ="),
    "a rule": (FRENCH + "[meetings]\nshortest = 90\nlongest = 60", "est plus petit que meetings."),
    "a time zone": ('timezone = "paris"\nlanguage = "fr"', 'fuseau horaire comme "Europe/Paris"'),
    "several": (FRENCH + "[goal]\nmeetings = 0\nx = 1", "a 2 problèmes\u00a0:"),
    "not TOML": ('language = "fr"\nx = ', "à la fin\u00a0: Valeur non valable. Chaque ligne doit"),
    "not closed": ('language = "fr"\n[[watch', "Il manque «\u00a0]]\u00a0» à la fin"),
    "secret file": (
        FRENCH + '[bot]\naccount = "@b@x.example"\nsecret = "file:none"',
        "n’existe pas. Pour un compte, terrasse login COMPTE le crée",
    ),
    "a secret": (
        FRENCH + '[bot]\naccount = "@b@x.example"\nsecret = "hunter2"',
        "doit dire où le secret est gardé",
    ),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_faults_of_the_config_are_told_in_its_language(
    terminal: Terminal, text: str, said: str
) -> None:
    terminal.write_config(text)

    result = terminal.type("people")

    assert result.exit_code == 2
    assert said in result.stderr
    assert not english_in(result.stderr.replace(str(terminal.folder), "")), result.stderr


@pytest.mark.parametrize(
    ("text", "terminal_speaks", "spoken"),
    [
        ('language = "fr"\nx = 1', "en_GB.UTF-8", "fr"),
        ('language = "en"\nx = 1', "fr_FR.UTF-8", "en"),
        ("x = 1", "fr_FR.UTF-8", "en"),  # it is a config, and English is the default
        ('language = "de"', "fr_FR.UTF-8", "fr"),
        ("language = 3", "fr_FR.UTF-8", "fr"),
        ("language = 'fr' # mine\nx", "en_GB.UTF-8", "fr"),
        ('x = \nlanguage = "fr"\n[goal]', "en_GB.UTF-8", "fr"),
        ('[goal\nlanguage = "fr"', "en_GB.UTF-8", "en"),
        ("\x00", "fr_FR.UTF-8", "fr"),
        ('language = "fr"\na = ' + "[" * 5000, "en_GB.UTF-8", "fr"),
    ],
)
def test_the_config_s_language_goes_before_the_terminal_s(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    terminal_speaks: str,
    spoken: str,
) -> None:
    monkeypatch.setenv("LANG", terminal_speaks)
    terminal.write_config(text)

    said = terminal.type("people").stderr

    assert (" :" in said.replace("\u00a0", " ") or "trop" in said) is (spoken == "fr"), said


def test_a_config_without_a_language_is_english(terminal: Terminal) -> None:
    terminal.write_config("")

    assert language_of(terminal.folder / "terrasse.toml") == "en"
    assert Settings.model_fields["language"].default == "en"
    assert language_of(terminal.folder / "nowhere.toml") is None


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL", "LC_MESSAGES"])
def test_without_a_config_the_terminal_s_language_is_spoken(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "fr_FR.UTF-8")

    assert "Il n’y a pas encore de fichier de configuration" in terminal.type("people").stderr
    assert "nowhere.toml n’existe pas" in terminal.type("--config", "nowhere.toml", "people").stderr
    assert "«\u00a0x\u00a0» doit être un compte" in terminal.type("try", "x").stderr


def test_doctor_speaks_french(terminal: Terminal, collected_store: Path) -> None:
    calendar = terminal.folder / "work.ics"
    calendar.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    (terminal.folder / "fr").mkdir()
    (terminal.folder / "fr" / "coffee.txt").write_text("{{ nobody }}")
    terminal.write_config(
        f'{FRENCH}folder = "."\n[places]\nhome = "Nowhere-at-all"\n[invitation]\ntemplates = "."\n'
        '[[calendar]]\nurl = "file:work.ics"\n[[calendar]]\nurl = "file:none.ics"'
    )
    (terminal.folder / "terrasse.db").write_bytes(collected_store.read_bytes())
    (terminal.folder / "terrasse.db").chmod(0o600)

    result = terminal.type("doctor", "--test-message", "--handshake")

    lines = result.stdout.replace("\u00a0", " ").replace(str(terminal.folder), "").splitlines()
    assert "!!  lieux : home « Nowhere-at-all » n’est pas une ville connue" in "\n".join(lines)
    assert any(line.startswith("ok  base : sqlite:") for line in lines)
    assert "ok  agenda work.ics : 0 événement lu, 0 plage occupée d’ici 21 jours" in lines
    assert any("n’existe pas" in line and "agenda none.ics" in line for line in lines)
    assert "ok  message d’essai : envoyé à /digest.md" in lines
    assert "ok  premier mot au bot : inutile : aucun bot n’envoie le courrier" in lines
    assert not [line for line in lines if english_in(line) and "coffee" not in line], lines


def _written_by_a_later_version(path: Path) -> None:
    with sqlite3.connect(path) as store:
        store.execute("UPDATE alembic_version SET version_num = 'r9999'")
    store.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"x" * 5000), "présente des dommages ou n’est pas une base"),
        (lambda path: path.write_bytes(b""), "est vide, comme après une copie ratée"),
        (lambda path: path.chmod(0o644), "peut être lue par d’autres sur cette machine"),
        (lambda path: (path.unlink(), path.mkdir()), "(c’est un dossier)"),
        (_written_by_a_later_version, "une version plus récente de Terrasse"),
    ],
    ids=["damaged", "empty", "open", "folder", "future"],
)
def test_store_errors_are_told_in_french(
    terminal: Terminal, collected_store: Path, spoil: object, said: str
) -> None:
    terminal.write_config(FRENCH)
    store = terminal.folder / "terrasse.db"
    store.write_bytes(collected_store.read_bytes())
    store.chmod(0o600)
    assert callable(spoil)
    spoil(store)

    result = terminal.type("people")

    assert result.exit_code == 1
    assert said in result.stderr
    assert not english_in(re.sub(r"\([^)]*\)", "", result.stderr)), result.stderr


def test_a_server_that_is_not_there_is_told_in_french(terminal: Terminal) -> None:
    terminal.write_config(
        'language = "fr"\n[[watch]]\naccount = "@me@x.example"\nurl = "http://127.0.0.1:1"\n'
        '[digest]\nto = "file:digest.md"\n[store]\nurl = "sqlite:///terrasse.db"'
    )

    result = terminal.type("doctor")

    assert "127.0.0.1 est inaccessible\u00a0: connexion refusée." in result.stdout


def test_a_sign_in_that_ended_is_told_in_french(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server)
    path = terminal.folder / "terrasse.toml"
    path.write_text(f'language = "fr"\n{path.read_text()}')
    (terminal.folder / "secret").write_text("revoked")

    result = terminal.type("collect")

    assert result.exit_code == 3
    assert "n’accepte pas le secret de @me@mastodon.example" in result.stderr
    assert "terrasse login @me@mastodon.example" in result.stderr


def test_progress_is_told_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "rich.progress.Progress.update", lambda *_, said, **__: told.append(said), raising=True
    )

    with shown(StoppedClock(NOON), catalogue("fr")) as report:
        assert report is not None
        report(Progress("@me@x.example", 1, None))
        report(Progress("@me@x.example", 300, NOON - timedelta(days=400)))

    assert told[0] == "1 lu"
    assert told[1].startswith("300 lus, en remontant au ")
