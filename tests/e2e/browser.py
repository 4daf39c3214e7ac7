"""Chromium without a window, from Debian's package, driven by Playwright for Python."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from tests.e2e.labs.packages import program, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_PROGRAM: Final = "chromium"
_PACKAGES: Final = "chromium fonts-dejavu-core"
"""A layout can only be tested with a font."""
_ARGUMENTS: Final = (
    "--no-sandbox",  # as root it starts in no other way, and it only sees the labs
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start it, installed first where it is missing and we may; stop it at the end.

    Meanwhile this thread runs Playwright's event loop, so no other one can be started in it.

    Raises:
        LabError: it is not there, and only root could install it.
    """
    require({_PROGRAM: _PACKAGES})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(program(_PROGRAM)), args=list(_ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()
