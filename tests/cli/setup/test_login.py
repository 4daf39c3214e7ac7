"""`login` and `logout` on a small Mastodon with its pages, and on a small Bluesky."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.adapters.bluesky.server import PASSWORD, Answer
from tests.cli.setup.bluesky import served_bluesky, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.adapters.bluesky.server import Atproto
    from tests.cli.setup.conftest import Browser
    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote

ME = "@me@mastodon.example"
CONFIG = """\
language = "{language}"

[[watch]]
account = "{account}"
url = "{url}"
secret = "{secret}"

[digest]
to = "file:digest.md"

[store]
url = "sqlite:///terrasse.db"
"""


def configure(
    terminal: Terminal,
    url: str,
    *,
    account: str = ME,
    secret: str = "file:me.secret",  # noqa: S107 (a place)
    language: str = "en",
) -> None:
    terminal.write_config(CONFIG.format(account=account, url=url, secret=secret, language=language))


def is_private(path: Path) -> bool:
    return stat.S_IMODE(path.stat().st_mode) == 0o600


def is_good(terminal: Terminal) -> bool:
    return f"ok  sign-in of {ME}" in terminal.type("doctor").stdout


def test_a_browser_signs_in_and_logout_revokes(
    terminal: Terminal, server: Remote, browser: Browser
) -> None:
    configure(terminal, server.url)

    said = terminal.type("login", ME)

    assert (0, f"{ME} is signed in.\n") == (said.exit_code, said.stdout), said.output
    secret, app = terminal.folder / "me.secret", terminal.folder / "me.secret.app"
    token = secret.read_text().strip()
    assert is_private(secret)
    assert is_private(app)
    assert token not in said.output
    assert token not in app.read_text()
    assert is_good(terminal)
    assert browser.ended()[0].startswith("200 http://127.0.0.1:")
    assert "[redacted]" not in said.stderr

    left = terminal.folder / ".me.secret.0123abcd.new"
    left.write_text("of a login that was killed")
    gone = terminal.type("logout", ME)

    assert (0, f"{ME} is signed out.\n") == (gone.exit_code, gone.stdout)
    assert not secret.exists()
    assert not left.exists()
    assert not app.exists()
    secret.touch(mode=0o600)
    secret.write_text(token)
    refused = terminal.type("doctor").stdout
    assert f"does not accept the secret of {ME}" in refused
    assert f"Sign in again: terrasse login {ME}" in refused


@pytest.mark.usefixtures("browser")
def test_signing_in_again_replaces_the_token_and_revokes_the_old_one(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server.url)
    terminal.read("login", ME)
    old = (terminal.folder / "me.secret").read_text()
    terminal.read("login", "me@mastodon.example")
    new = (terminal.folder / "me.secret").read_text()

    assert old != new
    assert is_good(terminal)
    (terminal.folder / "me.secret").write_text(old)
    assert not is_good(terminal)


def test_what_is_asked_for_is_what_is_needed(
    terminal: Terminal, server: Remote, browser: Browser
) -> None:
    configure(terminal, server.url)
    reading = terminal.type("login", ME).stderr
    terminal.write_config(
        (terminal.folder / "terrasse.toml").read_text().replace('"file:digest.md"', f'"{ME}"')
    )
    sending = terminal.type("login", ME).stderr

    assert "read%3Afavourites+read%3Asearch" in reading
    assert "write" not in reading
    assert "write%3Astatuses" in sending
    assert all(page.startswith("200 http://127.0.0.1:") for page in browser.ended(2))


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_code_is_pasted(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server.url)

    wrong = terminal.type("login", ME, fed=b"abc\n")
    none = terminal.type("login", ME, fed=b"")

    assert 3 == wrong.exit_code
    assert "does not accept that code" in wrong.stderr
    assert 2 == none.exit_code
    assert "urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob" in wrong.stderr
    assert not (terminal.folder / "me.secret").exists()


@pytest.mark.parametrize(
    ("who", "decision", "said"),
    [
        ("other", "allow", f"You signed in as @other@mastodon.example, not as {ME}."),
        ("me", "deny", "did not let Terrasse in"),
    ],
)
def test_another_account_or_a_no_is_told_and_nothing_is_kept(  # noqa: PLR0913, PLR0917 (given)
    terminal: Terminal, server: Remote, browser: Browser, who: str, decision: str, said: str
) -> None:
    configure(terminal, server.url)
    (terminal.folder / "me.secret").write_text("the old one")
    browser.is_of(who, decision=decision)

    result = terminal.type("login", ME)

    assert 3 == result.exit_code
    assert said in result.stderr
    assert "the old one" == (terminal.folder / "me.secret").read_text()
    assert not (terminal.folder / "me.secret.app").exists()


def test_wrong_turns_are_told_in_french(
    terminal: Terminal, server: Remote, browser: Browser
) -> None:
    configure(terminal, server.url, language="fr")
    browser.is_of("other")

    told = terminal.type("login", ME).stderr

    assert f"Tu t’es connecté en tant que @other@mastodon.example, et pas {ME}" in told


def test_an_account_that_is_not_in_the_config_is_told_with_those_that_are(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server.url)

    for words in (["login", "@you@mastodon.example"], ["logout", "x y"]):
        result = terminal.type(*words)
        assert 2 == result.exit_code
        assert f"It names: {ME}" in result.stderr


def test_a_secret_that_is_kept_elsewhere_is_not_written(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server.url, secret="env:SECRET")  # noqa: S106 (a place)

    result = terminal.type("login", ME)

    assert 2 == result.exit_code
    assert 'secret = "file:me@mastodon.example.secret"' in result.stderr


def test_logout_says_where_to_delete_a_pasted_token(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server.url)
    path = terminal.folder / "me.secret"
    path.touch(mode=0o600)
    path.write_text(token := server.act("token", who="me"))

    said = terminal.read("logout", ME)

    assert "so delete it on mastodon.example too" in said
    assert not path.exists()
    path.touch(mode=0o600)
    path.write_text(token)
    assert is_good(terminal)


@pytest.mark.usefixtures("browser")
def test_a_token_that_was_pasted_over_ours_is_not_taken_for_ours(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server.url)
    terminal.read("login", ME)
    (terminal.folder / "me.secret").write_text(server.act("token", who="me"))

    assert "so delete it on mastodon.example too" in terminal.read("logout", ME)


@pytest.mark.usefixtures("browser")
def test_logout_deletes_what_the_server_cannot_be_told_of(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server.url)
    terminal.read("login", ME)
    app = terminal.folder / "me.secret.app"
    kept = json.loads(app.read_text())
    app.write_text(json.dumps(kept | {"base": "http://127.0.0.1:9"}))

    result = terminal.type("logout", ME)

    assert 3 == result.exit_code
    assert "is signed out here" in result.stderr
    assert "Authorized apps" in result.stderr
    assert not (terminal.folder / "me.secret").exists()


def test_logging_out_twice_is_fine(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server.url)

    assert "was not signed in" in terminal.read("logout", ME)


@pytest.fixture
def bluesky(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Atproto]:
    """A small Bluesky whose account me.example the config watches."""
    with served_bluesky(terminal.folder) as (world, url):
        monkeypatch.setenv("TERRASSE_PLC", url)
        monkeypatch.setenv("TERRASSE_APPVIEW", url)
        configure(terminal, url, account="me.example")
        yield world


def test_an_app_password_is_tried_and_kept(terminal: Terminal, bluesky: Atproto) -> None:
    tokens_of(bluesky, "com.atproto.appPass")

    said = terminal.type("login", "me.example", fed=f"  {PASSWORD}\n".encode())

    secret = terminal.folder / "me.secret"
    assert 0 == said.exit_code, said.output
    assert f"{PASSWORD}\n" == secret.read_text()
    assert is_private(secret)
    assert PASSWORD not in said.output
    assert "App passwords" in said.stderr

    bluesky.more["com.atproto.server.deleteSession"] = lambda _: Answer({})
    gone = terminal.read("logout", "me.example")

    assert "Delete the app password on your server too" in gone
    assert not secret.exists()
    assert 1 == bluesky.times("com.atproto.server.deleteSession")
    assert [] == list((terminal.folder / "sessions").glob("*.json"))


@pytest.mark.parametrize(
    ("scope", "password", "sends", "told"),
    [
        ("com.atproto.appPass", "wrong", False, "is not accepted"),
        ("com.atproto.appPass", "", False, "No app password was given"),
        ("com.atproto.access", PASSWORD, False, "is the password of me.example itself"),
        ("com.atproto.appPass", PASSWORD, True, "gives no access to direct messages"),
        ("com.atproto.appPassPrivileged", PASSWORD, True, ""),
    ],
)
def test_a_password_that_is_of_no_use_is_told_and_not_kept(  # noqa: PLR0913 (what is given)
    terminal: Terminal, bluesky: Atproto, *, scope: str, password: str, sends: bool, told: str
) -> None:
    tokens_of(bluesky, scope)
    bluesky.more["com.atproto.server.deleteSession"] = lambda _: Answer({})
    if sends:
        path = terminal.folder / "terrasse.toml"
        text = path.read_text().replace("[digest]", "send_as_me = true\n\n[digest]")
        path.write_text(text)

    said = terminal.type("login", "me.example", fed=f"{password}\n".encode())

    assert told in said.stderr
    assert bool(told) is not (terminal.folder / "me.secret").exists()
    assert bool(told) is bool(said.exit_code)
    assert "Traceback" not in said.output


def test_a_handle_that_nobody_has_is_told(terminal: Terminal, bluesky: Atproto) -> None:
    bluesky.more["com.atproto.identity.resolveHandle"] = lambda _: Answer.error(
        400, "InvalidRequest", "Unable to resolve handle"
    )

    said = terminal.type("login", "me.example", fed=f"{PASSWORD}\n".encode())

    assert 3 == said.exit_code
    assert "Nobody on Bluesky is called me.example" in said.stderr
