"""How a page lies on the screen, as the browser has laid it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_MOST: Final = 400
"""Presses of a key; a date takes several."""
_UNFOLD: Final = """\
() => {
  document.documentElement.dataset.unfolded = "";
  document.querySelectorAll("details").forEach(each => { each.open = true });
}
"""
_FAULTS: Final = """\
() => {
  const pen = document.createElement("canvas").getContext("2d");
  const found = [], width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide > width) found.push(`${wide} pixels on ${width}`);
  const tell = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest(".hidden, .skip")) continue;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    if (!box.width || !box.height || style.visibility == "hidden") continue;
    if (!node.closest(".scroll") && (box.left < -0.5 || box.right > width + 0.5))
      tell("beyond the screen", node);
    const field = /^(TEXTAREA|SELECT|INPUT)$/.test(node.tagName);
    const scrolls = style.overflowX == "auto" || style.overflowX == "scroll";
    if (!field && !scrolls && node.clientWidth && style.display != "inline"
        && style.overflowX != "visible" && node.scrollWidth > node.clientWidth + 1)
      tell("cut", node);
    if (node.tagName == "SELECT" && node.selectedOptions.length) {
      pen.font = style.font;
      const room = node.clientWidth - parseFloat(style.paddingLeft) - 20;  // the arrow's
      if (pen.measureText(node.selectedOptions[0].label).width > room) tell("cut", node);
    }
    if (node.tagName == "BUTTON" && node.scrollWidth > node.clientWidth + 1)
      tell("cut", node);
  }
  for (const picture of document.querySelectorAll("svg")) {
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")].map(node =>
      ({node, box: node.getBoundingClientRect()})).filter(({box}) => box.width);
    texts.forEach(({node, box}, index) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) tell("cut", node);
      for (const other of texts.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 2) tell(`over “${other.node.textContent}”`, node);
      }
    });
  }
  return found;
}
"""
_REACHABLE: Final = """\
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(node => node.checkVisibility() && node.type != "hidden" && !node.matches(":disabled"))
  .map(node => [...document.querySelectorAll("body *")].indexOf(node))
"""
_FOCUSED: Final = """\
() => {
  const node = document.activeElement;
  if (node == document.body) return null;
  const style = getComputedStyle(node), box = node.getClientRects()[0];
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const above = Math.max(box.top, 0), below = Math.min(box.bottom, innerHeight);
  const top = document.elementFromPoint((left + right) / 2, (above + below) / 2);
  return {
    number: [...document.querySelectorAll("body *")].indexOf(node),
    html: node.outerHTML.slice(0, 120),
    is_marked: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
    is_seen: top !== null && (node.contains(top) || top.contains(node)),
  };
}
"""


@dataclass(frozen=True, slots=True)
class Focus:
    """What has the focus: its place on the page, and whether one sees that it has it."""

    number: int
    html: str
    is_marked: bool
    is_seen: bool


def focused(page: Page) -> Focus | None:
    """What has the focus, if anything has."""
    found: dict[str, Any] | None = page.evaluate(_FOCUSED)
    return None if found is None else Focus(**found)


def reachable(page: Page) -> list[int]:
    """The places on the page of all that can be pressed or filled in."""
    found: list[int] = page.evaluate(_REACHABLE)
    return found


def walk(page: Page) -> Iterator[Focus]:
    """Go through the page by the Tab key alone, to its end."""
    last = None
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        now = focused(page)
        if now is None or (last is not None and now.number < last.number):
            return
        if last is None or now.number != last.number:
            yield now
        last = now


def unfold(page: Page) -> None:
    """Open all that can be unfolded on a page."""
    page.evaluate(_UNFOLD)


def faults(page: Page) -> list[str]:
    """What goes beyond the screen, is cut, or lies over other text, with all of it unfolded."""
    unfold(page)
    found: list[str] = page.evaluate(_FAULTS)
    return found
