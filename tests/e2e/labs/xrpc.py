"""Calls of XRPC methods: plain HTTP and JSON, by the standard library alone.

What the lab finds out must not depend on the code that it is there to test.
"""

from __future__ import annotations

import json
from copy import copy
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

JsonObject = dict[str, Any]

_TIMEOUT_S = 120


class XrpcError(Exception):
    """The server refused: `status`, the error's `name`, a sentence."""

    def __init__(self, status: int, body: JsonObject) -> None:
        self.status = status
        self.name = str(body.get("error", ""))
        super().__init__(f"{status} {self.name}: {body.get('message', '')}")


class Xrpc:
    """One server, called as one account or as nobody."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._address = urlsplit(url).netloc
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    def through(self, service: str) -> Xrpc:
        """The same, having the server pass requests on to a service: a DID with its fragment."""
        passed_on = copy(self)
        passed_on._headers = {**self._headers, "atproto-proxy": service}
        return passed_on

    def query(self, method: str, **parameters: str | int | list[str] | None) -> JsonObject:
        """Ask; parameters that are `None` are left out.

        Raises:
            XrpcError: the server refused.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._call("GET", f"/xrpc/{method}?{urlencode(given, doseq=True)}", None)

    def call(self, method: str, body: JsonObject) -> JsonObject:
        """Have something done.

        Raises:
            XrpcError: the server refused.
        """
        return self._call("POST", f"/xrpc/{method}", body)

    def request(self, verb: str, path: str, body: JsonObject | None = None) -> JsonObject:
        """Speak JSON to a path that is not a method's.

        Raises:
            XrpcError: the server refused.
        """
        return self._call(verb, path, body)

    def _call(self, verb: str, path: str, body: JsonObject | None) -> JsonObject:
        connection = HTTPConnection(self._address, timeout=_TIMEOUT_S)
        try:
            headers = {"content-type": "application/json"} if body is not None else {}
            payload = None if body is None else json.dumps(body)
            connection.request(verb, path, payload, {**self._headers, **headers})
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        answer: JsonObject = json.loads(raw) if raw else {}
        if response.status >= 400:
            raise XrpcError(response.status, answer)
        return answer
