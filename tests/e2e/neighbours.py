"""An owner on snac and on Bluesky, and an Alice on each, who talk with them every week."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.e2e.household import Folder
from tests.e2e.meeting.lines import ENGLISH
from tests.e2e.meeting.on_bluesky import BlueskyStage, put
from tests.e2e.meeting.on_snac import SnacStage
from tests.e2e.meeting.stage import BOT, OTHER, OWNER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.snac import Lab as SnacLab

CONFIG: Final = """\
language = "en"
timezone = "Europe/Paris"
[[slot]]
when = "tuesday 12:30-14:00"
for = "lunch"
[[slot]]
when = "saturday 12:30-14:00"
for = "lunch"
[[watch]]
account = "{on_bluesky}"
url = "{pds}"
secret = "file:bluesky.secret"
[[watch]]
account = "@{owner}@{host}"
url = "{snac}"
secret = "file:snac.secret"
[bot]
account = "{bot}"
url = "{pds}"
secret = "file:bot.secret"
[store]
url = "sqlite:///terrasse.db"
"""


class Neighbours:
    """The accounts; each `household` begins with an empty store.

    On snac there has been a word more, so that her score is higher there.
    """

    def __init__(self, bluesky: Lab, snac: SnacLab, folder: Path) -> None:
        self._folder = folder
        self.bluesky = BlueskyStage(bluesky, ENGLISH, self._new("bluesky"))
        self.snac = SnacStage(snac, ENGLISH, self._new("snac"))
        self.snac.say(OTHER, f"@{OWNER} Shall I bring you a quince?", to=OWNER)
        self.host = snac.info.url.partition("://")[2]
        self.on_bluesky = self.bluesky.accounts[OTHER].handle
        self.on_snac = f"{OTHER}@{self.host}"

    def household(self, name: str) -> Folder:
        """An owner who watches both accounts of theirs."""
        owner, bot = (self.bluesky.accounts[who] for who in (OWNER, BOT))
        info = self.bluesky.lab.info
        config = CONFIG.format(
            on_bluesky=owner.handle,
            pds=info.pds,
            owner=OWNER,
            host=self.host,
            snac=self.snac.lab.info.url,
            bot=bot.handle,
        )
        servers = {"TERRASSE_PLC": info.plc, "TERRASSE_APPVIEW": info.appview}
        house = Folder(self._new(name), config, servers)
        for which, account in (("bluesky", owner), ("bot", bot)):
            secret = account.app_password(f"{which} {name}", messages=True)
            house.keep_secret(f"{which}.secret", secret)
        house.keep_secret("snac.secret", self.snac.lab.sign_in(OWNER).token or "")
        return house

    def rename_on_bluesky(self, handle: str) -> None:
        """Give Alice another handle there."""
        pds = self.bluesky.accounts[OTHER].pds
        pds.call("com.atproto.identity.updateHandle", {"handle": handle})
        self.bluesky.lab.control.catch_up()

    def letters(self, house: Folder, altered: Mapping[str, str] | None = None) -> list[str]:
        """What the bot writes to the owner in a round, each message a text."""
        before = len(self._written())
        house.type("run", "--once", altered=altered)
        return self._written()[before:]

    def describe_on_bluesky(self, bio: str, name: str = "Alice") -> None:
        """Have Alice write this into her profile there."""
        profile = {"displayName": name, "description": bio}
        put(self.bluesky.accounts[OTHER], "app.bsky.actor.profile", profile)
        self.bluesky.lab.control.catch_up()

    def describe_on_snac(self, bio: str, name: str = "Alice", **fields: str) -> None:
        """Have Alice write this into her profile there, with these fields."""
        form = {"display_name": name, "note": bio}
        for number, (title, value) in enumerate(fields.items()):
            form[f"fields_attributes[{number}][name]"] = title
            form[f"fields_attributes[{number}][value]"] = value
        path = "/api/v1/accounts/update_credentials"
        status, _, _ = self.snac.lab.sign_in(OTHER).page("PATCH", path, form)
        assert status == 200

    def link(self, besides: str = "") -> None:
        """Have each of the two profiles link to the other; the one on Bluesky says this, too."""
        page = f"https://bsky.app/profile/{self.on_bluesky}"
        self.describe_on_snac("Quinces.", Bluesky=page)
        self.describe_on_bluesky(f"Also at {self.snac.lab.info.url}/{OTHER} {besides}")

    def _written(self) -> list[str]:
        return [
            letter.text
            for letter in self.bluesky.letters()
            if letter.sender == BOT and letter.to == (OWNER,)
        ]

    def _new(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder


def people(house: Folder) -> dict[frozenset[str], dict[str, Any]]:
    """Those whom `people` lists, by the handles of their accounts."""
    listed = json.loads(house.type("people", "--all", "--json"))
    return {
        frozenset(account["handle"] for account in person["accounts"]): person for person in listed
    }
