"""Three accounts on the Bluesky lab, and their chats."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
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
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.account import Account
    from tests.e2e.labs.xrpc import JsonObject
    from tests.e2e.meeting.lines import Lines

CHAT: Final = "did:web:api.bsky.chat#bsky_chat"
POST: Final = "app.bsky.feed.post"
FACET: Final = "app.bsky.richtext.facet"
DECLARATION: Final = "chat.bsky.actor.declaration"
_households: Final = count(1)


class BlueskyStage:
    """Each stage has accounts of its own: the lab is shared."""

    def __init__(self, lab: Lab, lines: Lines, folder: Path) -> None:
        self.lab = lab
        number = next(_households)
        self.accounts = {name: lab.sign_up(f"{name}{number}") for name in NAMES}
        for name, account in self.accounts.items():
            introduce(account, NAMES[name])
        for which, (opening, answer) in enumerate(lines.talk):
            thanks = lines.thanks if which == 0 else ""
            self._talk(opening, answer, talked_at(which), lines.language, thanks)
        lab.control.calm()
        lab.control.catch_up()
        owner, bot = self.accounts[OWNER], self.accounts[BOT]
        self.context = Folder(
            folder,
            config(lines, owner=owner.handle, bot=bot.handle, url=lab.info.pds),
            {"TERRASSE_PLC": lab.info.plc, "TERRASSE_APPVIEW": lab.info.appview},
        )
        furnish(folder)
        for name in (OWNER, BOT):
            password = self.accounts[name].app_password(f"terrasse {number}", messages=True)
            self.context.keep_secret(f"{name}.secret", password)

    def write(self, sender: str, to: str, text: str) -> None:
        chat = self.accounts[sender].pds.through(CHAT)
        members = [self.accounts[to].did]
        convo = chat.query("chat.bsky.convo.getConvoForMembers", members=members)["convo"]
        body = {"convoId": convo["id"], "message": {"text": text}}
        chat.call("chat.bsky.convo.sendMessage", body)

    def letters(self) -> list[Letter]:
        found: dict[str, Letter] = {}
        for account in self.accounts.values():
            chat = account.pds.through(CHAT)
            for convo in chat.query("chat.bsky.convo.listConvos")["convos"]:
                members = [str(one["did"]) for one in convo["members"]]
                said = chat.query("chat.bsky.convo.getMessages", convoId=convo["id"], limit=100)
                for one in said["messages"]:
                    found[one["id"]] = self._letter(one, members)
        return [found[number] for number in sorted(found)]  # they are record keys: by time

    def intrude(self, text: str) -> None:
        lookalike = self.lab.sign_up(self.accounts[OWNER].handle.replace("l", "i").split(".")[0])
        introduce(lookalike, NAMES[OWNER])
        chat = lookalike.pds.through(CHAT)
        members = [self.accounts[BOT].did]
        convo = chat.query("chat.bsky.convo.getConvoForMembers", members=members)["convo"]
        body = {"convoId": convo["id"], "message": {"text": text}}
        chat.call("chat.bsky.convo.sendMessage", body)
        self._say(OWNER, f"@{self.accounts[BOT].handle} {text}", datetime.now(UTC), "en")

    def addressed(self, text: str) -> tuple[str, str]:
        return text, text

    def _letter(self, message: JsonObject, members: list[str]) -> Letter:
        names = {account.did: name for name, account in self.accounts.items()}
        sender = str(message["sender"]["did"])
        to = tuple(names.get(one, one) for one in members if one != sender)
        return Letter(names.get(sender, sender), to, str(message["text"]))

    def _talk(
        self, opening: str, answer: str, at: tuple[datetime, datetime], language: str, thanks: str
    ) -> None:
        handle = self.accounts[OWNER].handle
        mention = {"$type": f"{FACET}#mention", "did": self.accounts[OWNER].did}
        index = {"byteStart": 0, "byteEnd": 1 + len(handle)}
        facet = {"index": index, "features": [mention]}
        text = opening.replace(f"@{OWNER}", f"@{handle}")
        root = self._say(OTHER, text, at[0], language, facets=[facet])
        ref = {"uri": root["uri"], "cid": root["cid"]}
        said = self._say(OWNER, answer, at[1], language, reply={"root": ref, "parent": ref})
        if thanks:
            parent = {"uri": said["uri"], "cid": said["cid"]}
            text = thanks.removeprefix(f"@{OWNER} ")
            reply = {"root": ref, "parent": parent}
            self._say(OTHER, text, thanked_at(), language, reply=reply)

    def _say(self, who: str, text: str, at: datetime, language: str, **fields: Any) -> Any:  # noqa: ANN401 (JSON)
        when = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"text": text, "createdAt": when, "langs": [language], **fields}
        return self.accounts[who].write(POST, record)


def introduce(account: Account, name: str) -> None:
    """Give an account a name, and have it take messages from everybody."""
    put(account, "app.bsky.actor.profile", {"displayName": name})
    put(account, DECLARATION, {"allowIncoming": "all"})


def put(account: Account, collection: str, fields: dict[str, Any]) -> None:
    """Write the one record of its kind."""
    record = {"$type": collection, **fields}
    body = {"repo": account.did, "collection": collection, "rkey": "self", "record": record}
    account.pds.call("com.atproto.repo.putRecord", body)
