"""What a server says reaches neither terminal, journal nor store as it came, and no secret does."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.bluesky.server import HANDLE, PASSWORD
from tests.adversary.hostile import UNSEEN, HostileBluesky, HostileMastodon, running
from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

TOKEN = "Tk-0123456789_abcdefghijklmnopqrstuvwxyzABC"  # noqa: S105 (it opens nothing)
CONFIG = """\
timezone = "Europe/Paris"

[[watch]]
account = "{account}"
url = "{url}"
secret = "file:me.secret"

[digest]
to = "{to}"

[store]
url = "sqlite:///terrasse.db"
"""
CALLS = [
    ["collect"], ["collect", "--json"], ["people", "--all"], ["people", "--json"], ["outbox"],
    ["outbox", "--json"], ["doctor"], ["doctor", "--json"], ["doctor", "--test-message"],
    ["outbox", "show", "1"], ["outbox"], ["outbox", "--json"], ["why", "bruno"],
    ["why", "bruno", "--json"], ["why", "anouk"], ["digest", "--preview"],
    ["invitations"], ["run", "--once"], ["rebuild", "--check"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried at once."""

    async def sleep(_clock: object, _seconds: float) -> None:
        return

    monkeypatch.setattr("adapters.clock.SystemClock.sleep", sleep)


class Adversary:
    """A household whose account lives on a hostile server."""

    def __init__(self, folder: Path, account: str, url: str, secret: str, to: str) -> None:
        self.terminal = Terminal(folder)
        self.terminal.write_config(CONFIG.format(account=account, url=url, to=to))
        (folder / "me.secret").write_text(secret)
        (folder / "me.secret").chmod(0o600)
        self._folder = folder
        self._secrets = {secret}

    def call_all(self) -> list[Result]:
        """Use all that shows something."""
        return [self.terminal.type(*words) for words in CALLS]

    @property
    def secrets(self) -> set[str]:
        """What must be seen nowhere: the secret, and the tokens that signing in brought."""
        found = set(self._secrets)
        for file in self._folder.glob("sessions/*.json"):
            kept = json.loads(file.read_text())
            found |= {kept["access"], kept["refresh"]} - {""}
        return found

    def stored_texts(self) -> Iterator[str]:
        """Each text in the store."""
        with sqlite3.connect(self._folder / "terrasse.db") as store:
            names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                for row in store.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 (a table's name)
                    yield from (cell for cell in row if isinstance(cell, str))

    def stored_bytes(self) -> bytes:
        """All that lies on the disk of the store."""
        return b"".join(file.read_bytes() for file in self._folder.glob("terrasse.db*"))


def texts_of(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON is anything)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from (name, *texts_of(part))
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def check(adversary: Adversary) -> list[Result]:
    results = adversary.call_all()

    secrets = adversary.secrets
    for words, result in zip(CALLS, results, strict=True):
        assert result.exception is None or isinstance(result.exception, SystemExit), words
        said = [result.stdout, result.stderr]
        if "--json" in words and result.stdout:
            said += texts_of(json.loads(result.stdout))
        for text in said:
            assert not set(text) & UNSEEN, (words, ascii(text))
            assert not any(secret in text for secret in secrets), (words, text)
    for text in adversary.stored_texts():
        # JSON in a cell may hide in escapes what is not seen.
        read = list(texts_of(json.loads(text))) if text[:1] in {"{", "["} and is_json(text) else []
        for value in (text, *read):
            assert not set(value) & UNSEEN, ascii(value)
    assert not any(secret.encode() in adversary.stored_bytes() for secret in secrets)
    return results


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("fails", "raw"),
    [(None, False), (400, False), (401, False), (403, False), (422, False), (429, False),
     (500, False), (None, True)],
)  # fmt: skip
def test_a_hostile_mastodon(terminal: Terminal, fails: int | None, *, raw: bool) -> None:
    with running(HostileMastodon(fails=fails, raw=raw).script) as url:
        adversary = Adversary(
            terminal.folder, "@camille@mastodon.example", url, TOKEN, "@camille@mastodon.example"
        )
        results = check(adversary)

    if fails is None and not raw:
        # It was read indeed.
        assert json.loads(results[1].stdout)[0]["error"] is None
        assert results[CALLS.index(["why", "bruno"])].stdout.startswith("Bruno")
    else:
        assert results[0].exit_code == 3
        assert "terrasse: " in results[0].stderr


@pytest.mark.parametrize("fails", [None, 400, 401, 403, 429, 500])
def test_a_hostile_bluesky(
    terminal: Terminal, fails: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(HostileBluesky(fails=fails).script) as url:
        monkeypatch.setenv("TERRASSE_PLC", url)
        monkeypatch.setenv("TERRASSE_APPVIEW", url)
        adversary = Adversary(terminal.folder, HANDLE, url, PASSWORD, "file:digest.md")
        results = check(adversary)

    if fails is None:
        assert json.loads(results[1].stdout)[0]["error"] is None
        assert results[CALLS.index(["why", "anouk"])].stdout.startswith("Anouk")
    else:
        assert results[0].exit_code == 3
