"""Three accounts on our own Mastodon server, and their direct statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.e2e.household import Folder
from tests.e2e.meeting.stage import (
    BOT,
    NAMES,
    OTHER,
    OWNER,
    Letter,
    config,
    furnish,
    talked_at,
    thanked_at,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.meeting.lines import Lines
    from tests.fakes.mastodon.running import Remote

DOMAIN: Final = "mastodon.example"


class MastodonStage:
    """A server of its own: whatever is said there in private is one of the script's letters."""

    def __init__(self, server: Remote, lines: Lines, folder: Path) -> None:
        self.server = server
        for username, name in NAMES.items():
            server.act("sign_up", username=username, display_name=name)
        for number, (opening, answer) in enumerate(lines.talk):
            then, later = (at.isoformat() for at in talked_at(number))
            said = {"language": lines.language}
            asked = server.act("post", who=OTHER, text=opening, at=then, **said)
            text = f"@{OTHER} {answer}"
            above = server.act("post", who=OWNER, text=text, reply_to=asked, at=later, **said)
            if number == 0:
                at = thanked_at().isoformat()
                thanks = {"text": lines.thanks, "reply_to": above, "at": at}
                server.act("post", who=OTHER, **thanks, **said)
        self.context = Folder(
            folder,
            config(lines, owner=f"@{OWNER}@{DOMAIN}", bot=f"@{BOT}@{DOMAIN}", url=server.url),
        )
        furnish(folder)
        for name in (OWNER, BOT):
            self.context.keep_secret(f"{name}.secret", server.act("token", who=name))

    def write(self, sender: str, to: str, text: str) -> None:
        answered = {"reply_to": self._invitation()} if sender == OTHER else {}
        said = f"@{to} {text}"
        self.server.act("post", who=sender, text=said, visibility="direct", **answered)

    def letters(self) -> list[Letter]:
        said = [
            (one["at"], int(one["id"]), Letter(name, tuple(one["to"]), one["text"]))
            for name in NAMES
            for one in self.server.act("statuses", who=name)
            if one["visibility"] == "direct"
        ]
        return [letter for *_, letter in sorted(said, key=lambda one: one[:2])]

    def intrude(self, text: str) -> None:
        act, everywhere = self.server.act, f"@{BOT}@{DOMAIN} {text}"
        name = NAMES[OWNER]
        act("meet", acct=f"{OWNER}@elsewhere.example", display_name=name)
        act("sign_up", username=f"{OWNER}_", display_name=f"@{OWNER}@{DOMAIN}")
        for who in (f"{OWNER}@elsewhere.example", f"{OWNER}_"):
            act("post", who=who, text=everywhere, visibility="direct")
        for visibility in ("public", "unlisted", "private"):
            act("post", who=OWNER, text=everywhere, visibility=visibility)
        act("post", who=OWNER, text=f"@{BOT} @{OTHER} {text}", visibility="direct")

    def addressed(self, text: str) -> tuple[str, str]:
        return f"@{OTHER}@{DOMAIN} {text}", f"@{OTHER} {text}"

    def _invitation(self) -> str:
        return next(
            str(one["id"])
            for one in self.server.act("statuses", who=OWNER)
            if one["visibility"] == "direct" and one["to"] == [OTHER]
        )
