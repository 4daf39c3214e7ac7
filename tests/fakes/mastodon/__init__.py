"""A small Mastodon: its HTTP API with its true semantics, for tests.

`Mastodon` is an ASGI app and its own test control: people sign up, post and like, now or back
in time, under a clock that a test may hold; `faults` make requests fail in many ways. Use it
within the process (`client`, `InProcess`), on a socket (`serving`), or in a process of its
own (`process`).

It was written from the behaviour of Mastodon 4.6; what it says is held to `shapes.json`, and
these to bodies in the form of Mastodon's. It does not do: media, polls, scheduled posts, lists,
filters, streaming, the grouped notifications, other timelines than home, and federation:
remote people do what a test says. Moderation is what is set on an `Account`.
"""

from tests.fakes.mastodon.faults import Fault, Faults, Mode
from tests.fakes.mastodon.model.account import Account, Field
from tests.fakes.mastodon.model.clock import HandClock, WallClock
from tests.fakes.mastodon.model.status import Status
from tests.fakes.mastodon.running import Remote, process, serving
from tests.fakes.mastodon.server import Mastodon
from tests.fakes.mastodon.transport import InProcess, client

__all__ = [
    "Account",
    "Fault",
    "Faults",
    "Field",
    "HandClock",
    "InProcess",
    "Mastodon",
    "Mode",
    "Remote",
    "Status",
    "WallClock",
    "client",
    "process",
    "serving",
]
