"""What a test may ask of a running lab, and no client could of a real network."""

from __future__ import annotations

from enum import StrEnum

from tests.e2e.labs.xrpc import JsonObject, Xrpc

SEND_MESSAGE = "chat.bsky.convo.sendMessage"
EVERY_METHOD = "*"


class Mood(StrEnum):
    """How the chat service treats a request."""

    LIMITED = "limited"
    """429, nothing done."""
    BROKEN = "broken"
    """500, nothing done."""
    LOST = "lost"
    """500, and yet it was done."""
    LATE = "late"
    """504 now, done later."""
    HALF_OPEN = "half_open"
    """Nothing done, nothing answered: the connection just stays."""
    SWALLOWED = "swallowed"
    """Done, nothing answered."""
    HANGUP = "hangup"
    """Done, the connection closed without an answer."""
    HTML = "html"
    """A gateway's error page, nothing done."""
    CUT = "cut"
    """Done; a 200 with half of its JSON."""
    DRIP = "drip"
    """Done; a 200 whose body comes at one byte a second."""
    SUSPENDED = "suspended"
    """400 AccountSuspended."""
    LOCKED = "locked"
    """400 ConvoLocked."""


class Control:
    """The lab's own endpoint."""

    def __init__(self, url: str) -> None:
        self._server = Xrpc(url)

    def catch_up(self, *, seconds: int = 120) -> None:
        """Wait until the AppView has indexed all that has been written so far."""
        self._server.request("POST", "/caught-up", {"timeout_ms": seconds * 1000})

    def label(self, uri: str, value: str, *, cid: str = "") -> None:
        """Label a post or, by its DID, an account, as Bluesky's moderation would."""
        self._server.request("POST", "/label", {"uri": uri, "value": value, "cid": cid})

    def pause_indexer(self) -> None:
        """Let the AppView fall behind."""
        self._server.request("POST", "/indexer/pause", {})

    def resume_indexer(self) -> None:
        """Let the AppView go on; see `catch_up`."""
        self._server.request("POST", "/indexer/resume", {})

    def set_mood(  # noqa: PLR0913 (a mood has many sides)
        self,
        mood: Mood,
        *,
        method: str = SEND_MESSAGE,
        did: str | None = None,
        times: int | None = None,
        seconds: float | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Have the chat service misbehave toward this method, or `EVERY_METHOD`.

        Toward everybody or one account (`did`), for some requests (`times`), for a while
        (`seconds`; with `Mood.LATE` how late), with these `headers` in the answer. Moods set
        earlier are met first.
        """
        wish = {"name": mood, "method": method, "did": did, "times": times, "seconds": seconds}
        body = {key: value for key, value in wish.items() if value is not None}
        self._server.request("POST", "/chat/mood", {**body, "headers": headers or {}})

    def calm(self) -> None:
        """End all moods."""
        self._server.request("POST", "/chat/mood", {"name": "calm"})

    def kept_messages(self) -> list[JsonObject]:
        """Every chat message that was kept, whatever its sender was told, oldest first."""
        messages: list[JsonObject] = self._server.request("GET", "/chat/messages")["messages"]
        return messages

    def plant(self, convo: str, item: JsonObject) -> None:
        """Put a message, or by its `$type` a log event, into a conversation, of whatever kind."""
        self._server.request("POST", "/chat/plant", {"convo": convo, "item": item})
