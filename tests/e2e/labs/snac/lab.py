"""The lab as tests use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.labs import lab
from tests.e2e.labs.kind import Kind
from tests.e2e.labs.snac.info import Info
from tests.e2e.labs.snac.installation import Installation
from tests.e2e.labs.snac.sign_in import sign_in

if TYPE_CHECKING:
    from tests.e2e.labs.snac.api import Api

SNAC = Kind("snac", Info, Installation)
PEOPLE = ("anna", "bruno", "chloe")


class Lab(lab.Lab[Info]):
    """A server that runs for the length of a `with` block, fresh, with these accounts."""

    def __init__(self, *names: str) -> None:
        super().__init__(SNAC, *(names or PEOPLE))
        self._signed_in: dict[str, Api] = {}

    def sign_in(self, name: str) -> Api:
        """Act as one of its accounts; the token is kept for the next time."""
        if name not in self._signed_in:
            self._signed_in[name] = sign_in(self.info, name)
        return self._signed_in[name]
