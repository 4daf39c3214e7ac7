"""Becomes a command that ends when its parent does.

Usage: mortal.py PARENT SIGNAL USER COMMAND…

PARENT is the parent's process id, SIGNAL what the kernel sends when it is gone, USER whom to
run as (`-` for no change). Nothing here may import from the project: it runs isolated.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h. The setting is kept across exec, but not across a change of user."""


def main(parent: str, signal: str, user: str, *command: str) -> None:
    """Change user, ask for the signal, become the command."""
    if user != "-":
        _become(user)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal))
    if os.getppid() != int(parent):
        sys.exit("the parent is gone already")
    os.execvp(command[0], command)  # noqa: S606 (there is no shell to go wrong)


def _become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.initgroups(user, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main(*sys.argv[1:])
