"""How a page lies on the screen, as the browser has laid it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_FAULTS: Final = """\
() => {
  document.querySelectorAll("details").forEach(each => { each.open = true });
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
_FOCUS: Final = """\
() => {
  const node = document.activeElement;
  if (node == document.body) return null;
  const style = getComputedStyle(node), box = node.getClientRects()[0];
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  window.__order ??= new Map();
  const all = [...document.querySelectorAll("body *")];
  return {
    html: node.outerHTML.slice(0, 120),
    number: all.indexOf(node),
    marked: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
    seen: top !== null && (node.contains(top) || top.contains(node) || !!top.closest("label")),
  };
}
"""


def faults(page: Page) -> list[str]:
    """What goes beyond the screen, is cut, or lies over other text, with all of it unfolded."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
