from __future__ import annotations

import stat
import sys
import time
import webbrowser
from typing import TYPE_CHECKING

import pytest

from tests.fakes.mastodon import process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.fakes.mastodon import Remote

PASSWORD = "an allotment"  # noqa: S105 (invented)
# What a person does on the server's page; the log tells where the browser ended up. Before and
# after, other pages have it ask for the address of the callback, with these queries.
BROWSER = """#!{python}
import re, sys, urllib.error, urllib.parse, urllib.request
parts = urllib.parse.urlsplit(sys.argv[1])
form = dict(urllib.parse.parse_qsl(parts.query))
form |= {{"username": "{who}", "password": "{password}", "decision": "{decision}"}}
form |= {altered}
page = f"{{parts.scheme}}://{{parts.netloc}}{{parts.path}}"
def ask(page, sent=None):
    try:
        with urllib.request.urlopen(page, sent) as shown:
            url, status = shown.url, shown.status
    except urllib.error.HTTPError as error:
        url, status = error.url, error.code
    except OSError:
        url, status = page, 0
    open({log!r}, "a").write(f"{{status:03}} {{url}}\\n")
    return url
for query in {before}:
    ask(form["redirect_uri"] + query)
url = ask(page, urllib.parse.urlencode(form).encode())
for _ in range({again}):
    ask(url)
"""


class Browser:
    """Signs a person in on the page that it is told to open: a program, and a function."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "browser"
        self._log = folder / "browser.log"

    def is_of(
        self,
        who: str,
        *,
        decision: str = "allow",
        before: Sequence[str] = (),
        again: int = 0,
        **altered: str,
    ) -> None:
        self.program.write_text(
            BROWSER.format(
                python=sys.executable,
                who=who,
                password=PASSWORD,
                decision=decision,
                before=list(before),
                again=again,
                altered=altered,
                log=str(self._log),
            )
        )
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def ended(self, times: int = 1) -> list[str]:
        """Where it ended up, with the status of that page, once it did so many times."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            text = self._log.read_text() if self._log.exists() else ""
            pages = [line for line in text.splitlines() if line[:4].strip().isdigit()]
            if len(pages) >= times:
                return pages
            time.sleep(0.05)
        return []


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser that is opened, and signs in @me."""
    made = Browser(tmp_path)
    made.is_of("me")
    monkeypatch.setenv("BROWSER", str(made.program))
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # which it makes once in a process
    return made


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.mastodon.callback.PATIENCE", 15)


@pytest.fixture(scope="session")
def server() -> Iterator[Remote]:
    with process() as remote:
        for name in ("me", "other", "bot"):
            remote.act("sign_up", username=name, password=PASSWORD)
        yield remote
