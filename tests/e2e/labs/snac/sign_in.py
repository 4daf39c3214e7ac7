"""A token by the server's own OAuth form, as a person would get one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.e2e.labs.failure import LabError
from tests.e2e.labs.snac.api import Api

if TYPE_CHECKING:
    from tests.e2e.labs.snac.info import Info

_OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_SCOPES = "read write follow"
_HIDDEN = re.compile(r'name="(\w+)"\s+value="([^"]*)"')
_ACTION = re.compile(r'action="([^"]+)"')
_STATE = "lab"


def sign_in(info: Info, name: str) -> Api:
    """Act as an account of the lab.

    Raises:
        LabError: the server does not hand out a code.
    """
    api = Api(info.url)
    app = api.post("/api/v1/apps", client_name="lab", redirect_uris=_OUT_OF_BAND, scopes=_SCOPES)
    code = _code(api, app["client_id"], name, info.passwords[name])
    granted = api.post(
        "/oauth/token",
        grant_type="authorization_code",
        code=code,
        client_id=app["client_id"],
        client_secret=app["client_secret"],
        redirect_uri=_OUT_OF_BAND,
        scope=_SCOPES,
    )
    return Api(info.url, str(granted["access_token"]))


def _code(api: Api, client_id: str, name: str, password: str) -> str:
    asked = {
        "client_id": client_id,
        "redirect_uri": _OUT_OF_BAND,
        "response_type": "code",
        "scope": _SCOPES,
        "state": _STATE,
    }
    _, _, page = api.page("GET", f"/oauth/authorize?{urlencode(asked)}")
    action = _ACTION.search(page)
    if action is None:
        message = f"The server shows no form to sign in with:\n{page:.500}"
        raise LabError(message)
    form = {**dict(_HIDDEN.findall(page)), "login": name, "passwd": password}
    status, headers, text = api.page("POST", urlsplit(action[1]).path, form)
    if "location" in headers:
        codes = parse_qs(urlsplit(headers["location"]).query).get("code", [])
    else:
        # Out of band, the code is the page, with the state behind it.
        codes = [text.strip().partition("&")[0]]
    if status >= 400 or not codes or not codes[0]:
        message = f"{name} cannot sign in: {status} {text:.200}"
        raise LabError(message)
    return codes[0]
