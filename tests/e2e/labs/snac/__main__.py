"""The lab from the command line: python -m tests.e2e.labs.snac install|start|stop|status.

`start` takes the names of the accounts to make, and prints their passwords.
"""

from __future__ import annotations

import sys

from tests.e2e.labs.command import Command
from tests.e2e.labs.snac.lab import PEOPLE, SNAC


def main() -> int:
    """Do what is asked."""
    command = Command(SNAC)
    command.parser.add_argument("names", nargs="*", default=PEOPLE)
    arguments = command.parser.parse_args()
    return command.carry_out(arguments.act, arguments.names)


if __name__ == "__main__":
    sys.exit(main())
