"""The progress bar."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.domain.safety.outside import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.ports import Clock
    from bot.services.collect.collecting import Progress
    from bot.text.language.catalogue import Catalogue


@contextmanager
def shown(clock: Clock, words: Catalogue) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on standard error if it is a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn
    from rich.progress import Progress as Bars

    from bot.services.collect.collecting import BACKFILL_DAYS
    from bot.text.language import dates

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"))
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(progress: Progress) -> None:
            task = tasks.get(progress.account)
            if task is None:
                task = bars.add_task(safe(progress.account), total=BACKFILL_DAYS, said="")
                tasks[progress.account] = task
            reached = progress.reaches_back_to
            back = (clock.now() - reached).days if reached else 0
            said = words.count("{n} read", "{n} read", progress.read)
            if reached:
                day = dates.date_of(reached.date(), clock.now().date(), words)
                said = words.say("{read}, back to {day}", read=said, day=day)
            bars.update(task, completed=back, said=said)

        yield report
