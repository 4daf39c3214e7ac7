"""A secret of another account ends a command with both names, before anything else.

And one that lacks a scope, or is not accepted any more, is told of.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

import pytest

from tests.fakes.mastodon import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote

CONFIG: Final = """\
[[watch]]
account = "@{account}@mastodon.example"
url = "{url}"
secret = "file:secret"
{bot}
[digest]
to = {to}

[store]
url = "sqlite:///terrasse.db"
"""
BOT: Final = """
[bot]
account = "@{account}@mastodon.example"
url = "{url}"
secret = "file:bot.secret"
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Remote]:
    with process() as remote:
        for name in ("me", "victim", "bot"):
            remote.act("sign_up", username=name)
        yield remote


def configure(
    terminal: Terminal, server: Remote, *, account: str = "me", bot: str | None = None
) -> None:
    """The secret of the watched account is @me's, and that of the bot @bot's."""
    for name, whose in (("secret", "me"), ("bot.secret", "bot")):
        path = terminal.folder / name
        path.touch(mode=0o600)
        path.write_text(server.act("token", who=whose))
    table = BOT.format(account=bot, url=server.url) if bot else ""
    to = f'"@{account}@mastodon.example"' if bot else '"file:digest.md"'
    terminal.write_config(CONFIG.format(account=account, url=server.url, bot=table, to=to))


@pytest.mark.parametrize("words", [["run"], ["run", "--once"], ["collect"]])
@pytest.mark.parametrize(
    ("wrong", "configured", "signed_in"),
    [
        ({"account": "victim"}, "@victim@mastodon.example", "@me@mastodon.example"),
        ({"account": "me", "bot": "victim"}, "@victim@mastodon.example", "@bot@mastodon.example"),
    ],
    ids=["watched", "bot"],
)
def test_it_ends_with_code_2_and_both_names(  # noqa: PLR0913, PLR0917 (what is given)
    terminal: Terminal,
    server: Remote,
    words: list[str],
    wrong: dict[str, str],
    configured: str,
    signed_in: str,
) -> None:
    configure(terminal, server, **wrong)

    result = terminal.type(*words)

    assert 2 == result.exit_code
    assert result.stderr.startswith("terrasse: ")
    assert configured in result.stderr
    assert signed_in in result.stderr
    assert "Traceback" not in result.output
    with sqlite3.connect(terminal.folder / "terrasse.db") as store:
        (kept,) = store.execute("SELECT count(*) FROM interactions").fetchone()
    store.close()
    assert 0 == kept
    for name in ("me", "victim", "bot"):
        assert [] == server.act("statuses", who=f"{name}@mastodon.example")


def test_the_right_secrets_are_let_in(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server, bot="bot")

    assert "@me@mastodon.example: 0 new" in terminal.read("collect")


def test_doctor_shows_all_that_it_found(terminal: Terminal, server: Remote) -> None:
    configure(terminal, server, account="me", bot="victim")

    result = terminal.type("doctor", "--handshake", "--test-message")

    assert 1 == result.exit_code
    bad = [line for line in result.stdout.splitlines() if line.startswith("!!")]
    (sign_in,) = [line for line in bad if "sign-in of @victim@mastodon.example" in line]
    assert "@bot@mastodon.example" in sign_in
    assert any("handshake" in line for line in bad)
    assert any("test message" in line for line in bad)
    assert "ok  sign-in of @me@mastodon.example" in result.stdout


def test_an_account_that_is_called_otherwise_by_now_is_told_and_read_on(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server)
    terminal.read("collect")
    server.act("rename", who="me", username="renamed")
    try:
        terminal.read("collect")
        shown = terminal.type("doctor").stdout
        config = (terminal.folder / "terrasse.toml").read_text()
        terminal.write_config(config.replace("@me@", "@renamed@"))
        told = terminal.read("collect")
        shown_then = terminal.type("doctor").stdout
    finally:
        server.act("rename", who="renamed", username="me")

    is_called = "now called renamed@mastodon.example: write that in the config file"
    assert f"ok  sign-in of @me@mastodon.example: me@mastodon.example, {is_called}" in shown
    assert "@renamed@mastodon.example: 0 new" in told
    assert "ok  sign-in of @renamed@mastodon.example" in shown_then
    assert is_called not in shown_then
    with sqlite3.connect(terminal.folder / "terrasse.db") as store:
        watched = store.execute("SELECT account, key FROM watches").fetchall()
    store.close()
    assert [("@renamed@mastodon.example", "mastodon:me@mastodon.example")] == watched


@pytest.mark.parametrize("words", [["collect"], ["run", "--once"]])
def test_an_account_that_could_not_be_read_has_no_numbers(
    terminal: Terminal, server: Remote, words: list[str]
) -> None:
    configure(terminal, server)
    terminal.read("collect")
    (terminal.folder / "secret").write_text("revoked")

    result = terminal.type(*words)

    assert 3 == result.exit_code
    assert "0 new" not in result.output
    assert '"added": 0' not in result.output
    if words == ["collect"]:
        assert "@me@mastodon.example: could not be read.\n" == result.stdout


@pytest.mark.parametrize(("send_as_me", "to_oneself"), [(True, False), (False, True)])
def test_doctor_tells_of_a_token_that_may_not_write(
    terminal: Terminal, server: Remote, *, send_as_me: bool, to_oneself: bool
) -> None:
    configure(terminal, server)
    config = (terminal.folder / "terrasse.toml").read_text()
    if send_as_me:
        config = config.replace("[digest]", "send_as_me = true\n[digest]")
    if to_oneself:
        config = config.replace("file:digest.md", "@me@mastodon.example")
    terminal.write_config(config)
    fine = terminal.type("doctor", "--test-message")
    (terminal.folder / "secret").write_text(
        server.act("token", who="me", scopes=["read", "profile"])
    )

    result = terminal.type("doctor")

    assert (0, 1) == (fine.exit_code, result.exit_code)
    bad = [line for line in result.stdout.splitlines() if line.startswith("!!")]
    lacks = (
        "The sign-in lacks the scope write:statuses. Sign in again: terrasse login "
        "@me@mastodon.example"
    )
    told = [f"!!  sending from @me@mastodon.example: {lacks}"]
    assert bad == told + ([f"!!  digest: {lacks}"] if to_oneself else [])


def test_nobody_is_asked_to_write_to_a_bot_that_is_not_there(
    terminal: Terminal, server: Remote
) -> None:
    configure(terminal, server)

    result = terminal.type("doctor", "--handshake")

    assert "Write to" not in result.output
