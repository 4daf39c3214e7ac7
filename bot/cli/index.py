"""The subcommands: where each is defined, and its help in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import VERBS, Effect, Verb
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "init": (
        "bot.cli.setup.init:init",
        "Set Terrasse up, question by question, up to the first list of people.",
    ),
    "login": ("bot.cli.setup.signing_in:login", "Sign ACCOUNT in, or sign it in again."),
    "logout": (
        "bot.cli.setup.signing_in:logout",
        "Delete the sign-in of ACCOUNT, and revoke it where `login` made it.",
    ),
    "config": ("bot.cli.setup.config:config", "Show, check or find the config file."),
    "help": ("bot.cli.help:show_help", "Explain a command, or list them all."),
    "completion": (
        "bot.cli.setup.completion:completion",
        "Print what makes your SHELL complete commands: bash, zsh or fish.",
    ),
    "uninstall": (
        "bot.cli.setup.uninstall:uninstall",
        "Delete all that Terrasse keeps on this machine: config, sign-ins, store.",
    ),
    "run": ("bot.cli.commands.running:run", "Keep collecting, and send the digest when it is due."),
    "collect": (
        "bot.cli.commands.running:collect",
        "Read the watched accounts now; what was interrupted goes on.",
    ),
    "people": (
        "bot.cli.commands.listing:people",
        "List everyone you had an exchange with, best first.",
    ),
    "why": (
        "bot.cli.commands.explaining:why",
        "Show what PERSON's place rests on: factors, evidence, links, weeks.",
    ),
    "why-not": (
        "bot.cli.commands.explaining:why_not",
        "Say what holds PERSON back from being suggested.",
    ),
    "digest": (
        "bot.cli.digest:digest",
        "Say when the next digest is due; or show it, or send it, now.",
    ),
    "web": (
        "bot.cli.commands.web:web",
        "Show your people, digests and drafts in a browser, on this machine alone.",
    ),
    "slots": (
        "bot.cli.commands.slots:slots",
        "List the times that an invitation would propose now, and why others are missing.",
    ),
    "busy": (
        "bot.cli.commands.busy:busy",
        "Show what is read of your calendars, or of one FILE or URL.",
    ),
    "trips": (
        "bot.cli.commands.slots:trips",
        "Show where you live, and your trips: those you said, and those of your calendars.",
    ),
    "invitations": (
        "bot.cli.commands.invitations:invitations",
        "List open and recent invitations.",
    ),
    **{
        verb.value: ("bot.cli.commands.verbs", entry.usage.partition("\n\n")[0])
        for verb, entry in VERBS.items()
        if entry.effect is Effect.CHANGES
    },
    Verb.FORGET.value: (
        "bot.cli.commands.erasing:forget",
        VERBS[Verb.FORGET].usage.partition("\n\n")[0],
    ),
    "export": (
        "bot.cli.commands.exporting:export",
        "Write all your data as JSON, or the people you talk with as vCards.",
    ),
    "say": (
        "bot.cli.commands.say:say",
        "Do what a direct message with this TEXT would do, and print the answer.",
    ),
    "outbox": (
        "bot.cli.commands.upkeep.outbox:outbox",
        "List messages on their way out, newest last.",
    ),
    "try": ("bot.cli.commands.glimpse:glimpse", "Look who talks with your account HANDLE."),
    "demo": (
        "bot.cli.commands.demo:demo",
        "Show it all on an invented village: no network, nothing kept.",
    ),
    "doctor": (
        "bot.cli.commands.upkeep.doctor:doctor",
        "Look whether config, secrets, store, networks and calendars are in order.",
    ),
    "health": (
        "bot.cli.commands.upkeep.health:health",
        "Say when the last round of run ended, and whether all went well.",
    ),
    "backup": (
        "bot.cli.commands.upkeep.backup:backup",
        "Copy the store to a new FILE; a daemon may run meanwhile.",
    ),
    "restore": (
        "bot.cli.commands.upkeep.backup:restore",
        "Put the backup FILE in the place of the store, which is kept beside it.",
    ),
    "rebuild": (
        "bot.cli.commands.upkeep.rebuild:rebuild",
        "Count everything again from the log, and say whether that makes a difference.",
    ),
}
"""By name: where the command is, and its help in short. The module is imported on first use.

`bot.cli.commands.verbs` makes the commands for verbs.
"""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    marked("Begin"): ("demo", "try", "init", "login", "logout", "config", "help", "completion"),
    marked("Find people"): ("run", "collect", "people", "why", "why-not", "digest", "web", "say"),
    marked("Invite them"): ("slots", "busy", "invitations", "draft", "edit", "send", "sent"),
    marked("Meet"): ("planned", "met", "declined", "went", "yes", "no", "not-yet", "goal"),
    marked("Not now, or never"): (
        "snooze",
        "known",
        "never",
        "undo",
        "pause",
        "resume",
        "stop",
        "start",
    ),
    marked("Who is who, and where"): ("same", "not-same", "unjoin", "place", "trip", "trips"),
    marked("Your data"): ("export", "forget", "backup", "restore", "uninstall"),
    marked("Keep it running"): ("doctor", "health", "outbox", "rebuild"),
}
"""The commands as `--help` lists them: by title."""
