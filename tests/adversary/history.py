"""Random histories, each from a seed: python -m tests.adversary.history [HOW_MANY] [FIRST_SEED]."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

import structlog

from tests.adversary.acts import ACTS, talk
from tests.adversary.stage import Stage

if TYPE_CHECKING:
    from tests.adversary.oracle import Oracle

LENGTH: Final = 24
"""Acts in a history, each followed by a round of the product, or a part of one."""
ALL: Final = 10_000


async def play(seed: int, acts: int = LENGTH) -> Oracle:
    """Play a history; the oracle who looked on.

    Raises:
        AssertionError: a message left that nobody may have got, and why.
    """
    stage = Stage(Random(seed))  # noqa: S311 (a seed makes it the same again)
    for _ in range(4):
        talk(stage)
    await stage.work()
    stage.clock.advance(timedelta(seconds=1))
    stage.say("hello")
    await stage.work()
    for _ in range(acts):
        stage.clock.advance(timedelta(seconds=1))
        acting = stage.random.choice(ACTS)(stage)
        if acting is not None:
            await acting
        stage.clock.advance(timedelta(seconds=1))
        await stage.work()
    stage.machine.skew = timedelta(0)
    for _ in range(3):  # what was lost on the way has its time to land, and to be read back
        stage.clock.advance(timedelta(minutes=3))
        await stage.work()
    return stage.oracle


def main() -> None:
    """Play many, and say what was seen."""
    many, first = (int(text) for text in (*sys.argv[1:3], *(str(ALL), "0")[len(sys.argv) - 1 :]))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began, seen = time.process_time(), Counter[str]()
    for seed in range(first, first + many):
        try:
            oracle = asyncio.run(play(seed))
        except AssertionError as problem:
            seen["violations"] += 1
            print(f"seed {seed}: {problem}", flush=True)  # noqa: T201
            continue
        seen["invitations sent"] += len(oracle.sent)
        seen["approved"] += len(oracle.approved)
        seen["replies to others"] += oracle.answered.total()
        seen["opted in"] += len(oracle.opted_in)
    spent = time.process_time() - began
    figures = ", ".join(
        f"{number} {what}" for what, number in sorted(seen.items()) if what != "violations"
    )
    print(f"{many} histories, {seen['violations']} violations; {figures}; {spent:.0f} s of CPU")  # noqa: T201
    sys.exit(bool(seen["violations"]))


if __name__ == "__main__":
    main()
