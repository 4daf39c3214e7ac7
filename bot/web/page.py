"""Render a page: a template, in the owner's language, with all text made harmless."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from bot.domain.safety.outside import safe
from bot.domain.sentence import marked
from bot.text.safety.links import shown
from bot.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

NAVIGATION: Final[dict[str, str]] = {
    "/": marked("Today"),
    "/people": marked("People"),
    "/circles": marked("Circles"),
    "/near": marked("Near"),
    "/meetings": marked("Meetings"),
    "/settings": marked("Settings"),
    "/health": marked("Health"),
}
"""The pages that every page leads to: the title of each, by path."""
_URL: Final = re.compile(r"(https://[^\s<>“”«»]+[^\s<>“”«».,;:!?)])")
_LONG: Final = 80
"""Characters of a link that are shown."""
_FOLDER: Final = resources.files("bot.web")


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """The page that a template makes of these values.

    It speaks the language of `request.state.context`. Every text in it is escaped, and cleaned of
    what hides or turns text around. A template has `say` and `count` of the owner's language,
    `at("/people")` for addresses of ours, `asset` for files of ours, `link(url)` for addresses of
    others, empty unless it is https, and `linked(text)` for a text whose links can be followed.
    """
    said = site_of(request).said
    cookie = request.cookies.get(cookie_name(request), "")
    text = fragment(
        request,
        template,
        navigation={} if values.get("is_locked") else NAVIGATION,
        said=None if values.get("is_locked") else said.pop(cookie, None),
        **values,
    )
    return HTMLResponse(text, status, headers)


def fragment(request: Request, template: str, **values: object) -> str:
    """What a template makes of these values, as `render` does: a part of a page."""
    site = site_of(request)
    words = request.state.context.wishes.words
    return (
        _environment()
        .get_template(template)
        .render(
            say=words.say,
            count=words.count,
            language=words.language,
            at=lambda path: site.address.prefix + path,
            asset=lambda name: f"{site.address.prefix}/static/{name}?v={_version(name)}",
            link=_link,
            linked=linked,
            here=request.url.path.removeprefix(site.address.prefix),
            **values,
        )
    )


def cookie_name(request: Request) -> str:
    """The name of the session's cookie: browsers mix up those of all ports of a host."""
    return f"terrasse-{request.url.port or 0}"


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(name: str) -> str:
    return (_FOLDER / "templates" / name).read_text(encoding="utf-8")


def _clean(value: object) -> object:
    """Text as it is shown, whoever wrote it."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return safe(value, lines=True, isolates=True)


def _link(url: str | None) -> str:
    return address if (address := shown(url or "")).startswith("https://") else ""


def linked(text: str) -> Markup:
    """The text with its links as links."""
    pieces = _URL.split(str(_clean(text)))
    return Markup().join(
        Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(
            address, address if len(address) <= _LONG else f"{address[:_LONG]}…"
        )
        if number % 2 and (address := _link(piece))
        else escape(piece)
        for number, piece in enumerate(pieces)
    )


@cache
def _version(name: str) -> str:
    return sha256((_FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
