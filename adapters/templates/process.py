"""Starts the process that renders, and reads its outcome or exit code."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.domain.sentence import reason
from bot.errors import TemplateError
from bot.text.draft import faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.draft.values import Values

CHILD: Final = Path(__file__).with_name("child.py")
DEADLINE: Final = 20.0
"""Seconds for all of it. The child gives itself one, once Python is up: on a busy machine that
may take a few."""
LONGEST: Final = 2_000_000
"""Bytes of an answer."""

_OUT_OF_TIME: Final = frozenset({-signal.SIGALRM, -signal.SIGXCPU, -signal.SIGKILL})


async def render(file: str, source: str, variants: Sequence[Values]) -> list[str]:
    """What the template `source` makes of each of the values; `file` names it in errors.

    Raises:
        TemplateError: it is faulty, or wants too much; or no process can be started for it.
    """
    job = json.dumps({"template": source, "values": list(variants)}).encode()
    try:
        process = await _started()
    except OSError as error:
        raise TemplateError(file, None, faults.NOT_STARTED, why=reason(error)) from error
    answer, code = await _run(process, job)
    if answer is None or code in _OUT_OF_TIME:
        raise TemplateError(file, None, faults.TOO_SLOW)
    if code != 0:
        raise TemplateError(file, None, faults.BROKEN_OFF, code=code)
    outcome: dict[str, Any] = json.loads(answer)
    match outcome:
        case {"texts": texts}:
            return list(texts)
        case {"fault": "memory", "line": line}:
            raise TemplateError(file, line, faults.TOO_MUCH_MEMORY)
        case {"fault": "length", "line": line}:
            raise TemplateError(file, line, faults.TOO_LONG_TEXT)
    raise TemplateError(file, outcome["line"], faults.FAULTY, said=outcome["said"])


async def _started() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-B",
        str(CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )


async def _run(process: asyncio.subprocess.Process, job: bytes) -> tuple[bytes | None, int]:
    """The answer and the exit code; no answer where the deadline came first."""
    try:
        async with asyncio.timeout(DEADLINE):
            answer = await _talk(process, job)
            return answer, await process.wait()
    except TimeoutError:
        return None, 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _talk(process: asyncio.subprocess.Process, job: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        message = "the process was started without pipes"
        raise RuntimeError(message)
    process.stdin.write(job)
    process.stdin.close()
    try:
        answer = await process.stdout.readexactly(LONGEST)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    process.kill()  # longer than any rendering within the limits
    return answer
