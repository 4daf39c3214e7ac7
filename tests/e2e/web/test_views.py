"""Each view in a real browser: for everybody, on any screen, in both languages."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.web.axe import violations
from tests.e2e.web.layout import faults
from tests.e2e.web.tab import DESKTOP, PHONE, ZOOMED, Tab

if TYPE_CHECKING:
    from tests.e2e.web.tab import Door, Scheme, Size

LARGEST: Final = 50_000
"""Bytes of HTML and CSS of a view, compressed."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(village: Door, axe_core: str, scheme: Scheme, size: Size) -> None:
    tab = village.visit(scheme=scheme, size=size)

    found = {}
    for path in tab.paths():
        tab.open(path)
        found[path] = violations(tab.page, axe_core)
    assert 404 == tab.open("/nothing").status
    found["error"] = violations(tab.page, axe_core)
    stranger = Tab(village.stranger(scheme=scheme, size=size).new_page(), tab.base)
    assert 403 == stranger.open().status
    found["locked"] = violations(stranger.page, axe_core)

    assert {} == {path: broken for path, broken in found.items() if broken}


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_nothing_moves_or_comes_from_elsewhere(village: Door, size: Size) -> None:
    tab = village.visit(size=size)

    for path in tab.paths():
        assert tab.open(path).ok
        tab.page.wait_for_load_state("networkidle")

    tab.was_quiet()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_nothing_is_cut(village: Door, size: Size) -> None:
    tab = village.visit(size=size)

    found = {}
    for path in tab.paths():
        tab.open(path)
        found[path] = faults(tab.page)

    assert {} == {path: broken for path, broken in found.items() if broken}


def test_a_view_is_light(village: Door) -> None:
    tab = village.visit()
    style = tab.page.request.get(f"{tab.base}/static/terrasse.css").body()

    for path in tab.paths():
        page = tab.open(path).body()

        assert len(gzip.compress(page)) + len(gzip.compress(style)) < LARGEST, path
