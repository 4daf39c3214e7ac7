"""Accounts as a server describes them, converted."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.address import key_of
from adapters.mastodon.client.dialects import dialect_of
from adapters.mastodon.client.items import each_value
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.client.wire import is_set, words
from adapters.mastodon.read.markup import addresses, links, plain
from bot.domain.people.identity import Account, Flag, Move

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.mastodon.client.server import Server
    from bot.domain.people.identity import AccountKey


MOST_LINKS: Final = 20
"""So many links of a profile are kept."""


def describe(
    entity: Entity,
    key: AccountKey,
    server: Server,
    *,
    is_signed_in: bool = False,
    softwares: Mapping[str, str] = MappingProxyType({}),
) -> Account:
    """Convert an account.

    Args:
        entity: what the server sent.
        key: the account's.
        server: who was asked.
        is_signed_in: with the owner's token.
        softwares: what other servers are known to run, by the domain of their accounts.
    """
    note = words(entity.note)
    is_suspended = _holds(entity.suspended)
    is_stripped = (
        is_signed_in and server.dialect.strips_blockers and not is_suspended and _is_bare(entity)
    )
    flags = [
        # Of a suspended account, servers send only placeholders.
        (
            Flag.UNDISCOVERABLE,
            is_set(entity.discoverable, unclear=False) is False
            and not _starts_undiscoverable(key, server, softwares)
            and not is_suspended
            and not is_stripped,
        ),
        (Flag.NOINDEX, _holds(entity.noindex)),
        (Flag.SUSPENDED, is_suspended),
        (Flag.MEMORIAL, _holds(entity.memorial)),
        (Flag.MOVED, bool(entity.moved)),
        (Flag.BLOCKS_OWNER, is_stripped),
    ]
    lines = entity.lines
    linked = addresses("\n".join([note, *(value for _, value in lines)]))
    return Account(
        key=key,
        handle=key.id,
        display_name=words(entity.display_name),
        url=entity.url,
        bio=plain(note),
        fields=tuple([(plain(name), plain(value)) for name, value in lines]),
        # Behind a group, as of a.gup.pe, is a program that passes on what its members write.
        is_bot=_holds(entity.bot) or _holds(entity.group),
        flags=frozenset([flag for flag, holds in flags if holds]),
        local_ids={server.host: str(entity.id)},
        move=_move(entity, server, is_signed_in=is_signed_in),
        uri=entity.uri if isinstance(entity.uri, str) else None,
        links=tuple(dict.fromkeys(linked))[:MOST_LINKS],
        verified=tuple(href for value in entity.verified if (href := _only_link(value))),
    )


def _holds(setting: object) -> bool:
    """Whether a setting is on, or cannot be understood."""
    return is_set(setting, unclear=True) is True


def _only_link(value: str) -> str | None:
    """The address that a verified line shows and links to.

    Mastodon verifies those only that say where they lead (`Account::Field`); a line with other text
    is not believed.
    """
    found = links(value)
    if not found:
        return plain(value) or None
    [(href, text), *more] = found
    return (
        href
        if not more and href.rstrip("/") == text.rstrip("/") == plain(value).rstrip("/")
        else None
    )


def _starts_undiscoverable(key: AccountKey, server: Server, softwares: Mapping[str, str]) -> bool:
    """Whether `discoverable: false` is no choice, as the account's own server starts all so."""
    if server.is_home_of(key):
        return server.dialect.starts_undiscoverable
    return dialect_of(softwares.get(key.id.rpartition("@")[2], "")).starts_undiscoverable


def _is_bare(entity: Entity) -> bool:
    """Whether a profile has nothing in it: see `Dialect.strips_blockers`."""
    said = (entity.display_name, entity.note, entity.fields, entity.statuses_count)
    return not any(said) and not _holds(entity.discoverable)


def _move(entity: Entity, server: Server, *, is_signed_in: bool) -> Move | None:
    found = successor(entity, server)
    return None if found is None else Move(found[0], shown=is_signed_in)


def successor(entity: Entity, server: Server) -> tuple[AccountKey, Entity] | None:
    """The account that another has moved to; `None` if none, or if it cannot be read."""
    for target in each_value([entity.moved] if entity.moved else [], Entity):
        with suppress(ValueError):
            key = key_of(target.acct, server.domain)
            return None if key == key_of(entity.acct, server.domain) else (key, target)
    return None
