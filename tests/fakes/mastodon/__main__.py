"""The server in a process of its own: python -m tests.fakes.mastodon --port N.

`$MASTODON_CONTROL_SECRET` opens the control path; without it there is none.
"""

from __future__ import annotations

import argparse
import os

from tests.e2e.labs.ports import LOOPBACK
from tests.fakes.mastodon.running import listener, uvicorn_server
from tests.fakes.mastodon.server import Mastodon


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="tests.fakes.mastodon")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--domain", default="mastodon.example")
    arguments = parser.parse_args()
    bound = listener(arguments.port)
    base = f"http://{LOOPBACK}:{bound.getsockname()[1]}"
    secret = os.environ.get("MASTODON_CONTROL_SECRET")
    server = Mastodon(base, domain=arguments.domain, secret=secret)
    uvicorn_server(server).run(sockets=[bound])


if __name__ == "__main__":
    main()
