"""`python -m bot`, and the `terrasse` command."""

import os
import sys

# `python -m` puts the working directory first on sys.path, so that a config.py there would be
# run in place of ours. The `terrasse` command does not. In a checkout that is not installed,
# the working directory is where our own packages are. No import of pathlib, nor of __future__:
# they would be looked for in the working directory.
if __name__ == "__main__" and not sys.flags.safe_path:
    _ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    if os.path.realpath(sys.path[0]) != _ROOT:
        del sys.path[0]

from bot.cli.main import main

if __name__ == "__main__":
    main()
