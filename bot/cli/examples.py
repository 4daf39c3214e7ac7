"""Examples for the help of each command; those that hold words are translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "init": ("terrasse init", "terrasse init --home Rennes --goal 2"),
    "login": (marked("terrasse login @me@piaille.fr"), marked("terrasse login me.bsky.social")),
    "logout": (marked("terrasse logout @me@piaille.fr"),),
    "config": ("terrasse config check",),
    "config show": ("terrasse config show --json",),
    "config check": ("terrasse config check",),
    "config path": ("terrasse config path",),
    "config example": ("terrasse config example",),
    "help": ("terrasse help snooze", "terrasse help plus-tard"),
    "completion": ("terrasse completion bash",),
    "uninstall": ("terrasse uninstall",),
    "run": ("terrasse run", "terrasse run --once"),
    "collect": ("terrasse collect",),
    "people": ("terrasse people", "terrasse people --allowed", "terrasse people --near Lyon"),
    "why": ("terrasse why 1", "terrasse why @lea@piaille.fr", "terrasse why 1 2"),
    "why-not": ("terrasse why-not 1", "terrasse why-not @lea@piaille.fr"),
    "web": ("terrasse web", "terrasse web --new-link"),
    "digest": ("terrasse digest", "terrasse digest --preview"),
    "slots": ("terrasse slots",),
    "busy": ("terrasse busy", marked("terrasse busy work.ics --to 2026-12-24")),
    "trips": ("terrasse trips",),
    "invitations": ("terrasse invitations",),
    "draft": ("terrasse draft 1",),
    "edit": (
        marked('terrasse edit 1 "Coffee on Saturday?"'),
        marked("terrasse edit 1 - < text.txt"),
    ),
    "send": ("terrasse send 1", "terrasse send 1 --reply"),
    "sent": ("terrasse sent 1",),
    "planned": (
        marked("terrasse planned 1 saturday 12:30"),
        marked('terrasse planned 1 saturday 12:30 "Café X"'),
    ),
    "met": ("terrasse met 1",),
    "declined": ("terrasse declined 1",),
    "went": ("terrasse went 3",),
    "yes": ("terrasse yes", "terrasse yes 1"),
    "no": ("terrasse no", "terrasse no 1"),
    "not-yet": ("terrasse not-yet", "terrasse not-yet 1"),
    "goal": ("terrasse goal", marked("terrasse goal 1 every 2 weeks")),
    "pause": ("terrasse pause", marked("terrasse pause 2w")),
    "resume": ("terrasse resume",),
    "start": ("terrasse start",),
    "stop": (marked("terrasse stop everything"),),
    "never": ("terrasse never 1", "terrasse never @lea@piaille.fr"),
    "snooze": ("terrasse snooze 1", marked("terrasse snooze 1 3w")),
    "known": ("terrasse known 1", "terrasse known 1 2"),
    "undo": ("terrasse undo",),
    "trip": (marked("terrasse trip Lyon 12-14 dec"), marked("terrasse trip cancel Lyon")),
    "place": (
        "terrasse place 1 Rennes",
        marked("terrasse place home Rennes"),
        marked('terrasse place 1 "Paris, Texas"'),
    ),
    "same": ("terrasse same 1 2",),
    "unjoin": ("terrasse unjoin 1",),
    "not-same": ("terrasse not-same 1 2",),
    "forget": ("terrasse forget 1", marked("terrasse forget everything")),
    "export": (
        "terrasse export --json terrasse.json",
        marked("terrasse export --vcard people.vcf"),
    ),
    "say": (marked('terrasse say "why 2"'), marked('terrasse say --dry-run "snooze 1 3w"')),
    "outbox": ("terrasse outbox", "terrasse outbox show 12"),
    "outbox show": ("terrasse outbox show 12",),
    "outbox resend": ("terrasse outbox resend 12",),
    "outbox drop": ("terrasse outbox drop 12",),
    "try": (marked("terrasse try @me@piaille.fr"), marked("terrasse try me.bsky.social")),
    "demo": ("terrasse demo", "terrasse demo --web"),
    "doctor": ("terrasse doctor", "terrasse doctor --offline"),
    "health": ("terrasse health", "terrasse health --within 60"),
    "backup": (marked("terrasse backup monday.db"),),
    "restore": (marked("terrasse restore monday.db"),),
    "rebuild": ("terrasse rebuild --check",),
}
"""By the command's path: lines to copy. A narrow terminal shows them whole if they are short."""
