"""Account, and CredentialAccount: the same with what only oneself sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.moment import day, midnight, offset_timestamp

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account, Field
    from tests.fakes.mastodon.model.world import World

Entity = dict[str, Any]

_ORDINARY = {"name": "", "permissions": "65536", "color": "", "highlighted": False}


def account_entity(world: World, account: Account, *, is_nested: bool = False) -> Entity:
    """Somebody, as anybody sees them; of a nested one it is not told whether it has moved on."""
    is_known = not account.is_suspended
    avatar = f"{world.base}/avatars/original/missing.png"
    header = f"{world.base}/headers/original/missing.png"
    own = world.statuses.by(account)
    last_at = world.statuses.last_at(account)
    counted = [one for one in own if one.visibility != "direct"]
    entity: Entity = {
        "id": str(account.id),
        "username": account.username,
        "acct": account.acct,
        "display_name": account.display_name if is_known else "",
        "locked": account.is_locked if is_known else False,
        "bot": account.is_bot if is_known else False,
        "discoverable": account.is_discoverable if is_known else False,
        "indexable": account.is_indexable if is_known else False,
        "group": account.is_group,
        "created_at": midnight(account.created_at),
        "note": _note(world, account) if is_known else "",
        "url": world.profile(account),
        "uri": world.uri(account),
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": "",
        "header": header,
        "header_static": header,
        "header_description": "",
        "followers_count": len(world.relations.followers(account)),
        "following_count": len(world.relations.following(account)),
        "statuses_count": len(counted),
        "last_status_at": day(last_at) if last_at else None,
        "hide_collections": account.hides_collections,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": account.is_noindex,
        "feature_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "emojis": [],
        "roles": [],
        "fields": [_field(world, account, one) for one in account.fields] if is_known else [],
    }
    if account.is_suspended:
        entity["suspended"] = True
    if account.is_limited:
        entity["limited"] = True
    if account.is_memorial:
        entity["memorial"] = True
    if account.moved_to is not None and not is_nested:
        entity["moved"] = account_entity(world, account.moved_to, is_nested=True)
    return entity


def credential_entity(world: World, account: Account) -> Entity:
    """Oneself: with the profile as typed."""
    asking = [one for one, whom in world.relations.requests if whom is account]
    return {
        **account_entity(world, account),
        "source": {
            "privacy": account.default_visibility,
            "sensitive": False,
            "language": account.posting_language,
            "note": account.note,
            "fields": [
                {"name": one.name, "value": one.value, "verified_at": _verified(one)}
                for one in account.fields
            ],
            "follow_requests_count": len(asking),
            "hide_collections": account.hides_collections,
            "discoverable": account.is_discoverable,
            "indexable": account.is_indexable,
            "attribution_domains": [],
            "quote_policy": "public",
        },
        "role": {"id": "-99", **_ORDINARY, "collection_limit": 10},
    }


def _note(world: World, account: Account) -> str:
    return world.markup.html(account.note) if account.is_local else account.note


def _field(world: World, account: Account, field: Field) -> Entity:
    value = field.value
    if account.is_local:
        value = world.markup.inline(value, is_own=True)
    return {"name": field.name, "value": value, "verified_at": _verified(field)}


def _verified(field: Field) -> str | None:
    return offset_timestamp(field.verified_at) if field.verified_at else None
