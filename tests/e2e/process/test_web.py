"""The page as real processes: the link that is printed, beside a daemon, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import files_of_store
from config.load import load
from tests.cli.terminal import CONFIG, Terminal
from tests.e2e.process.test_signals import ended, read_until, start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

LEFT = ".terrasse.toml.0123abcd.new"
"""What a save of the settings left that was killed."""
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/[\w-]{43}")


class Browser:
    """Follows links and keeps cookies."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> tuple[int, str]:
        """The status and the text of a page."""
        try:
            with self._opener.open(address, timeout=20) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        number: int = found.getsockname()[1]
    return number


@pytest.fixture
def home(collected: Terminal, port: int) -> Terminal:
    collected.write_config(f"{CONFIG}\n[web]\nport = {port}\n")
    (collected.folder / LEFT).touch()
    os.utime(collected.folder / LEFT, (0, 0))
    return collected


@pytest.fixture
def page(home: Terminal) -> Iterator[subprocess.Popen[str]]:
    process = start("-u", "-m", "bot", "web", cwd=home.folder)
    yield process
    process.kill()
    process.communicate()


def link_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := LINK.search(line):
            return found[0]
    message = f"no link: {process.communicate()}"
    raise AssertionError(message)


def test_the_printed_link_opens_the_page(
    page: subprocess.Popen[str], home: Terminal, port: int
) -> None:
    link, browser = link_of(page), Browser()

    assert not (home.folder / LEFT).exists()
    assert link.startswith(f"http://127.0.0.1:{port}/enter/")
    assert 403 == Browser().get(f"http://127.0.0.1:{port}/")[0]
    status, text = browser.get(link)
    assert (200, True) == (status, "<h1>Today</h1>" in text)
    assert 403 == Browser().get(link)[0]
    assert 200 == browser.get(f"http://127.0.0.1:{port}/health")[0]


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_at_once_and_silently(page: subprocess.Popen[str], signum: int, code: int) -> None:
    Browser().get(link_of(page))

    assert (code, "") == ended(page, signum, within=5)[::2]


def test_the_terminal_alone_says_which_file_cannot_be_read(
    page: subprocess.Popen[str], home: Terminal
) -> None:
    link = link_of(page)
    file = home.folder / "terrasse.db.web"
    file.unlink()
    file.mkdir()

    status, text = Browser().get(link)

    assert 503 == status
    assert "The terminal that Terrasse runs in" in text
    assert file.name not in text
    assert str(file) in ended(page, signal.SIGTERM, within=5)[2]


def test_a_second_one_says_where_the_first_is(page: subprocess.Popen[str], home: Terminal) -> None:
    link = link_of(page)

    second = home.type("web")

    assert 2 == second.exit_code
    assert "is in use" in second.stderr
    assert "--new-link" in second.stderr
    assert 200 == Browser().get(link)[0]  # which is as good as it was


def test_a_daemon_shows_it_too_and_a_new_link_ends_all_sessions(home: Terminal, port: int) -> None:
    daemon = start("-m", "bot", "run", "--log-level", "debug", cwd=home.folder)
    try:
        read_until(daemon, '"page"')
        first, second = Browser(), Browser()
        assert 200 == first.get(_link(home))[0]
        assert 200 == second.get(_link(home))[0]
        assert 403 == first.get(f"http://127.0.0.1:{port}/")[0]
        assert 200 == second.get(f"http://127.0.0.1:{port}/")[0]
        home.read("people")
        token = _link(home).rpartition("/")[2]
        second.get(f"http://127.0.0.1:{port}/enter/{token}")
        daemon.terminate()
        journal = "".join(daemon.communicate(timeout=20))
    finally:
        daemon.kill()
        daemon.communicate()

    assert 0 == daemon.returncode
    assert token not in journal
    assert "/enter/" not in journal
    assert token not in (home.folder / "terrasse.db.web").read_text()


def _link(home: Terminal) -> str:
    found = LINK.search(home.read("web", "--new-link"))
    assert found is not None
    return found[0]


def test_a_daemon_goes_on_where_the_port_is_taken(home: Terminal, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        daemon = start("-m", "bot", "run", cwd=home.folder)
        try:
            read_until(daemon, "is in use")
            read_until(daemon, '"collected"')
        finally:
            daemon.kill()
            daemon.communicate()


def test_the_village_is_shown_without_a_config(terminal: Terminal) -> None:
    process = start("-u", "-m", "bot", "demo", "--web", cwd=terminal.folder)
    try:
        status, text = Browser().get(link_of(process))
    finally:
        process.kill()
        process.communicate()

    assert 200 == status
    assert "Solène Quéméner" in text
    assert "<textarea" in text
    assert [] == list(terminal.folder.iterdir())


def test_uninstall_deletes_the_sessions(home: Terminal) -> None:
    home.write_config(CONFIG)
    (home.folder / "terrasse.db.web").write_text("{}")

    files = files_of_store(load(home.folder / "terrasse.toml"))

    assert home.folder / "terrasse.db.web" in files
