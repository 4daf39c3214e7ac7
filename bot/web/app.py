"""The application: which address leads where, and who may go there."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.domain.sentence import Sentence, marked
from bot.errors import TerrasseError, UnknownPersonError, UserError
from bot.services.mishap import contained
from bot.web import actions, feed, progress
from bot.web.entrance import SESSION_FOR
from bot.web.guard import Guard
from bot.web.page import cookie_name, render
from bot.web.pages import circles, health, meetings, near, people, person, settings, today
from bot.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from bot.services.context import Context
    from bot.web.site import Site

    Show = Callable[[Request, Context], Awaitable[Response]]

PAGES: Final[Mapping[str, Show]] = {
    "/": today.show,
    "/people": people.show,
    "/people/{person}": person.show,
    "/circles": circles.show,
    "/near": near.show,
    "/meetings": meetings.show,
    "/settings": settings.show,
    "/health": health.show,
}
"""The views, by path."""
ACTIONS: Final[Mapping[str, Show]] = {
    "/do": actions.obey,
    "/outbox": actions.settle,
    "/leave": actions.leave,
    "/settings": settings.save,
    "/feed": feed.switch,
}
"""What is done by a form: each answers with the page that the form was on."""
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_GONE: Final = marked("There is no such page.")
_UNEXPECTED: Final = marked("Something unexpected went wrong. terrasse doctor says what.")

_CLOSED: Final = marked(
    "The page cannot be opened just now. The terminal that Terrasse runs in, or its log, says why."
)


def application(site: Site) -> ASGIApp:
    """The ASGI application of one owner's page."""
    app = Starlette(
        routes=[
            Route("/enter/{token}", _answering(_enter, to_anybody=True), methods=["GET"]),
            Mount("/static", _Static(directory=str(resources.files("bot.web") / "static"))),
            *(Route(path, _answering(show), methods=["GET"]) for path, show in PAGES.items()),
            *(Route(path, _answering(act), methods=["POST"]) for path, act in ACTIONS.items()),
            Route(progress.PATH, _answering(progress.follow), methods=["GET"]),
            Route("/feed/{name:path}", feed.serve, methods=METHODS),
            Route("/{anything:path}", _answering(_no_such_page), methods=["GET"]),
        ],
        exception_handlers={HTTPException: _refused},
    )
    app.state.site = site
    return Guard(app, site.address)


class _Static(StaticFiles):
    """Files of ours, whose address changes with them."""

    def file_response(self, *args: Any, **options: Any) -> Response:  # noqa: ANN401 (as it has it)
        """The file, for the browser to keep."""
        answer = super().file_response(*args, **options)
        answer.headers["Cache-Control"] = "private, max-age=31536000"
        return answer


async def _enter(request: Request, context: Context) -> Response:
    """Use the link up, and lead to the page under an address that holds nothing of it."""
    site, headers = site_of(request), {"Referrer-Policy": "no-referrer"}
    home = f"{site.address.prefix}/"
    if not _is_opened(request):
        return Response(status_code=204, headers=headers)
    cookie = site.entrance.enter(request.path_params["token"], context.clock.now())
    if cookie is None:
        if _is_known(request):
            return RedirectResponse(home, 303, headers)
        return _locked(request, is_used=True)
    answer = RedirectResponse(home, 303, headers)
    answer.set_cookie(
        cookie_name(request),
        cookie,
        max_age=round(SESSION_FOR.total_seconds()),
        path=home,
        secure=site.address.is_https(request.headers["host"].lower()),
        httponly=True,
        samesite="strict",
    )
    return answer


def _is_opened(request: Request) -> bool:
    """Whether somebody opens the link: not a look ahead, nor a part of a page."""
    purpose = request.headers.get("sec-purpose") or request.headers.get("purpose") or ""
    return (
        request.method == "GET"
        and not purpose
        and request.headers.get("sec-fetch-dest", "document") == "document"
    )


def _is_known(request: Request) -> bool:
    site, cookie = site_of(request), request.cookies.get(cookie_name(request))
    return cookie is not None and site.entrance.knows(cookie, site.context.clock.now())


def _locked(request: Request, *, is_used: bool = False) -> Response:
    # A browser that comes from elsewhere holds the cookie back. It sends it as the page asks again.
    again = request.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site"
    return render(
        request,
        "locked.html",
        status=403,
        headers={"Referrer-Policy": "no-referrer"},
        is_locked=True,
        is_used=is_used,
        again=again and not is_used,
    )


def _answering(show: Show, *, to_anybody: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """Answer only who has a session, or anybody; what goes wrong is said on a page."""

    async def endpoint(request: Request) -> Response:
        context, is_owner = site_of(request).context, False
        request.state.context = context
        try:
            is_owner = not to_anybody and _is_known(request)
            if not to_anybody and not is_owner:
                return _locked(request)
            async with contained(context, Sentence(marked("the web page"))) as failures:
                try:
                    answer = await show(request, context)
                except HTTPException as problem:
                    answer = _error(request, problem.status_code, problem.detail)
        except TerrasseError as problem:
            if not is_owner:  # whoever it is, no path of this machine is theirs to know
                site_of(request).note(problem)
                return _error(request, 503, context.wishes.words.say(_CLOSED), is_locked=True)
            is_wrong, is_unknown = (
                isinstance(problem, kind) for kind in (UserError, UnknownPersonError)
            )
            status = 404 if is_unknown else 409 if is_wrong else 503
            return _error(request, status, context.wishes.words.tell(problem))
        if failures:
            return _error(request, 500, context.wishes.words.say(_UNEXPECTED))
        return answer

    return endpoint


async def _no_such_page(request: Request, context: Context) -> Response:
    return _error(request, 404, context.wishes.words.say(_GONE))


async def _refused(_: Request, problem: Exception) -> Response:
    """What the routes refuse before any page is asked."""
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    return Response(str(status), status, media_type="text/plain")


def _error(request: Request, status: int, why: str, *, is_locked: bool = False) -> Response:
    return render(request, "error.html", status=status, why=why, is_locked=is_locked)
