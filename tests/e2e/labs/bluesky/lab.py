"""The lab as tests use it."""

from __future__ import annotations

from tests.e2e.labs import lab
from tests.e2e.labs.bluesky.account import Account
from tests.e2e.labs.bluesky.control import Control
from tests.e2e.labs.bluesky.info import Info
from tests.e2e.labs.bluesky.installation import Installation
from tests.e2e.labs.kind import Kind
from tests.e2e.labs.xrpc import Xrpc

BLUESKY = Kind("bluesky", Info, Installation)


class Lab(lab.Lab[Info]):
    """A network that runs for the length of a `with` block, fresh and empty.

    With `rate_limits` the PDS counts requests as in production.
    """

    def __init__(self, *, rate_limits: bool = False) -> None:
        super().__init__(BLUESKY, *(["--rate-limits"] if rate_limits else []))

    @property
    def control(self) -> Control:
        """What no client could do."""
        return Control(self.info.control)

    @property
    def appview(self) -> Xrpc:
        """The AppView, as somebody who is not signed in sees it."""
        return Xrpc(self.info.appview)

    def sign_up(self, name: str) -> Account:
        """Make the account `name`.test; the name has 3 characters or more."""
        return Account.create(self.info.pds, f"{name}.test")
