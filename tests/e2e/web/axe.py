"""axe-core, which finds what keeps a page from people who use it with other senses and means."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.e2e.labs.cache import Slot
from tests.e2e.labs.node import NODE, Node
from tests.e2e.web.layout import unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGE: Final = Path(__file__).with_name("package.json")
"""The version."""
_RUN: Final = """\
async () => (await axe.run(document, {
  preload: false,
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map(({id, help, nodes}) =>
  `${id}: ${help}: ${nodes.map(({html}) => html.slice(0, 200)).join(" | ")}`)
"""


def axe() -> str:
    """Its source; it is installed outside of the checkout first, where it is missing."""
    slot = Slot("axe", PACKAGE.read_text() + NODE)
    with slot.filling() as folder:
        if folder is not None:
            sys.stderr.write(f"Installing axe-core in {folder}, once.\n")
            node = Node(folder / "node")
            node.install()
            shutil.copy(PACKAGE, folder)
            node.install_packages(folder)
    return (slot.folder / "node_modules" / "axe-core" / "axe.min.js").read_text()


def violations(page: Page, source: str) -> list[str]:
    """What is wrong with a page as it is shown, with all that can be unfolded on it open."""
    unfold(page)
    page.evaluate(source)
    found: list[str] = page.evaluate(_RUN)
    return found
