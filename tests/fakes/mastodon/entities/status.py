"""Status, and what belongs to one: its versions, its source, its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.mastodon.entities.account import account_entity
from tests.fakes.mastodon.entities.moment import timestamp
from tests.fakes.mastodon.model.markup import anchor, hashtags
from tests.fakes.mastodon.model.status import Edit
from tests.fakes.mastodon.model.visibility import is_shown, may_quote

if TYPE_CHECKING:
    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Quote, Status
    from tests.fakes.mastodon.model.world import World

Entity = dict[str, Any]

_AUTOMATIC = {"public": ["public"], "followers": ["followers"], "nobody": []}


def status_entity(
    world: World, viewer: Account | None, status: Status, *, as_quoted: bool = False
) -> Entity:
    """A status as somebody sees it; as quoted, its own quote is named but not shown."""
    entity: Entity = {
        "id": str(status.id),
        "created_at": timestamp(status.created_at),
        "in_reply_to_id": str(status.reply_to.id) if status.reply_to else None,
        "in_reply_to_account_id": str(status.reply_account.id) if status.reply_account else None,
        "sensitive": status.is_sensitive,
        "spoiler_text": status.spoiler_text,
        "visibility": status.visibility,
        "language": status.language,
        **_addresses(world, status),
        **_counts(world, status),
        "edited_at": timestamp(status.edited_at) if status.edited_at else None,
    }
    if viewer is not None:
        entity |= _own_side(world, viewer, status)
    entity |= {
        "content": content(world, status),
        **({"filtered": []} if viewer is not None else {}),
        "reblog": status_entity(world, viewer, status.reblog_of) if status.reblog_of else None,
        "application": (
            {"name": status.app.name, "website": status.app.website} if status.app else None
        ),
        "account": account_entity(world, status.account),
        "media_attachments": [],
        "mentions": [mention_entity(world, account) for account in status.addressed],
        "tags": tag_entities(world, status),
        "emojis": [],
        "tagged_collections": [],
        "quote": _quote(world, viewer, status.quote, named_only=as_quoted),
        "card": None,
        "poll": None,
        "quote_approval": _approval(world, viewer, status.proper),
    }
    return entity


def deleted_entity(world: World, viewer: Account, status: Status) -> Entity:
    """What a deletion answers: the text as typed in place of the content."""
    entity = status_entity(world, viewer, status)
    del entity["content"]
    return {**entity, "text": status.text}


def source_entity(status: Status) -> Entity:
    """The text as typed."""
    return {"id": str(status.id), "text": status.text, "spoiler_text": status.spoiler_text}


def edit_entities(world: World, status: Status) -> list[Entity]:
    """All versions, the oldest first; one where there was no edit."""
    only = Edit(status.text, status.spoiler_text, status.is_sensitive, status.created_at)
    return [
        {
            "content": _html(world, status, edit.text),
            "spoiler_text": edit.spoiler_text,
            "sensitive": edit.is_sensitive,
            "created_at": timestamp(edit.at),
            "account": account_entity(world, status.account),
            "media_attachments": [],
            "emojis": [],
        }
        for edit in status.edits or [only]
    ]


def mention_entity(world: World, account: Account) -> Entity:
    """Somebody addressed."""
    return {
        "id": str(account.id),
        "username": account.username,
        "url": world.profile(account),
        "acct": account.acct,
    }


def tag_entities(world: World, status: Status) -> list[Entity]:
    """The hashtags, in lower case."""
    if not status.account.is_local:
        return []
    return [{"name": tag, "url": f"{world.base}/tags/{tag}"} for tag in hashtags(status.text)]


def content(world: World, status: Status) -> str:
    """The status as HTML; a boost has none of its own."""
    return _html(world, status, status.text)


def url(world: World, status: Status) -> str:
    """The address of the page of a status."""
    return f"{world.profile(status.account)}/{status.id}"


def uri(world: World, status: Status) -> str:
    """The id of a status in ActivityPub; of a boost, without what it ends in."""
    return status.uri or f"{world.uri(status.account)}/statuses/{status.id}"


def _html(world: World, status: Status, text: str) -> str:
    if not status.account.is_local:
        return text
    html = world.markup.html(text)
    if status.quote is None or status.quote.quoted is None:
        return html
    link = url(world, status.quote.quoted)
    if link in text:
        return html
    return f'<p class="quote-inline">RE: {anchor(link)}</p>{html}'


def _addresses(world: World, status: Status) -> Entity:
    name = uri(world, status)
    if status.reblog_of is None:
        return {"uri": name, "url": url(world, status)}
    by_name = f"{world.base}/users/{status.account.username}/statuses/{status.id}"
    return {"uri": f"{name}/activity", "url": f"{by_name}/activity"}


def _counts(world: World, status: Status) -> Entity:
    replies = world.statuses.replies(status)
    quotes = world.statuses.quotes(status)
    return {
        "replies_count": sum(one.visibility in {"public", "unlisted"} for one in replies),
        "reblogs_count": len(world.statuses.boosts(status)),
        "favourites_count": len(status.favourites),
        "quotes_count": sum(
            one.quote is not None and one.quote.state == "accepted" for one in quotes
        ),
    }


def _own_side(world: World, viewer: Account, status: Status) -> Entity:
    """What the viewer did with it."""
    side: Entity = {
        "favourited": viewer in status.proper.favourites,
        "reblogged": world.statuses.boost(status.proper, viewer) is not None,
        "muted": False,
        "bookmarked": False,
    }
    if status.account is viewer and not status.reblog_of and status.visibility != "direct":
        side["pinned"] = False
    return side


def _quote(
    world: World, viewer: Account | None, quote: Quote | None, *, named_only: bool
) -> Entity | None:
    if quote is None:
        return None
    shown = quote.quoted if quote.state == "accepted" else None
    state: str = quote.state
    if shown is not None and not is_shown(world, viewer, shown):
        state, shown = _why_hidden(world, viewer, shown), None
    if named_only:
        return {"state": state, "quoted_status_id": str(shown.id) if shown else None}
    entity = status_entity(world, viewer, shown, as_quoted=True) if shown else None
    return {"state": state, "quoted_status": entity}


def _why_hidden(world: World, viewer: Account | None, quoted: Status) -> str:
    if viewer is not None and world.relations.is_blocking(viewer, quoted.account):
        return "blocked_account"
    if viewer is not None and world.relations.is_blocking_domain(viewer, quoted.account):
        return "blocked_domain"
    if viewer is not None and world.relations.mute(viewer, quoted.account, world.now()):
        return "muted_account"
    return "unauthorized"


def _approval(world: World, viewer: Account | None, status: Status) -> Entity:
    allowed = may_quote(world, viewer, status)
    return {
        "automatic": _AUTOMATIC[status.quote_policy],
        "manual": [],
        "current_user": "automatic" if allowed else "denied",
    }
