"""Calls of the server's API, by the standard library alone.

A connection each: the server resets those that are kept.
"""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

_TIMEOUT_S = 30
_FORM = {"content-type": "application/x-www-form-urlencoded"}


class ApiError(Exception):
    """The server refused: `status`, and what it said."""

    def __init__(self, status: int, said: str) -> None:
        self.status = status
        super().__init__(f"{status} {said:.200}")


class Api:
    """The server, called as one account or as nobody."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._address = urlsplit(url).netloc
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self.token = token

    def get(self, path: str, **parameters: str | int | list[str]) -> Any:  # noqa: ANN401 (JSON)
        """Ask.

        Raises:
            ApiError: the server refused.
        """
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return self._json("GET", f"{path}{query}", None)

    def post(self, path: str, **form: str) -> Any:  # noqa: ANN401 (JSON)
        """Have something done.

        Raises:
            ApiError: the server refused.
        """
        return self._json("POST", path, form)

    def page(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Ask for a page for people: status, headers in lower case, text."""
        connection = HTTPConnection(self._address, timeout=_TIMEOUT_S)
        try:
            headers = self._headers if form is None else {**self._headers, **_FORM}
            connection.request(method, path, None if form is None else urlencode(form), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def _json(self, method: str, path: str, form: dict[str, str] | None) -> Any:  # noqa: ANN401
        status, _, text = self.page(method, path, form)
        if status >= 400:
            raise ApiError(status, text)
        return json.loads(text) if text else {}
