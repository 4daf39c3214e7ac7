"""A few people on a snac server, and what they say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.e2e.labs.snac.lab import Lab

_TOPICS = ("bread dough", "the seed swap", "a bicycle bell", "the choir on Sunday")
_ANSWERS = ("oh nice!", "tell me more", "I would come", "which one?", "count me in")


@dataclass(slots=True)
class Seeded:
    """What was made: statuses by id, in the order of their making."""

    roots: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    favourites: list[str] = field(default_factory=list)
    boosts: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)


def seed(lab: Lab, host: str = "anna", *, rounds: int = 4) -> Seeded:
    """Let everybody follow and answer the host, and the host them."""
    seeded = Seeded()
    for guest in (name for name in lab.info.passwords if name != host):
        _follow(lab, guest, host)
        for number in range(rounds):
            _exchange(lab, host, guest, number, seeded)
    return seeded


def _follow(lab: Lab, who: str, whom: str) -> None:
    account = _me(lab, whom)
    found = lab.sign_in(who).get("/api/v1/accounts/lookup", acct=whom)
    lab.sign_in(who).post(f"/api/v1/accounts/{found['id']}/follow")
    assert found["url"] == account["url"]


def _exchange(lab: Lab, host: str, guest: str, number: int, seeded: Seeded) -> None:
    topic = _TOPICS[number % len(_TOPICS)]
    root = say(lab, host, f"Thinking of {topic}, round {number}")
    answer = say(
        lab, guest, f"@{host} {_ANSWERS[number % len(_ANSWERS)]}", in_reply_to_id=root["id"]
    )
    again = say(lab, host, f"@{guest} good!", in_reply_to_id=answer["id"])
    lab.sign_in(guest).post(f"/api/v1/statuses/{root['id']}/favourite")
    seeded.roots.append(root["id"])
    seeded.replies += [answer["id"], again["id"]]
    seeded.favourites.append(root["id"])
    if number == 0:
        lab.sign_in(guest).post(f"/api/v1/statuses/{root['id']}/reblog")
        direct = say(lab, guest, f"@{host} just between us", visibility="direct")
        seeded.boosts.append(root["id"])
        seeded.direct.append(direct["id"])


def say(lab: Lab, who: str, text: str, **parameters: str) -> dict[str, Any]:
    """Let somebody say something."""
    said: dict[str, Any] = lab.sign_in(who).post("/api/v1/statuses", status=text, **parameters)
    return said


def _me(lab: Lab, name: str) -> dict[str, Any]:
    me: dict[str, Any] = lab.sign_in(name).get("/api/v1/accounts/verify_credentials")
    return me
