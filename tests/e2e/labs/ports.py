"""Ports that servers of a lab can listen on."""

from __future__ import annotations

import socket
from contextlib import suppress
from secrets import SystemRandom

from tests.e2e.labs.failure import LabError

LOOPBACK = "127.0.0.1"

_RANGE = range(20_000, 32_000)
"""Below the ports that the kernel gives to outgoing connections: those come and go, and one
could take a port in the seconds between our look and the server's start."""


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 that nobody listens on now.

    Raises:
        LabError: there are not so many.
    """
    found: list[int] = []
    for port in SystemRandom().sample(_RANGE, len(_RANGE)):
        if len(found) == count:
            return found
        if _is_free(port):
            found.append(port)
    message = f"There are no {count} free ports between {_RANGE.start} and {_RANGE.stop}."
    raise LabError(message)


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.bind((LOOPBACK, port))
        return True
    return False
