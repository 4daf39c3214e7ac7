"""Pictures of the page for the documentation, of the village on one day: `make screenshots`.

The village has names in Japanese, and emoji: without fonts for them they are empty squares.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.e2e.browser import chromium
from tests.e2e.labs.lab import ROOT
from tests.e2e.web.served import DAY, serving
from tests.e2e.web.tab import Door

if TYPE_CHECKING:
    from tests.e2e.web.tab import Scheme, Size, Tab

FOLDER: Final = ROOT / "docs" / "images"
LARGEST: Final = 150_000
"""Bytes of a picture."""
_DESKTOP: Final = (1080, 760)
_PHONE: Final = (390, 760)


class Picture(NamedTuple):
    """A page in a window; `{person}` in the path is the first of the list."""

    name: str
    path: str
    size: Size = _DESKTOP
    scheme: Scheme = "light"


PICTURES: Final = (
    Picture("today", "/"),
    Picture("person", "/people/{person}"),
    Picture("circles-dark", "/circles", scheme="dark"),
    Picture("near", "/near"),
    Picture("people-phone", "/people", _PHONE),
    Picture("today-phone-dark", "/", _PHONE, "dark"),
)


def _settle(tab: Tab) -> None:
    """Say where the owner lives and travels, so that the map shows it."""
    tab.open("/near")
    for verb, text in (("place", "Rennes"), ("trip", "Lille 12-14 dec")):
        form = tab.page.locator(f"form:has([value={verb}]):has(input[name=text])").first
        form.locator("input[name=text]").fill(text)
        tab.press(form.locator("button"))
        tab.open("/near")


def main() -> None:
    """Take all of them.

    Raises:
        ValueError: one is too large for a repository.
    """
    FOLDER.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder), "demo", "--web", at=DAY) as served,
        chromium() as browser,
    ):
        door = Door(served, browser)
        tab = door.visit()
        _settle(tab)
        tab.open("/people")
        person = tab.page.locator("tbody a").first.get_attribute("href") or ""
        for name, path, size, scheme in PICTURES:
            tab = door.visit(size=size, scheme=scheme)
            tab.open(path.replace("/people/{person}", person))
            taken = tab.page.screenshot(path=FOLDER / f"{name}.png", scale="css")
            if len(taken) > LARGEST:
                message = f"{name}.png has {len(taken)} bytes."
                raise ValueError(message)


if __name__ == "__main__":
    main()
