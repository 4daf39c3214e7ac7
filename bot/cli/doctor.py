"""`doctor`: is all well?"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from bot.cli.session import command

if TYPE_CHECKING:
    from bot.cli.session import Session
    from bot.services.home import Home
    from config.settings import Settings


class Finding(NamedTuple):
    """One thing that was looked at."""

    subject: str
    fine: bool
    said: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@command
async def doctor(session: Session, *, as_json: bool) -> None:
    """Look whether config, secrets and store are in order."""
    from bot.cli.output import print_json

    settings = session.settings()
    findings = [Finding("config", fine=True, said=str(session.config_path())), *_secrets(settings)]
    async with session.home() as home:
        findings += await _store(home, settings)
    if as_json:
        print_json([{"subject": f.subject, "fine": f.fine, "said": f.said} for f in findings])
    else:
        for one in findings:
            mark = click.style("ok", fg="green") if one.fine else click.style("!!", fg="red")
            click.echo(f"{mark}  {one.subject}: {one.said}")
    if not all(one.fine for one in findings):
        sys.exit(1)


def _secrets(settings: Settings) -> list[Finding]:
    from bot.errors import ConfigError

    findings = []
    for access in (*settings.watch, *((settings.bot,) if settings.bot else ())):
        if access.secret is None:
            continue
        try:
            access.secret.read(os.environ)
        except ConfigError as problem:
            findings.append(Finding(f"secret of {access.account}", fine=False, said=str(problem)))
        else:
            findings.append(Finding(f"secret of {access.account}", fine=True, said="can be read"))
    return findings


async def _store(home: Home, settings: Settings) -> list[Finding]:
    from bot.domain.outbox import OutboxState
    from bot.text import dates

    faults = await home.store.integrity()
    async with home.store.unit(home.owner) as unit:
        count = await unit.log.count()
        watches = {watch.account: watch for watch in await unit.watches.all()}
        unreadable = await unit.watches.quarantined()
        outbox = await unit.outbox.all()
    findings = [Finding("store", fine=False, said=fault) for fault in faults]
    if not faults:
        findings.append(
            Finding("store", fine=True, said=f"{settings.store_url}, {count} interactions")
        )
    for name in home.networks:
        watch = watches.get(name)
        if watch is None or watch.collected_at is None:
            findings.append(Finding(name, fine=True, said="not collected yet: terrasse collect"))
            continue
        said = dates.moment(watch.collected_at, home.owner.zone, home.wishes.words)
        odd = unreadable.get(watch.key, 0)
        said = f"last read {said}" + (f", {odd} items could not be read" if odd else "")
        findings.append(Finding(name, fine=True, said=said))
    stuck = [row for row in outbox if row.state in {OutboxState.NEEDS_OWNER, OutboxState.REJECTED}]
    findings += [
        Finding(f"message {row.id}", fine=False, said=f"{row.state.value}: {row.error}")
        for row in stuck
    ]
    return findings
