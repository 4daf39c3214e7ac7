from __future__ import annotations

from tests.adapters.store.conftest import path, url
from tests.cli.conftest import collected, collected_store, terminal, village
from tests.cli.setup.conftest import browser, no_browser, server

__all__ = [
    "browser",
    "collected",
    "collected_store",
    "no_browser",
    "path",
    "server",
    "terminal",
    "url",
    "village",
]
