"""Profiles of accounts, as the watched account sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.client.moment import instant
from adapters.bluesky.client.parts import Parts, in_parts
from adapters.bluesky.client.refusal import RenewalError
from adapters.bluesky.read.translate import key_of
from adapters.bluesky.wire.accounts import Profile, Profiles
from bot.domain.people.identity import Account, Flag, Relationship
from bot.errors import RateLimitedError, RefusedError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from adapters.bluesky.client.api import Api

AT_ONCE: Final = 25

_PROFILES: Final = "app.bsky.actor.getProfiles"
_BOT: Final = "bot"
_MEMBERS_ONLY: Final = "!no-unauthenticated"
_MINOR: Final = re.compile(r"(?:is-?)?(?:minor|under-?age|under-?18|u18)")


async def fetch(api: Api, dids: Iterable[str]) -> Parts[Profile]:
    """The profiles of these accounts, by DID; those of unknown and closed accounts are missing.

    What cannot be read of a profile makes it unknown.

    Raises:
        NetworkError: the AppView could not be asked about any.
    """
    unreadable: set[str] = set()

    async def ask(batch: Sequence[str]) -> dict[str, Profile]:
        answer = await api.query(_PROFILES, Profiles, {"actors": list(batch)})
        decoded = decode_items(answer.profiles, Profile)
        profiles = {profile.did: profile for profile in decoded.items}
        if decoded.rejected:
            unreadable.update(did for did in batch if did not in profiles)
        return profiles

    wanted = filter(at_uri.is_did, dids)
    parts = await in_parts(api.rpc, _PROFILES, wanted, AT_ONCE, ask)
    return parts._replace(unknown=parts.unknown | unreadable)


async def known(api: Api, dids: Collection[str], server: str) -> dict[str, Account]:
    """These accounts, by DID, as far as the AppView tells now; collecting does not wait for it.

    Raises:
        SignInError: the account is not signed in any more.
        UnreachableError: its session could not be renewed.
    """
    try:
        fetched = await fetch(api, dids)
    except RenewalError:
        raise
    except (RefusedError, UnreachableError, RateLimitedError):
        fetched = Parts({}, frozenset(dids))
    accounts: dict[str, Account] = {}
    now = api.rpc.clock.now()
    for did in dids:
        if did in fetched.found:
            accounts[did] = account(fetched.found[did], server, now)
        elif did in fetched.unknown:
            accounts[did] = undescribed(did, "", server)
        else:
            accounts[did] = hidden_account(did, server)
    return accounts


def account(profile: Profile, server: str, now: datetime) -> Account:
    """An account from its profile; `server` is the address of the watched account's PDS."""
    labels = _labels(profile, now, own=True)
    flags = {
        Flag.NO_UNAUTHENTICATED: _MEMBERS_ONLY in labels,
        Flag.MINOR: any(map(_MINOR.fullmatch, _labels(profile, now, own=False))),
    }
    return Account(
        key=key_of(profile.did),
        handle=at_uri.name(profile.did, profile.handle),
        display_name=profile.display_name or "",
        url=at_uri.profile_url(profile.did, profile.handle),
        bio=profile.description or "",
        is_bot=_BOT in labels,
        flags=frozenset(flag for flag, is_set in flags.items() if is_set),
        local_ids={host(server): profile.did},
        links=(profile.website,) if profile.website and isinstance(profile.website, str) else (),
    )


def undescribed(did: str, handle: str, server: str) -> Account:
    """An account whose profile is not known now."""
    return _without_profile(did, handle, server, Flag.UNDESCRIBED)


def hidden_account(did: str, server: str) -> Account:
    """An account without a profile: closed, taken down, or unknown."""
    return _without_profile(did, "", server, Flag.SUSPENDED)


def _without_profile(did: str, handle: str, server: str, flag: Flag) -> Account:
    return Account(
        key=key_of(did),
        handle=at_uri.name(did, handle),
        url=at_uri.profile_url(did, handle),
        flags=frozenset({flag}),
        local_ids={host(server): did},
    )


def relationship(profile: Profile) -> Relationship:
    """Follows, blocks and mutes between the watched account and this one.

    If there is a block, the AppView does not tell who follows whom.
    """
    viewer = profile.viewer
    if viewer is None:
        return Relationship()
    blocking = bool(viewer.blocking or viewer.blocking_by_list)
    blocked_by = bool(viewer.blocked_by)
    apart = blocking or blocked_by
    return Relationship(
        following=None if apart else viewer.following is not None,
        followed_by=None if apart else viewer.followed_by is not None,
        blocking=blocking,
        blocked_by=blocked_by,
        muting=bool(viewer.muted or viewer.muted_by_list),
    )


def host(server: str) -> str:
    """The host of a server's address, with its port where it has one."""
    return urlsplit(server).netloc


def _labels(profile: Profile, now: datetime, *, own: bool) -> Collection[str]:
    """Labels that have not ended; `own`: only those that the account has given itself."""
    given = [
        label
        for label in profile.labels or ()
        if (not own or label.src == profile.did)
        and not ((end := instant(label.exp)) and end <= now)
    ]
    negated = {(label.src, label.val) for label in given if label.neg}
    return {label.val for label in given if not label.neg and (label.src, label.val) not in negated}
