"""`doctor`: is all well?"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import Styled, echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.cli.session import Session
    from bot.services.doctor.checks import Finding
    from bot.text.language.catalogue import Catalogue
    from config.models.settings import Settings


@click.command()
@click.option("--offline", is_flag=True, help="Ask no network.")
@click.option("--handshake", is_flag=True, help="Wait for your first message to the bot.")
@click.option("--test-message", is_flag=True, help="Send yourself a message, as a digest is sent.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@command
async def doctor(
    session: Session, *, offline: bool, handshake: bool, test_message: bool, as_json: bool
) -> None:
    """Look whether config, secrets, store, networks and calendars are in order."""
    from dataclasses import asdict

    from bot.services.doctor import checks as check
    from bot.services.doctor.calendars import check_calendars
    from bot.services.doctor.templates import check_templates
    from bot.text.language.catalogue import catalogue

    settings = session.settings()
    words = catalogue(settings.language)
    say = words.say
    findings = [
        check.Finding(say("config"), fine=True, said=str(session.config_path())),
        *secrets_of(settings),
    ]
    async with session.context() as context:
        findings += await check.check_store(context, settings.store_url)
        findings += await check_templates(context)
        findings += await check.check_home(context)
        if not offline:
            findings += await check.check_networks(context)
            findings += await check_calendars(context)
        if handshake and context.bot is not None:
            asked = say(
                "Write to {bot} now, from {account}.",
                bot=context.post.sender,
                account=context.post.addressee,
            )
            echo(asked, err=True)
        if handshake:
            findings.append(await _found(say("handshake"), check.shake_hands(context), words))
        if test_message:
            findings.append(await _found(say("test message"), check.send_test(context), words))
    if as_json:
        echo_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = Styled("ok", fg="green") if finding.fine else Styled("!!", fg="red")
            echo(mark, "  ", say("{subject}: {said}", subject=finding.subject, said=finding.said))
    if not all(finding.fine for finding in findings):
        sys.exit(1)


async def _found(subject: str, looking: Awaitable[Finding], words: Catalogue) -> Finding:
    """The finding; if the check fails, a finding that says why, so that the others are shown."""
    from bot.errors import NetworkError
    from bot.services.doctor.checks import Finding

    try:
        return await looking
    except NetworkError as problem:
        return Finding(subject=subject, fine=False, said=words.tell(problem))


def secrets_of(settings: Settings) -> list[Finding]:
    """Whether each secret that the config names can be read."""
    from bot.errors import ConfigError
    from bot.services.doctor.checks import Finding
    from bot.text.language.catalogue import catalogue

    accounts = (*settings.watch, *((settings.bot,) if settings.bot else ()))
    named = [(str(account.account), account.secret) for account in accounts]
    if settings.invitation.polish:
        named.append(("[invitation.polish]", settings.invitation.polish.secret))
    findings, words = [], catalogue(settings.language)
    for name, secret in named:
        if secret is None:
            continue
        subject = words.say("secret of {name}", name=name)
        try:
            secret.read(os.environ)
        except ConfigError as problem:
            findings.append(Finding(subject=subject, fine=False, said=words.tell(problem)))
        else:
            findings.append(Finding(subject=subject, fine=True, said=words.say("can be read")))
    return findings
