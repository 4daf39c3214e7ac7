"""Instance, in its two versions, and what other servers ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.app import VAPID_KEY
from tests.fakes.mastodon.model.markup import CHARACTERS_PER_URL, MAX_CHARACTERS

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.world import World

Entity = dict[str, Any]

VERSION = "4.6.4"
API_VERSION = 11

_STATUSES = {
    "max_characters": MAX_CHARACTERS,
    "max_media_attachments": 4,
    "characters_reserved_per_url": CHARACTERS_PER_URL,
}
_MEDIA = {
    "supported_mime_types": ["image/jpeg", "image/png"],
    "image_size_limit": 16_777_216,
    "image_matrix_limit": 33_177_600,
    "video_size_limit": 103_809_024,
    "video_frame_rate_limit": 120,
    "video_matrix_limit": 8_294_400,
}
_POLLS = {
    "max_options": 4,
    "max_characters_per_option": 50,
    "min_expiration": 300,
    "max_expiration": 2_629_746,
}
_ACCOUNTS = {
    "max_display_name_length": 40,
    "max_note_length": 500,
    "max_avatar_description_length": 150,
    "max_header_description_length": 150,
    "max_featured_tags": 10,
    "max_pinned_statuses": 5,
    "max_profile_fields": 4,
    "profile_field_name_limit": 255,
    "profile_field_value_limit": 255,
}
_OPEN = {"local": "public", "remote": "public"}


def instance_v1(world: World) -> Entity:
    """The old description; `uri` is the host of the accounts, not of the pages."""
    return {
        "uri": world.domain,
        "title": "Mastodon",
        "short_description": "",
        "description": "",
        "email": "",
        "version": VERSION,
        "urls": {"streaming_api": _streaming(world)},
        "stats": {
            "user_count": len(_locals(world)),
            "status_count": len(world.statuses),
            "domain_count": len({one.domain for one in world.accounts if one.domain}),
        },
        "thumbnail": f"{world.base}/packs/preview.png",
        "languages": [world.locale],
        "registrations": True,
        "approval_required": False,
        "invites_enabled": True,
        "configuration": {
            "accounts": {"max_featured_tags": 10},
            "statuses": _STATUSES,
            "media_attachments": _MEDIA,
            "polls": _POLLS,
        },
        "contact_account": None,
        "rules": [],
    }


def instance_v2(world: World) -> Entity:
    """The description; `domain` is the host of the accounts, not of the pages."""
    return {
        "domain": world.domain,
        "title": "Mastodon",
        "version": VERSION,
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "",
        "usage": {"users": {"active_month": len(_locals(world))}},
        "thumbnail": {"url": f"{world.base}/packs/preview.png", "description": "A preview"},
        "icon": [{"src": f"{world.base}/packs/icon-36.png", "size": "36x36"}],
        "languages": [world.locale],
        "configuration": _configuration(world),
        "registrations": {
            "enabled": True,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": None,
        },
        "api_versions": {"mastodon": API_VERSION},
        "wrapstodon": None,
        "contact": {"email": "", "account": None},
        "rules": [],
    }


def nodeinfo(world: World) -> Entity:
    """What the server says of itself to anybody."""
    return {
        "version": "2.0",
        "software": {"name": "mastodon", "version": VERSION},
        "protocols": ["activitypub"],
        "services": {"outbound": [], "inbound": []},
        "usage": {
            "users": {"total": len(_locals(world)), "activeMonth": 1, "activeHalfyear": 1},
            "localPosts": len(world.statuses),
        },
        "openRegistrations": True,
        "metadata": {"nodeName": "Mastodon", "nodeDescription": ""},
    }


def webfinger(world: World, account: Account) -> Entity:
    """Where an address leads."""
    profile, uri = world.profile(account), world.uri(account)
    ostatus = "http://ostatus.org/schema/1.0/subscribe"
    return {
        "subject": f"acct:{account.username}@{world.domain}",
        "aliases": [profile, uri],
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": profile},
            {"rel": "self", "type": "application/activity+json", "href": uri},
            {"rel": ostatus, "template": f"{world.base}/authorize_interaction?uri={{uri}}"},
        ],
    }


def _configuration(world: World) -> Entity:
    return {
        "urls": {
            "streaming": _streaming(world),
            "status": None,
            "about": f"{world.base}/about",
            "privacy_policy": f"{world.base}/privacy-policy",
            "terms_of_service": None,
        },
        "vapid": {"public_key": VAPID_KEY},
        "accounts": _ACCOUNTS,
        "statuses": _STATUSES,
        "media_attachments": {"description_limit": 10_000, **_MEDIA},
        "polls": _POLLS,
        "translation": {"enabled": False},
        "timelines_access": {
            "live_feeds": _OPEN,
            "hashtag_feeds": _OPEN,
            "trending_link_feeds": _OPEN,
        },
        "limited_federation": False,
    }


def _streaming(world: World) -> str:
    return world.base.replace("http", "ws", 1)


def _locals(world: World) -> list[Account]:
    return [account for account in world.accounts if account.is_local]
