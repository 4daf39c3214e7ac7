"""Three accounts on the snac lab, and their direct statuses, once these have been delivered."""

from __future__ import annotations

import json
import re
from hashlib import md5
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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
    wait_until,
)

if TYPE_CHECKING:
    from tests.e2e.labs.snac import Lab
    from tests.e2e.meeting.lines import Lines

LOOKALIKE: Final = f"{OWNER}_"
_MENTION: Final = re.compile(r'<a href="[^"]*" class="u-url mention">@([^@<]+)[^<]*</a>')
_TAG: Final = re.compile(r"<[^>]+>")


class SnacStage:
    """A lab of its own, with these three accounts."""

    def __init__(self, lab: Lab, lines: Lines, folder: Path) -> None:
        self.lab = lab
        for username, name in NAMES.items():
            path, form = "/api/v1/accounts/update_credentials", {"display_name": name}
            lab.sign_in(username).page("PATCH", path, form)
        self._talk(lines)
        host = lab.info.url.partition("://")[2]
        self.context = Folder(
            folder, config(lines, owner=f"@{OWNER}@{host}", bot=f"@{BOT}@{host}", url=lab.info.url)
        )
        furnish(folder)
        for name in (OWNER, BOT):
            self.context.keep_secret(f"{name}.secret", lab.sign_in(name).token or "")

    def write(self, sender: str, to: str, text: str) -> None:
        answered = {"in_reply_to_id": self._invitation()} if sender == OTHER else {}
        self.say(sender, f"@{to} {text}", to=to, visibility="direct", **answered)

    def say(self, sender: str, text: str, *, to: str, **form: str) -> dict[str, Any]:
        """Have a status arrive at somebody."""
        status: dict[str, Any] = self.lab.sign_in(sender).post(
            "/api/v1/statuses", status=text, **form
        )
        wait_until(lambda: any(one["uri"] == status["uri"] for one in self._arrived(to)))
        return status

    def letters(self) -> list[Letter]:
        found: dict[str, tuple[str, Letter]] = {}
        for name in NAMES:
            for status in self._arrived(name):
                if status["visibility"] != "private":
                    continue
                sender = status["account"]["username"]
                to = tuple(_MENTION.findall(status["content"]))
                found[status["uri"]] = (status["uri"], Letter(sender, to, read(status["content"])))
        # The last part of a status' address is the time at which it was made.
        return [one for _, one in sorted(found.values(), key=lambda one: one[0].rsplit("/")[-1])]

    def intrude(self, text: str) -> None:
        """Whoever is to look like the owner has to be on the same server: hosts here have ports."""
        path, form = "/api/v1/accounts/update_credentials", {"display_name": NAMES[OWNER]}
        self.lab.sign_in(LOOKALIKE).page("PATCH", path, form)
        self.say(LOOKALIKE, f"@{BOT} {text}", to=BOT, visibility="direct")
        self.say(OWNER, f"@{BOT} {text}", to=BOT)
        self.say(OWNER, f"@{BOT} @{OTHER} {text}", to=BOT, visibility="direct")

    def addressed(self, text: str) -> tuple[str, str]:
        return f"@{OTHER} {text}", f"@{OTHER} {text}"

    def _arrived(self, name: str) -> list[dict[str, Any]]:
        notes = self.lab.sign_in(name).get("/api/v1/notifications", limit=80)
        return [one["status"] for one in notes if one["type"] == "mention" and one.get("status")]

    def _invitation(self) -> str:
        return next(
            str(one["id"])
            for one in self._arrived(OTHER)
            if one["account"]["username"] == OWNER and one["visibility"] == "private"
        )

    def _talk(self, lines: Lines) -> None:
        """Have the two talk now, and then make it long ago: it cannot be said to the server."""
        said: list[list[str]] = []
        for opening, _ in lines.talk:
            asked = self.lab.sign_in(OTHER).post(
                "/api/v1/statuses", status=opening, language=lines.language
            )
            said.append([asked["uri"]])
        wait_until(lambda: len(self._arrived(OWNER)) == len(lines.talk))
        arrived = {one["uri"]: one["id"] for one in self._arrived(OWNER)}
        for uris, (_, answer) in zip(said, lines.talk, strict=True):
            form = {
                "status": f"@{OTHER} {answer}",
                "in_reply_to_id": arrived[uris[0]],
                "language": lines.language,
            }
            answered = self.lab.sign_in(OWNER).post("/api/v1/statuses", **form)
            uris.append(answered["uri"])
        wait_until(lambda: len(self._arrived(OTHER)) == len(lines.talk))
        self._give_thanks(lines, said[0][1])
        for number, uris in enumerate(said):
            for uri, at in zip(uris, talked_at(number), strict=True):
                self._date(uri, at.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _give_thanks(self, lines: Lines, answer: str) -> None:
        """Have the other reply to the first answer."""
        (above,) = [one["id"] for one in self._arrived(OTHER) if one["uri"] == answer]
        thanks = self.say(
            OTHER, lines.thanks, to=OWNER, in_reply_to_id=above, language=lines.language
        )
        self._date(thanks["uri"], thanked_at().strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _date(self, uri: str, moment: str) -> None:
        """Change the date of a status in the server's own files (snac 2.75, data.c)."""
        name = md5(uri.encode()).hexdigest()  # noqa: S324 (as the server names it)
        path = Path(self.lab.info.data) / "object" / name[:2] / f"{name}.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "published": moment}))


def read(content: str) -> str:
    """The text that was typed, from the HTML that the server makes of it."""
    lines = _MENTION.sub(r"@\1", content).removesuffix("<br>").replace("<br>", "\n")
    return unescape(_TAG.sub("", lines))
