"""The page on which people let an app in. Its form asks for the password at once."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from starlette.responses import HTMLResponse, RedirectResponse

from tests.fakes.mastodon.model.tokens import OUT_OF_BAND, Grant
from tests.fakes.mastodon.web.call import Call, Endpoint

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.tokens import App

_CODE_LASTS = timedelta(minutes=10)
_PASSED_ON = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


def _ask(call: Call) -> Response:
    if (fault := _fault(call)) is not None:
        return fault
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(call.params.text(name))}">'
        for name in _PASSED_ON
        if call.params.get(name)
    )
    form = f"""<form method="post" action="/oauth/authorize">{hidden}
        <input name="username"><input name="password" type="password">
        <button name="decision" value="allow">Authorize</button>
        <button name="decision" value="deny">Deny</button></form>"""
    return HTMLResponse(f"<!doctype html><title>Authorize</title>{form}")


def _decide(call: Call) -> Response:
    if (fault := _fault(call)) is not None:
        return fault
    params = call.params
    account = call.world.find(params.text("username"))
    if account is None or account.password != params.text("password"):
        return _page("Invalid E-mail address or password.", 401)
    state = {"state": params.text("state")} if params.get("state") else {}
    if params.get("decision") == "deny":
        denied = "The resource owner or authorization server denied the request."
        return _lead_back(call, {"error": "access_denied", "error_description": denied, **state})
    return _lead_back(call, {"code": grant(call, account), **state})


def grant(call: Call, account: Account) -> str:
    """A code for the app that asks."""
    params, world = call.params, call.world
    code = token_urlsafe(32)
    world.keyring.grants[code] = Grant(
        app=world.keyring.apps[params.text("client_id")],
        account=account,
        redirect_uri=params.text("redirect_uri"),
        scopes=_scopes(call),
        challenge=params.get("code_challenge") or None,
        until=world.now() + _CODE_LASTS,
    )
    return code


def _native(call: Call) -> Response:
    code = escape(call.params.text("code"))
    return _page(f'<input class="oauth-code" type="text" readonly value="{code}">')


def _fault(call: Call) -> Response | None:
    """What is wrong with the request; told to the app only where that is safe."""
    params = call.params
    app = call.world.keyring.apps.get(params.text("client_id"))
    if app is None:
        return _page("Client authentication failed due to unknown client.", 401)
    if params.text("redirect_uri") not in app.redirect_uris:
        return _page("The redirect uri included is not valid.", 400)
    error = _error(call, app)
    return None if error is None else _lead_back(call, error)


def _error(call: Call, app: App) -> dict[str, str] | None:
    params = call.params
    state = {"state": params.text("state")} if params.get("state") else {}
    if params.get("response_type") != "code":
        return {"error": "unsupported_response_type", **state}
    if not set(_scopes(call)) <= set(app.scopes):
        return {"error": "invalid_scope", **state}
    if params.get("code_challenge") and params.get("code_challenge_method") != "S256":
        return {"error": "invalid_code_challenge_method", **state}
    return None


def _scopes(call: Call) -> tuple[str, ...]:
    return tuple((call.params.get("scope") or "read").split())


def _lead_back(call: Call, answer: dict[str, str]) -> Response:
    target = call.params.text("redirect_uri")
    if target == OUT_OF_BAND:
        if "error" in answer:
            return _page(answer["error"], 400)
        target = f"{call.world.base}/oauth/authorize/native"
    joint = "&" if urlsplit(target).query else "?"
    return RedirectResponse(f"{target}{joint}{urlencode(answer)}", 302)


def _page(text: str, status: int = 200) -> Response:
    return HTMLResponse(f"<!doctype html><title>Mastodon</title>{text}", status)


ENDPOINTS = (
    Endpoint("GET", "/oauth/authorize", _ask),
    Endpoint("POST", "/oauth/authorize", _decide),
    Endpoint("GET", "/oauth/authorize/native", _native),
)
