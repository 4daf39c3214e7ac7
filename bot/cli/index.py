"""The subcommands: where each of them is, and what it does in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "run": ("bot.cli.running:run", "Keep collecting, and send the digest when it is due."),
    "collect": (
        "bot.cli.running:collect",
        "Read the watched accounts now; what was interrupted goes on.",
    ),
    "people": ("bot.cli.listing:people", "List everyone you had an exchange with, best first."),
    "why": (
        "bot.cli.explaining:why",
        "Show what PERSON's place rests on: factors, evidence, links, weeks.",
    ),
    "why-not": ("bot.cli.explaining:why_not", "Say what holds PERSON back from being suggested."),
    "digest": (
        "bot.cli.letter:digest",
        "Say when the next digest is due; or show it, or send it, now.",
    ),
    "slots": (
        "bot.cli.slots:slots",
        "List the times that an invitation would propose now, and why others are missing.",
    ),
    "invitations": ("bot.cli.invitations:invitations", "List open and recent invitations."),
    "draft": ("bot.cli.inviting:draft", "Show the invitation to PERSON, or draft one."),
    "edit": ("bot.cli.inviting:edit", "Put your own TEXT in place of the draft."),
    "send": ("bot.cli.inviting:send", "Approve the draft to PERSON, and send it."),
    "sent": ("bot.cli.inviting:sent", "Say that you have sent PERSON the invitation yourself."),
    "planned": ("bot.cli.inviting:planned", "Say when and where you will meet PERSON."),
    "met": ("bot.cli.inviting:met", "Say that you met PERSON: it counts for the goal."),
    "declined": (
        "bot.cli.inviting:declined",
        "Say that PERSON would rather not: nobody asks again.",
    ),
    "went": ("bot.cli.inviting:went", "Say that you were at the event NUMBER of a digest."),
    "yes": ("bot.cli.inviting:yes", "Answer what the bot asked with yes."),
    "no": ("bot.cli.inviting:no", "Answer what the bot asked with no."),
    "not-yet": ("bot.cli.inviting:not_yet", 'Answer "did you meet?" with not yet.'),
    "goal": ("bot.cli.intending:goal", "Show how far the goal is reached, or set it."),
    "pause": ("bot.cli.intending:pause", "No digests and no questions, until resume."),
    "resume": ("bot.cli.intending:resume", "Digests again, after a pause."),
    "start": ("bot.cli.intending:start", "Begin again after stop."),
    "stop": (
        "bot.cli.intending:stop",
        "Read and send nothing more, and delete what was kept: stop everything.",
    ),
    "never": ("bot.cli.standing:never", "Never suggest PERSON again."),
    "snooze": ("bot.cli.standing:snooze", "Do not suggest PERSON for a while."),
    "known": ("bot.cli.standing:known", "You already meet PERSON: suggest them no more."),
    "undo": (
        "bot.cli.standing:undo",
        "Take back the latest thing you said, if it is not too late.",
    ),
    "say": (
        "bot.cli.say:say",
        "Do what a direct message with this TEXT would do, and print the answer.",
    ),
    "outbox": ("bot.cli.outbox:outbox", "List messages on their way out, newest last."),
    "try": ("bot.cli.glimpse:glimpse", "Look who talks with your account HANDLE."),
    "demo": ("bot.cli.demo:demo", "Show it all on an invented village: no network, nothing kept."),
    "doctor": (
        "bot.cli.doctor:doctor",
        "Look whether config, secrets, store, networks and calendars are in order.",
    ),
    "rebuild": (
        "bot.cli.rebuild:rebuild",
        "Count everything anew from the log, and say whether that makes a difference.",
    ),
}
"""By name. A module is imported when its command is asked for, and not for a line of help."""
