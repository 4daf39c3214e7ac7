"""A browser, and pages served in both languages, started once for all tests that only look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import chromium
from tests.e2e.web.axe import axe
from tests.e2e.web.served import DAY, serving
from tests.e2e.web.tab import PATIENCE_MS, Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def _windows(browser: Browser) -> Iterator[None]:
    """Close what a test has opened."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="package", params=["en", "fr"])
def village(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    """`terrasse demo --web`."""
    folder = tmp_path_factory.mktemp("village")
    with serving(folder, "demo", "--web", language=request.param, at=DAY) as served:
        yield Door(served, browser, request.param)


@pytest.fixture(scope="package")
def axe_core() -> str:
    return axe()
