"""What keeps an account from being read in full, or digests from being seen on it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.items import listed
from adapters.mastodon.client.moment import instant
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.client.wire import App, Relationship, is_set
from adapters.mastodon.read.relations import relationships
from bot.domain.people.identity import Relationship as Relation
from bot.domain.sentence import Sentence, joined, marked
from bot.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapters.mastodon.read.connection import Connection
    from bot.domain.people.identity import AccountKey

Policy = dict[str, object]
"""NotificationPolicy, https://docs.joinmastodon.org/entities/NotificationPolicy/."""

_STATUSES: Final = "/api/v1/statuses"
_WRITING: Final = "write:statuses"
_CORRESPONDING: Final = ("read:notifications", "read:statuses")
_READING: Final = (*_CORRESPONDING, "read:follows", "read:favourites")
_POLICIES: Final = ("/api/v2/notifications/policy", "/api/v1/notifications/policy")
_HELD: Final = {
    "not_following": marked("people you do not follow"),
    "not_followers": marked("people who do not follow you"),
    "new_accounts": marked("new accounts"),
    "private_mentions": marked("private mentions that you did not ask for"),
    "limited_accounts": marked("accounts limited by moderators"),
    "bots": marked("automated accounts"),
}
"""The fields of a policy, without `for_` (version 2: accept, filter or drop) or `filter_` (version
1: true or false), and whom they keep away, in Mastodon's words."""
_LEFT_OUT: Final = {
    "read:notifications": marked("nothing that others say is read."),
    "read:statuses": marked("nothing that you say is read."),
    "read:follows": marked("nobody can be suggested, as nobody knows who blocks whom."),
    "read:favourites": marked("likes count for nothing."),
}
_NEW: Final = timedelta(days=30)
"""A younger account is a new one (`NEW_ACCOUNT_THRESHOLD` in Mastodon's notify_service.rb)."""


async def shortcomings(connection: Connection, sender: AccountKey | None) -> list[Sentence]:
    """What keeps the account from being read in full, or `sender`'s messages from it.

    Raises:
        NetworkError: it could not be asked.
    """
    found = await _missing_scopes(connection, _READING)
    if sender is not None:
        found += await _hiding_policy(connection, sender)
    return found


async def hindrances(connection: Connection) -> list[Sentence]:
    """Which scopes the token lacks for sending messages and reading answers; a sentence each.

    Raises:
        NetworkError: it could not be asked.
    """
    found = await _missing_scopes(connection, _CORRESPONDING)
    return found if await may_write(connection) else [*found, _lacks(_WRITING, connection)]


async def may_write(connection: Connection) -> bool:
    """Whether the token may write statuses, as far as is known. Nothing is written.

    A token has no more scopes than its app, which Mastodon lists since 4.3. And a server looks at
    the scope before the status: it is asked to delete one that does not exist.
    """
    try:
        app = await connection.api.get_one("/api/v1/apps/verify_credentials", App)
    except NetworkError:
        app = App()  # an older or another server
    if app.scopes and not {_WRITING, "write"} & app.scopes:
        return False
    try:
        await connection.api.delete(f"{_STATUSES}/0")
    except NotAllowedError:
        return False
    except NetworkError:
        pass  # there is no such status
    return True


async def _missing_scopes(connection: Connection, scopes: Collection[str]) -> list[Sentence]:
    """Which of these scopes the token lacks, found by asking for what they allow."""
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
            listed(await connection.api.get(path, parameters), Relationship)
        except NotAllowedError:
            lacking.append(_lacks(scope, connection))
        except NotFoundError:
            continue  # a server without such a list has no such scope
        except NetworkError as error:
            if not connection.api.may_fail(error):
                raise
            without = Sentence(marked("Without it: {lost}"), lost=Sentence(_LEFT_OUT[scope]))
            lacking.append(joined(error.said, without))
    return lacking


def _lacks(scope: str, connection: Connection) -> Sentence:
    sentence = marked(
        "The sign-in lacks the scope {scope}. Sign in again: terrasse login {account}"
    )
    return Sentence(sentence, scope=scope, account=f"@{connection.api.handle}")


async def _hiding_policy(connection: Connection, sender: AccountKey) -> list[Sentence]:
    """Whether the account's notification policy would hide direct messages of `sender`."""
    policy = await _policy(connection) if sender != connection.watched.key else None
    if policy is None:
        return []
    kept_away = [name for name in _HELD if _keeps_away(policy, name)]
    if not kept_away:
        return []
    against = await _held_against(connection, sender)
    names = [name for name in kept_away if name in against]
    if not names:
        return []
    said = marked(
        "A digest from {sender} would not arrive: your notifications keep away {held}. Either "
        "follow {sender}, or accept them in your preferences."
    )
    if set(names) == {"not_followers"}:
        said = marked(
            "A digest from {sender} would not arrive: your notifications keep away {held}. Either "
            "let it follow you, or accept them in your preferences."
        )
    elif "not_followers" in names:
        said = marked(
            "A digest from {sender} would not arrive: your notifications keep away {held}. Either "
            "let it follow you and follow {sender}, or accept them in your preferences."
        )
    held = joined(*(Sentence(_HELD[name]) for name in names), between=", ")
    return [Sentence(said, sender=f"@{sender.id}", held=held)]


async def _policy(connection: Connection) -> Policy | None:
    """The account's policy; `None` if the server has none."""
    for path in _POLICIES:
        with suppress(NotAllowedError, NotFoundError):
            return await connection.api.get_one(path, Policy)
    return None


def _keeps_away(policy: Policy, name: str) -> bool:
    told = policy.get(f"for_{name}")
    if told is None:
        told = is_set(policy.get(f"filter_{name}"), unclear=True)
    return told not in {None, False, "accept"}


async def _held_against(connection: Connection, sender: AccountKey) -> set[str]:
    """The fields of a policy that apply to `sender` (notify_service.rb); the unknown applies."""
    api, people = connection.api, connection.people
    told = await relationships(api, people, [sender])
    relationship = told.get(sender, Relation())
    await people.described([sender])
    entity = people.entity(sender)
    found = set() if relationship.followed_by else {"not_followers"}
    if relationship.following:
        return found
    born = instant(entity.created_at) if entity else None
    if born is None or api.clock.now() - born < _NEW:
        found.add("new_accounts")
    if entity is None or is_set(entity.limited, unclear=True):
        found.add("limited_accounts")
    if entity is None or is_set(entity.bot, unclear=True) is not False:
        found.add("bots")
    return found | {"not_following", "private_mentions"}
