"""Accounts, as they describe themselves to the watched one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from adapters.bluesky import at_uri
from adapters.bluesky.items import each
from adapters.bluesky.translate import key_of
from adapters.bluesky.wire.accounts import Profile, Profiles
from bot.domain.identity import Account, Flag, Relationship

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.bluesky.api import Api

AT_ONCE: Final = 25

_BOT: Final = "bot"
_MEMBERS_ONLY: Final = "!no-unauthenticated"


async def fetch(api: Api, dids: Iterable[str]) -> dict[str, Profile]:
    """The profiles of these accounts, those left out that are unknown, closed or taken down.

    Raises:
        NetworkError: they could not be read.
    """
    wanted = sorted({one for one in dids if at_uri.is_did(one)})
    found: dict[str, Profile] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = await api.query("app.bsky.actor.getProfiles", Profiles, {"actors": some})
        found |= {one.did: one for one in each(answer.profiles, Profile).items}
    return found


def account(profile: Profile, server: str) -> Account:
    """An account from its profile; `server` is the address of the PDS that it was asked of."""
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
    """A profile of which nothing is known but whose it is."""
    return Profile(did=did, handle=handle)


def hidden_account(did: str, server: str) -> Account:
    """An account that the server shows nothing of: closed, taken down, or not known."""
    return Account(
        key=key_of(did),
        handle=did,
        url=at_uri.profile_url(did, ""),
        flags=frozenset({Flag.SUSPENDED}),
        local_ids={host(server): did},
    )


def relationship(profile: Profile) -> Relationship:
    """How the watched account stands with this one.

    Where one blocks the other the AppView keeps follows to itself.
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
    """What the account says of itself; others' labels are opinions."""
    own = [one for one in profile.labels or () if one.src == profile.did]
    return {one.val for one in own if not one.neg} - {one.val for one in own if one.neg}
