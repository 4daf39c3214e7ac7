"""Renders one template, in a process of its own that may do nothing else.

Run as a script, in isolated mode and without an environment: it reads a job from standard input
and writes the outcome to standard output, both JSON. Nothing but the standard library and Jinja
is imported. The sandbox keeps a template from Python's insides; the limits bound what it can
spend, whatever it does: see setrlimit(2) and setitimer(2). Their signals are not handled, so
they end the process.
"""

from __future__ import annotations

import encodings.unicode_escape  # noqa: F401 (see below)
import json
import math
import resource
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, Any, Final

# Loaded now, as no file can be opened later: Jinja needs this for its first error, and the codec
# above for the first string literal.
import jinja2.debug
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS: Final = 1
MEMORY: Final = 256 * 1024 * 1024
"""Bytes of address space; the interpreter itself takes a quarter of it."""
OUTPUT: Final = 20_000
"""Bytes of one rendering."""
SOURCE: Final = "<template>"
"""The file name that Jinja gives to a template from a string."""


class _TooLongError(Exception):
    """A rendering is longer than `OUTPUT`."""


def main() -> None:
    """Read the job, render it and write the outcome."""
    _confine()
    job = json.load(sys.stdin.buffer)
    outcome = _outcome(job["template"], job["values"])
    sys.stdout.buffer.write(json.dumps(outcome).encode())
    sys.stdout.buffer.flush()


def _confine() -> None:
    spent = math.ceil(time.process_time())
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: spent + SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)


def _outcome(source: str, variants: list[Mapping[str, Any]]) -> dict[str, object]:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    try:
        template = environment.from_string(source)
        return {"texts": [_rendered(template, values) for values in variants]}
    except MemoryError as error:
        return {"fault": "memory", "line": _line(error)}
    except _TooLongError as error:
        return {"fault": "length", "line": _line(error)}
    except Exception as error:  # noqa: BLE001 (a template can make Jinja raise anything)
        said = error.message if isinstance(error, TemplateSyntaxError) else str(error)
        return {"fault": "error", "line": _line(error), "said": said or type(error).__name__}


def _rendered(template: jinja2.Template, values: Mapping[str, Any]) -> str:
    pieces, size = [], 0
    for piece in template.generate(values):
        size += len(piece.encode(errors="replace"))
        if size > OUTPUT:
            raise _TooLongError
        pieces.append(piece)
    return "".join(pieces)


def _line(error: Exception) -> int | None:
    """The template's line that went wrong; Jinja puts it into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == SOURCE
    ]
    return lines[-1] if lines else None


if __name__ == "__main__":
    main()
