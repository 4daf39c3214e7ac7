"""What goes wrong as an account signs in is told in a sentence or two, with what to do."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import TYPE_CHECKING, Final

import pytest

from bot import regular_file
from tests.adapters.bluesky.server import PASSWORD, Answer
from tests.cli.setup.bluesky import served_bluesky, tokens_of
from tests.cli.setup.test_login import ME, configure, is_good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from click.testing import Result

    from tests.cli.setup.conftest import Browser
    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote

NOBODY_LISTENS: Final = "http://127.0.0.1:9"
BSKY: Final = "me.example"
in_both_languages = pytest.mark.parametrize("language", ["en", "fr"])


def assert_told(result: Result, *told: str) -> None:
    """It ends with a message that has all of these words, and no more than three sentences."""
    said = result.stderr.splitlines()[-1]
    assert (3, True) == (result.exit_code, said.startswith("terrasse: ")), result.output
    assert [] == [words for words in told if words not in said], said
    assert said.count(". ") < 3
    assert "Traceback" not in result.output


def kept(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("me.secret*")]


@contextmanager
def bakery(status: int, body: bytes) -> Iterator[str]:
    """The address of a server that answers everything alike."""

    class Baker(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (http.server's names)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Baker) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["cannot be reached", "Check your connection, and how", "is written"]),
        ("fr", ["Vérifie ta connexion, et l’orthographe de"]),
    ],
)
@pytest.mark.parametrize(("account", "fed"), [(ME, b""), (BSKY, b"abcd-efgh\n")])
def test_no_network(  # noqa: PLR0913, PLR0917 (given)
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: list[str],
    account: str,
    fed: bytes,
) -> None:
    for name in ("TERRASSE_PLC", "TERRASSE_APPVIEW"):
        monkeypatch.setenv(name, NOBODY_LISTENS)
    configure(terminal, NOBODY_LISTENS, account=account, language=language)

    said = terminal.type("login", account, fed=fed)

    assert_told(said, *told, account, f"terrasse login {account}")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<!doctype html><title>A bakery</title>"),
        (200, b'{"bread": 3}'),
        (403, b"<!doctype html>No"),
        (404, b"<!doctype html>No bread"),
        (405, b""),
        (418, b"{}"),
    ],
)
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["does not let apps sign in as a Mastodon server does", "Check the part of your"]),
        ("fr", ["on ne se connecte pas comme sur un serveur Mastodon", "Vérifie ce qui suit"]),
    ],
)
def test_a_server_that_is_no_mastodon(
    terminal: Terminal, status: int, body: bytes, language: str, told: list[str]
) -> None:
    with bakery(status, body) as url:
        configure(terminal, url, language=language)

        assert_told(terminal.type("login", ME), *told, url)
    assert [] == kept(terminal.folder)


SAYS = {
    ("no", "en"): ["did not let Terrasse in", "Sign in again, and choose to authorise it"],
    ("no", "fr"): ["n’a pas laissé entrer Terrasse", "Recommence, et choisis de l’autoriser"],
    ("less", "en"): ["read:search, write:statuses is missing", "Sign in again, and allow all"],
    ("less", "fr"): ["il manque read:search, write:statuses", "Recommence, et autorise tout"],
    ("other", "en"): [f"You signed in as @other@mastodon.example, not as {ME}", "Log out of"],
    ("other", "fr"): [f"en tant que @other@mastodon.example, et pas {ME}", "Déconnecte-toi"],
    ("nobody", "en"): ["did not come back within", "Sign in again", "--no-browser"],
    ("nobody", "fr"): ["n’est pas revenu dans les", "Recommence", "--no-browser"],
}


@pytest.mark.parametrize("turn", ["no", "less", "other", "nobody"])
@in_both_languages
def test_what_happens_in_the_browser(  # noqa: PLR0913, PLR0917 (given)
    terminal: Terminal,
    server: Remote,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    turn: str,
) -> None:
    configure(terminal, server.url, language=language)
    path = terminal.folder / "terrasse.toml"
    path.write_text(path.read_text().replace('"file:digest.md"', f'"{ME}"'))
    (terminal.folder / "me.secret").write_text("the old one")
    if turn == "no":
        browser.is_of("me", decision="deny")
    elif turn == "less":
        few = "profile read:notifications read:statuses read:accounts read:follows read:blocks"
        browser.is_of("me", scope=f"{few} read:mutes read:favourites")
    elif turn == "other":
        browser.is_of("other")
    else:
        monkeypatch.setattr("adapters.mastodon.callback.PATIENCE", 0.3)
        browser.program.write_text("#!/bin/sh\n")

    assert_told(terminal.type("login", ME), *SAYS[turn, language])
    assert "the old one" == (terminal.folder / "me.secret").read_text()
    assert ["me.secret"] == kept(terminal.folder)


STRANGE = ["", "?code=abc", "?code=abc&state=wrong", "?error=access_denied&state=wrong", "/more"]


def test_other_pages_and_second_calls_change_nothing(
    terminal: Terminal, server: Remote, browser: Browser
) -> None:
    configure(terminal, server.url)
    browser.is_of("me", before=STRANGE, again=2)

    said = terminal.type("login", ME)

    assert (0, f"{ME} is signed in.\n") == (said.exit_code, said.stdout), said.output
    asked = [page[:3] for page in browser.ended(len(STRANGE) + 3)]
    assert ["404"] * len(STRANGE) + ["200"] == asked[:-2]
    assert {"404", "000"} >= set(asked[-2:])  # nobody listens any more, or not to that
    assert is_good(terminal)


@in_both_languages
def test_a_browser_that_cannot_be_opened(
    terminal: Terminal,
    server: Remote,
    monkeypatch: pytest.MonkeyPatch,
    browser: Browser,
    language: str,
) -> None:
    monkeypatch.setattr("adapters.mastodon.callback.PATIENCE", 0.3)
    browser.program.write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", "")
    configure(terminal, server.url, language=language)

    said = terminal.type("login", ME).stderr

    told = {"en": "No browser could be opened. Open the page yourself", "fr": "Aucun navigateur"}
    assert told[language] in said
    assert "--no-browser" in said


@pytest.mark.usefixtures("no_browser")
@in_both_languages
def test_a_code_that_is_none(terminal: Terminal, server: Remote, language: str) -> None:
    configure(terminal, server.url, language=language)

    said = terminal.type("login", ME, fed=b"abc\n")

    page = {"en": "Open this page in any browser", "fr": "Ouvre cette page dans un navigateur"}
    code = {"en": "does not accept that code", "fr": "n’accepte pas ce code"}
    assert page[language] in said.stderr
    assert_told(said, code[language])


@pytest.mark.usefixtures("browser")
@in_both_languages
def test_a_sign_in_that_was_revoked(terminal: Terminal, server: Remote, language: str) -> None:
    configure(terminal, server.url, language=language)
    terminal.read("login", ME)
    token = (terminal.folder / "me.secret").read_text()
    terminal.read("logout", ME)
    (terminal.folder / "me.secret").touch(mode=0o600)
    (terminal.folder / "me.secret").write_text(token)

    told = {"en": "does not accept the secret of", "fr": "n’accepte pas le secret de"}
    assert_told(terminal.type("collect"), told[language], f"terrasse login {ME}")


@pytest.mark.parametrize(
    ("scope", "password", "sends", "told"),
    [
        (
            "com.atproto.appPass",
            "wrong",
            False,
            {
                "en": "is not accepted (any more). Make a new one",
                "fr": "n’est pas (ou plus) accepté",
            },
        ),
        (
            "com.atproto.appPass",
            "",
            False,
            {"en": "No app password was given", "fr": "Pas de mot de passe d’application"},
        ),
        (
            "com.atproto.access",
            PASSWORD,
            False,
            {"en": "is the password of me.example itself", "fr": "lui-même : il n’est pas gardé"},
        ),
        (
            "com.atproto.appPass",
            PASSWORD,
            True,
            {"en": "gives no access to direct messages", "fr": "pas accès aux messages privés"},
        ),
        (
            "nobody",
            PASSWORD,
            False,
            {"en": "Nobody on Bluesky is called me.example", "fr": "Personne ne s’appelle"},
        ),
    ],
)
@in_both_languages
def test_an_app_password_that_is_of_no_use(  # noqa: PLR0913 (given)
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    *,
    language: str,
    scope: str,
    password: str,
    sends: bool,
    told: Mapping[str, str],
) -> None:
    with served_bluesky(terminal.folder) as (world, url):
        monkeypatch.setenv("TERRASSE_PLC", url)
        monkeypatch.setenv("TERRASSE_APPVIEW", url)
        world.more["com.atproto.server.deleteSession"] = lambda _: Answer({})
        if scope == "nobody":
            world.more["com.atproto.identity.resolveHandle"] = lambda _: Answer.error(
                400, "InvalidRequest", "Unable to resolve handle"
            )
        tokens_of(world, scope)
        configure(terminal, url, account=BSKY, language=language)
        path = terminal.folder / "terrasse.toml"
        if sends:
            path.write_text(path.read_text().replace("[digest]", "send_as_me = true\n\n[digest]"))

        said = terminal.type("login", BSKY, fed=f"{password}\n".encode())

    assert_told(said, told[language].replace(" :", "\u00a0:"))
    assert [] == kept(terminal.folder)


@pytest.mark.usefixtures("browser")
def test_a_full_disk_leaves_the_old_sign_in(
    terminal: Terminal, server: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(terminal, server.url)
    terminal.read("login", ME)
    before = (terminal.folder / "me.secret").read_text()

    for nth in (1, 2):
        with monkeypatch.context() as full:
            full.setattr(regular_file, "write", failing(nth))
            said = terminal.type("login", ME)

        assert 2 == said.exit_code
        assert "cannot be written: No space left on device" in said.stderr
        assert before == (terminal.folder / "me.secret").read_text()
        assert is_good(terminal)
        assert {"me.secret", "me.secret.app"} == set(kept(terminal.folder))


def failing(nth: int) -> Callable[..., None]:
    """`regular_file.write` on a disk that is full for the nth file."""
    numbers, write = count(1), regular_file.write

    def written(path: Path, content: bytes, *, must_be_new: bool = False) -> None:
        if next(numbers) == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, content, must_be_new=must_be_new)

    return written
