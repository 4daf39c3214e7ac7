"""A tab of the browser, and a record of what the page did in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.web.app import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

    from tests.e2e.web.served import Served

    Scheme = Literal["light", "dark"]
    Size = tuple[int, int]

DESKTOP: Final = (1280, 900)
PHONE: Final = (320, 640)
"""CSS pixels; 320 is also what is left of a desktop's 1,280 at a zoom of 400 %."""
ZOOMED: Final = (640, 450)
"""What a zoom of 200 % leaves of a desktop."""
PATIENCE_MS: Final = 15_000
_SHIFTS: Final = """\
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (entry.hadRecentInput || "unfolded" in document.documentElement.dataset) return;
  const moved = entry.sources.map(({node, previousRect, currentRect}) =>
    `${(node?.outerHTML ?? node?.data ?? "").slice(0, 100)} from ${previousRect.top} (${
      previousRect.height}) to ${currentRect.top} (${currentRect.height})`);
  console.warn(`${location.pathname}: layout shift of ${entry.value}: ${moved.join(" | ")}`);
})).observe({type: "layout-shift", buffered: true});
"""


class Tab:
    """The owner's page in a tab.

    `complaints` are what the browser wrote to its console (errors, what the page's policy forbade,
    layout shifts), and `requests` the addresses that it asked for.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: str = "/") -> Response:
        """Go to a page of ours."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        """Where it is."""
        return self.page.url.removeprefix(self.base)

    def press(self, button: Locator | None = None, *, key: str = "") -> None:
        """Press a button, or a key on what has the focus, and wait for the page that answers."""
        self.page.locator("#said").evaluate("node => node.classList.add('before')")
        if button is None:
            self.page.keyboard.press(key)
        else:
            button.click()
        self.page.locator("#said:not(.before) > .said").wait_for()

    @property
    def is_refused(self) -> bool:
        """Whether the last action was refused."""
        return self.page.locator("#said > .refusal").count() > 0

    @property
    def said(self) -> str:
        """What the page says of the last action."""
        return self.page.locator("#said").inner_text().strip()

    def paths(self) -> list[str]:
        """An address of each view: of a person, the first of the list."""
        self.open("/people")
        person = self.page.locator("tbody a").first.get_attribute("href") or ""
        return [person if "{person}" in path else path for path in PAGES]

    def was_quiet(self, *, may_move: bool = False) -> None:
        """Check that nothing was complained of, and nothing asked for elsewhere.

        After a press of a button the page `may_move`: the answer may come late.
        """
        found = [said for said in self.complaints if not (may_move and "layout shift" in said)]
        assert not found, found
        assert self.requests
        assert [] == [url for url in self.requests if not url.startswith(f"{self.base}/")]


@dataclass
class Door:
    """A page that is served, for many browsers: the first one opens it by the link.

    The others get its cookie.
    """

    served: Served
    browser: Browser
    language: str = "en"
    cookies: list[Any] = field(default_factory=list)

    def visit(self, *, size: Size = DESKTOP, scheme: Scheme = "light", scripts: bool = True) -> Tab:
        """The owner's tab, on no page yet, in a browser of its own."""
        context = self.stranger(size=size, scheme=scheme, scripts=scripts)
        if self.cookies:
            context.add_cookies(self.cookies)
        else:
            page = context.new_page()
            page.goto(self.served.link)
            page.close()
            self.cookies = context.cookies()
        return Tab(context.new_page(), self.served.base)

    def stranger(
        self, *, scripts: bool = True, size: Size = DESKTOP, scheme: Scheme = "light"
    ) -> BrowserContext:
        """A browser that was never here."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale=self.language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(_SHIFTS)
        return context
