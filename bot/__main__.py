"""`python -m bot`, and the `terrasse` command."""

import os
import signal
import sys

# `python -m` puts the working directory first on sys.path, so that a config.py there would be
# run in place of ours. The `terrasse` command does not. In a checkout that is not installed,
# the working directory is where our own packages are. No import of pathlib, nor of __future__:
# they would be looked for in the working directory.
if __name__ == "__main__" and not sys.flags.safe_path:
    _ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    if os.path.realpath(sys.path[0]) != _ROOT:
        del sys.path[0]


def main() -> None:
    """Run the command line.

    Ctrl-C ends it at once, without a traceback, also while modules are loaded or unloaded. While a
    command works, `bot.cli.interruption` handles it.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda signum, _frame: os._exit(128 + signum))
    from bot.cli.main import main as run_command_line  # noqa: PLC0415

    run_command_line()


if __name__ == "__main__":
    main()
