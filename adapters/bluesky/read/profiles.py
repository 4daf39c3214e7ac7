"""Profiles of accounts, as the watched account sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_items
from adapters.bluesky.read.translate import key_of
from adapters.bluesky.wire.accounts import Profile, Profiles
from bot.domain.people.identity import Account, Flag, Relationship

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.bluesky.client.api import Api

AT_ONCE: Final = 25

_BOT: Final = "bot"
_MEMBERS_ONLY: Final = "!no-unauthenticated"


async def fetch(api: Api, dids: Iterable[str]) -> dict[str, Profile]:
    """The profiles of these accounts, by DID; unknown and closed accounts are left out.

    Raises:
        NetworkError: the AppView could not be asked.
    """
    wanted = sorted({did for did in dids if at_uri.is_did(did)})
    profiles: dict[str, Profile] = {}
    for start in range(0, len(wanted), AT_ONCE):
        batch = wanted[start : start + AT_ONCE]
        answer = await api.query("app.bsky.actor.getProfiles", Profiles, {"actors": batch})
        profiles |= {
            profile.did: profile for profile in decode_items(answer.profiles, Profile).items
        }
    return profiles


def account(profile: Profile, server: str) -> Account:
    """An account from its profile; `server` is the address of the watched account's PDS."""
    labels = _own_labels(profile)
    return Account(
        key=key_of(profile.did),
        handle=at_uri.name(profile.did, profile.handle),
        display_name=profile.display_name or "",
        url=at_uri.profile_url(profile.did, profile.handle),
        bio=profile.description or "",
        is_bot=_BOT in labels,
        flags=frozenset({Flag.NO_UNAUTHENTICATED} if _MEMBERS_ONLY in labels else ()),
        local_ids={host(server): profile.did},
    )


def bare_profile(did: str, handle: str) -> Profile:
    """Placeholder profile: DID and handle only."""
    return Profile(did=did, handle=handle)


def hidden_account(did: str, server: str) -> Account:
    """An account without a profile: closed, taken down, or unknown."""
    return Account(
        key=key_of(did),
        handle=did,
        url=at_uri.profile_url(did, ""),
        flags=frozenset({Flag.SUSPENDED}),
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
    apart = blocking or viewer.blocked_by
    return Relationship(
        following=None if apart else viewer.following is not None,
        followed_by=None if apart else viewer.followed_by is not None,
        blocking=blocking,
        blocked_by=viewer.blocked_by,
        muting=viewer.muted or bool(viewer.muted_by_list),
    )


def host(server: str) -> str:
    """The host of a server's address, with its port where it has one."""
    return urlsplit(server).netloc


def _own_labels(profile: Profile) -> Collection[str]:
    """Labels that the account has given itself; those of others do not count."""
    own = [label for label in profile.labels or () if label.src == profile.did]
    negated = {label.val for label in own if label.neg}
    return {label.val for label in own if not label.neg} - negated
