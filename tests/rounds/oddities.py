"""What real servers do wrong, as changes of a good server's answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.rounds.mastodon import Answer, Asked, Home

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = Any
Spoil = Callable[[Asked, Answer], Answer]
Oddity = Callable[[Home], Spoil]
Change = Callable[[dict[str, Json]], Json]

ODD = "odd@odd.example"


def kind_of(value: dict[str, Json]) -> str:
    """Which entity it is: account, status, note, mention or relationship; else empty."""
    if "acct" in value:
        return "account" if "display_name" in value else "mention"
    if "type" in value and "account" in value:
        return "note"
    if "content" in value and "account" in value:
        return "status"
    return "relationship" if "followed_by" in value else ""


def changed(value: Json, change: Callable[[str, dict[str, Json]], Json]) -> Json:
    """The JSON with each entity in it changed, inner ones first."""
    if isinstance(value, list):
        return [changed(item, change) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {name: changed(item, change) for name, item in value.items()}
    return change(kind_of(value), inner) if kind_of(value) else inner


def whose(kind: str, value: dict[str, Json], accts: dict[str, str]) -> Json:
    """Whose an entity is, as acct: an account, or what somebody said or did."""
    if kind == "relationship":
        return accts.get(str(value.get("id")))
    account = value if kind in {"account", "mention"} else value.get("account")
    return account.get("acct") if isinstance(account, dict) else None


def with_fields(**fields: Json) -> Change:
    """Have other values in fields; `...` leaves one out."""
    return lambda value: {
        name: item for name, item in {**value, **fields}.items() if item is not ...
    }


def of_odd(kind: str, **fields: Json) -> Oddity:
    """Odd's entities of a kind have other values; `...` leaves one out."""
    return where(kind, with_fields(**fields))


def where(kind: str, change: Change) -> Oddity:
    """Odd's entities of a kind are changed."""
    return each({ODD: (kind, change)})


def each(changes: Mapping[str, tuple[str, Change]]) -> Oddity:
    """What is sent of several people, by acct, is changed: of each the entities of one kind."""

    def oddity(home: Home) -> Spoil:
        accts = {str(account.id): account.acct for account in home.above}

        def changed_for(kind: str, value: dict[str, Json]) -> Json:
            acct = whose(kind, value, accts)
            wanted, change = changes.get(acct if isinstance(acct, str) else "", ("", None))
            return change(value) if change and wanted == kind else value

        def spoil(asked: Asked, answer: Answer) -> Answer:
            if not asked.path.startswith("/api/v1/") or answer.status != 200:
                return answer
            return answer.saying(changed(answer.json, changed_for))

        return spoil

    return oddity


def at(
    path: str, spoil: Callable[[Home, Asked, Answer], Answer], *, first_only: bool = False
) -> Oddity:
    """Answers at a path are changed."""

    def oddity(home: Home) -> Spoil:
        def changed_there(asked: Asked, answer: Answer) -> Answer:
            is_meant = re.fullmatch(path, asked.path) and (asked.is_first or not first_only)
            return spoil(home, asked, answer) if is_meant else answer

        return changed_there

    return oddity


def instead(path: str, status: int = 200, body: bytes = b"", **headers: str) -> Oddity:
    """There is another answer at a path."""
    return at(path, lambda _home, _asked, _answer: Answer(status, headers, body))


def refused_above(most: int, path: str) -> Oddity:
    """A page of more than so many items is refused, as by Pixelfed."""

    def spoil(_home: Home, asked: Asked, answer: Answer) -> Answer:
        if asked.limit <= most:
            return answer
        said = f"The limit may not be greater than {most}."
        return Answer(422).saying({"message": said, "errors": {"limit": [said]}})

    return at(path, spoil)


def linked(path: str, header: Callable[[Home, Asked], str], body: bytes | None = None) -> Oddity:
    """The first page of a list leads on by another Link header, and may have another body."""

    def spoil(home: Home, asked: Asked, answer: Answer) -> Answer:
        headers = {**answer.headers, "link": header(home, asked)}
        return replace(answer, headers=headers, body=answer.body if body is None else body)

    return at(path, spoil, first_only=True)


def listing(change: Callable[[list[Json]], Iterable[Json]], path: str) -> Oddity:
    """The items of a list are others."""

    def spoil(_home: Home, _asked: Asked, answer: Answer) -> Answer:
        return answer.saying(list(change(answer.json))) if answer.status == 200 else answer

    return at(path, spoil)


def both(*oddities: Oddity) -> Oddity:
    """Several at once."""

    def oddity(home: Home) -> Spoil:
        spoils = [one(home) for one in oddities]

        def spoil(asked: Asked, answer: Answer) -> Answer:
            for change in spoils:
                answer = change(asked, answer)
            return answer

        return spoil

    return oddity
