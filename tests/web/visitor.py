"""A browser on the page of a household, with as much of its manners as the page relies on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from httpx import ASGITransport, AsyncClient
from selectolax.lexbor import LexborHTMLParser

from bot.web.app import application
from bot.web.entrance import Entrance
from bot.web.guard import Address
from bot.web.site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response
    from selectolax.lexbor import LexborNode

    from bot.services.context import Context

BASE = "http://127.0.0.1:8737"
OWN = {"Origin": BASE, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
Fields = list[tuple[str, str]]


@dataclass
class Visitor:
    context: Context
    address: Address = field(default_factory=lambda: Address(BASE))
    entrance: Entrance = field(default_factory=Entrance)
    config: Path | None = None

    def __post_init__(self) -> None:
        self.site = Site(lambda: self.context, self.entrance, self.address, config=self.config)
        self.client = self.another()

    def another(self, base: str = BASE) -> AsyncClient:
        """A browser without any cookie."""
        return AsyncClient(transport=ASGITransport(application(self.site)), base_url=base)

    def link(self, *, ends_others: bool = False) -> str:
        token = self.entrance.new_link(self.context.clock.now(), ends_others=ends_others)
        return f"{self.address.prefix}/enter/{token}"

    async def enter(self) -> Visitor:
        answer = await self.client.get(self.link())
        assert 303 == answer.status_code
        return self

    async def page(self, path: str = "/") -> LexborHTMLParser:
        answer = await self.client.get(path)
        assert 200 == answer.status_code, answer.text
        return LexborHTMLParser(answer.text)

    async def post(self, path: str, fields: Fields, **headers: str) -> Response:
        """Send a form as a browser does that shows a page of ours."""
        return await self.client.post(
            path,
            content=urlencode(fields),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                **OWN,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    async def press(self, verb: str, *, on: LexborHTMLParser, **filled: str) -> Response:
        """Press the button of a verb on a page, with these fields filled in."""
        return await self.post(*pressed(on, verb, **filled))

    async def told(self, answer: Response) -> str:
        """What the page that an action leads to says."""
        assert 303 == answer.status_code, answer.text
        said = (await self.page(answer.headers["location"])).css_first("#said")
        return said.text(strip=True) if said else ""


def pressed(page: LexborHTMLParser, verb: str, **filled: str) -> tuple[str, Fields]:
    """What a browser sends when the first button of a verb is pressed: where to, and what."""
    for form in page.css("form"):
        inputs = {str(node.attributes["name"]): node for node in form.css("[name]")}
        hidden = inputs.get("verb")
        buttons = [node.attributes.get("value") for node in form.css("button[name=verb]")]
        if verb not in buttons and (hidden is None or hidden.attributes.get("value") != verb):
            continue
        fields: Fields = [
            (str(node.attributes["name"]), node.attributes.get("value") or "")
            for node in form.css("input[type=hidden]")
        ]
        fields += [("verb", verb)] if verb in buttons else []
        for name, node in inputs.items():
            if node.tag == "textarea":
                fields.append((name, filled.pop(name, node.text().removeprefix("\n"))))
            elif node.tag == "select" or node.attributes.get("type") in {"date", "time", None}:
                chosen = node.css_first("option[selected]")
                own = chosen.attributes.get("value") if chosen else node.attributes.get("value")
                if node.tag in {"select", "input"}:
                    fields.append((name, filled.pop(name, own or "")))
        assert not filled
        return str(form.attributes["action"]), fields
    message = f"there is no button for {verb}"
    raise AssertionError(message)


def node(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first node of a page that a selector finds; fails if there is none."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found
