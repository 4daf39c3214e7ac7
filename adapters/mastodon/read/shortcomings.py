"""What keeps an account from being read in full, or digests from being seen on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.client.wire import App, NotificationPolicy
from adapters.mastodon.read.relations import relationships
from bot.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.read.connection import Connection
    from bot.domain.people.identity import AccountKey

_POLICY: Final = "/api/v2/notifications/policy"
_SHOWN: Final = {None, "accept"}
_STATUSES: Final = "/api/v1/statuses"
_WRITING: Final = "write:statuses"
_CORRESPONDING: Final = ("read:notifications", "read:statuses")
_READING: Final = (*_CORRESPONDING, "read:follows", "read:favourites")


async def shortcomings(connection: Connection, sender: AccountKey | None) -> list[str]:
    """What keeps the account from being read in full, or `sender`'s messages from it.

    Raises:
        NetworkError: it could not be asked.
    """
    found = await _missing_scopes(connection, _READING)
    if sender is not None:
        found += await _hiding_policy(connection, sender)
    return found


async def hindrances(connection: Connection) -> list[str]:
    """Which scopes the token lacks for sending messages and reading answers; a sentence each.

    Raises:
        NetworkError: it could not be asked.
    """
    found = await _missing_scopes(connection, _CORRESPONDING)
    return found if await may_write(connection) else [*found, _lacks(_WRITING)]


async def may_write(connection: Connection) -> bool:
    """Whether the token may write statuses, as far as is known. Nothing is written.

    A token has no more scopes than its app, which Mastodon lists since 4.3. And a server looks at
    the scope before the status: it is asked to delete one that does not exist.
    """
    try:
        app = await connection.api.get_one("/api/v1/apps/verify_credentials", App)
    except NetworkError:
        app = App()  # an older or another server
    if app.scopes and not {_WRITING, "write"} & set(app.scopes):
        return False
    try:
        await connection.api.delete(f"{_STATUSES}/0")
    except NotAllowedError:
        return False
    except NetworkError:
        pass  # there is no such status
    return True


async def _missing_scopes(connection: Connection, scopes: Collection[str]) -> list[str]:
    """Which of these scopes the token lacks, found by asking for what they allow.

    Raises:
        NetworkError: it could not be asked.
    """
    me = connection.watched.local_id
    asked: dict[str, tuple[str, dict[str, str | int | list[str]]]] = {
        "read:notifications": ("/api/v1/notifications", {"limit": 1}),
        "read:statuses": (f"/api/v1/accounts/{me}/statuses", {"limit": 1}),
        "read:follows": ("/api/v1/accounts/relationships", {"id[]": [me]}),
        "read:favourites": ("/api/v1/favourites", {"limit": 1}),
    }
    lacking = []
    for scope in scopes:
        path, parameters = asked[scope]
        try:
            await connection.api.get(path, parameters)
        except NotAllowedError:
            lacking.append(_lacks(scope))
        except NotFoundError:
            continue  # a server without such a list has no such scope
    return lacking


def _lacks(scope: str) -> str:
    return f"The token lacks the scope {scope}: make one that has it."


async def _hiding_policy(connection: Connection, sender: AccountKey) -> list[str]:
    """Whether the account's notification policy would hide direct messages of `sender`.

    Mastodon filters those of people whom one does not follow, unless told otherwise.

    Raises:
        NetworkError: it could not be asked.
    """
    if sender == connection.watched.key:
        return []
    try:
        policy = await connection.api.get_one(_POLICY, NotificationPolicy)
    except (NotAllowedError, NotFoundError):
        return []  # other servers have none
    shown = {policy.for_private_mentions, policy.for_not_following} <= _SHOWN
    told = await relationships(connection.api, connection.people, [sender])
    if shown or sender not in told or told[sender].following:
        return []
    said = (
        "Notifications of direct messages by people you do not follow are filtered: follow "
        f"@{sender.id}, or accept them in your preferences."
    )
    return [said]
