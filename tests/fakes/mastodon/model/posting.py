"""Saying something, differently, and taking it back. See app/services/post_status_service.rb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.mastodon.model.errors import ApiError, not_allowed
from tests.fakes.mastodon.model.markup import MAX_CHARACTERS, MENTION, handles, length
from tests.fakes.mastodon.model.notifying import notify
from tests.fakes.mastodon.model.status import Edit, Mention, Quote, QuotePolicy, Status
from tests.fakes.mastodon.model.visibility import may_quote, may_see

if TYPE_CHECKING:
    from datetime import datetime
    from re import Match

    from tests.fakes.mastodon.model.account import Account
    from tests.fakes.mastodon.model.status import Visibility
    from tests.fakes.mastodon.model.tokens import App
    from tests.fakes.mastodon.model.world import World


class UnexpectedMentionsError(Exception):
    """The post would be sent to more people than `allowed_mentions[]` says."""

    def __init__(self, accounts: list[Account]) -> None:
        super().__init__("Post would be sent to unexpected accounts")
        self.accounts = accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be said. `allowed_mentions` are account ids; `None` allows all.

    `uri` is the id that another server gave it, see `Status`.
    """

    text: str
    uri: str = ""
    visibility: Visibility = "public"
    reply_to: Status | None = None
    quoting: Status | None = None
    spoiler_text: str = ""
    is_sensitive: bool = False
    language: str | None = "en"
    quote_policy: QuotePolicy = "public"
    allowed_mentions: frozenset[int] | None = None
    app: App | None = None


def post(world: World, author: Account, draft: Draft, at: datetime) -> Status:
    """Say it.

    Raises:
        ApiError: the server would refuse it.
        UnexpectedMentionsError: it addresses somebody it must not.
    """
    mentions = _mentions(world, draft.text, author)
    visibility = _visibility(author, draft)
    _check(draft, mentions, visibility, author)
    reply_to = draft.reply_to.proper if draft.reply_to else None
    status = Status(
        id=world.snowflakes.at(at),
        account=author,
        text=_canonical(world, draft.text) if author.is_local else draft.text,
        visibility=visibility,
        created_at=at,
        conversation=reply_to.conversation if reply_to else next(world.ids),
        uri=draft.uri,
        spoiler_text=draft.spoiler_text,
        is_sensitive=draft.is_sensitive or bool(draft.spoiler_text),
        language=draft.language,
        app=draft.app,
        reply_to=reply_to,
        reply_account=_reply_account(author, reply_to),
        quote=Quote("accepted", draft.quoting.proper) if draft.quoting else None,
        quote_policy=draft.quote_policy if visibility in {"public", "unlisted"} else "nobody",
        mentions=mentions,
    )
    world.statuses.add(status)
    _tell(world, status, at)
    return status


def edit(  # noqa: PLR0913 (what can be changed)
    world: World,
    status: Status,
    text: str,
    at: datetime,
    *,
    spoiler_text: str = "",
    is_sensitive: bool = False,
) -> None:
    """Say it differently: those newly addressed are told, and those who boosted or quoted it.

    Raises:
        ApiError: the server would refuse it.
    """
    draft = Draft(text=text, spoiler_text=spoiler_text)
    _check(draft, [], status.visibility, status.account)
    is_sensitive = is_sensitive or bool(spoiler_text)
    text = _canonical(world, text) if status.account.is_local else text
    if (text, spoiler_text, is_sensitive) == (
        status.text,
        status.spoiler_text,
        status.is_sensitive,
    ):
        return
    if not status.edits:
        status.edits.append(
            Edit(status.text, status.spoiler_text, status.is_sensitive, status.created_at)
        )
    status.text, status.spoiler_text, status.is_sensitive = text, spoiler_text, is_sensitive
    status.edits.append(Edit(text, spoiler_text, is_sensitive, at))
    for account in _address_anew(status, _mentions(world, text, status.account)):
        notify(world, account, "mention", status.account, at, status=status)
    for boost in world.statuses.boosts(status):
        notify(world, boost.account, "update", status.account, at, status=status)
    for quoting in world.statuses.quotes(status):
        notify(world, quoting.account, "quoted_update", status.account, at, status=quoting)


def delete(world: World, status: Status) -> None:
    """Take it back: its boosts and notifications go too, answers lose what they answer."""
    for boost in world.statuses.boosts(status):
        _remove(world, boost)
    for reply in world.statuses.replies(status):
        reply.reply_to = None
    for quoting in world.statuses.quotes(status):
        quoting.quote = Quote("deleted", None)
    _remove(world, status)


def _remove(world: World, status: Status) -> None:
    world.statuses.remove(status)
    world.inbox.forget_status(status)
    world.conversations.remove(status)


def _tell(world: World, status: Status, at: datetime) -> None:
    author = status.account
    for account in status.addressed:
        notify(world, account, "mention", author, at, status=status)
    if status.visibility == "direct" and author.is_local:
        world.conversations.add(author, status)
    if status.quote is not None and status.quote.quoted is not None:
        notify(world, status.quote.quoted.account, "quote", author, at, status=status)
    if status.visibility == "direct" or (status.is_reply and status.reply_account is not author):
        return
    for (follower, followed), follow in list(world.relations.follows.items()):
        if followed is author and follow.notifies and follower not in status.addressed:
            notify(world, follower, "status", author, at, status=status)


def _check(draft: Draft, mentions: list[Mention], visibility: Visibility, author: Account) -> None:
    if not draft.text.strip() and draft.quoting is None:
        raise ApiError(422, "text_blank")
    if author.is_local and length(draft.text, draft.spoiler_text) > MAX_CHARACTERS:
        raise ApiError(422, "text_too_long", limit=MAX_CHARACTERS)
    addressed = [mention.account for mention in mentions]
    if draft.allowed_mentions is not None:
        unexpected = [one for one in addressed if one.id not in draft.allowed_mentions]
        if unexpected:
            raise UnexpectedMentionsError(unexpected)
    quoted = draft.quoting.proper.account if draft.quoting else author
    if visibility == "direct" and quoted is not author and quoted not in addressed:
        raise ApiError(422, "quoted_not_mentioned")


def check_reply(world: World, author: Account, reply_to: Status | None) -> None:
    """See that a status can be answered.

    Raises:
        ApiError: it is not there for the author.
    """
    if reply_to is None or not may_see(world, author, reply_to):
        raise ApiError(404, "reply_gone")


def check_quote(world: World, author: Account, quoted: Status | None) -> None:
    """See that a status can be quoted.

    Raises:
        ApiError: it is not there for the author, or not to be quoted.
    """
    if quoted is None or not may_quote(world, author, quoted.proper):
        raise ApiError(404, "quote_gone")


def revoke_quote(world: World, author: Account, quoting: Status) -> None:
    """Take one's own words out of somebody's quote.

    Raises:
        ApiError: it does not quote the author.
    """
    quote = quoting.quote
    if quote is None or quote.quoted is None or quote.quoted.account is not author:
        raise not_allowed()
    quoting.quote = Quote("revoked", quote.quoted)
    world.inbox.notifications = [
        told
        for told in world.inbox.notifications
        if not (told.kind == "quote" and told.status is quoting)
    ]


def _visibility(author: Account, draft: Draft) -> Visibility:
    quotes_private = draft.quoting is not None and draft.quoting.proper.visibility == "private"
    if quotes_private and draft.visibility in {"public", "unlisted"}:
        return "private"
    if author.is_limited and draft.visibility == "public":
        return "unlisted"
    return draft.visibility


def _reply_account(author: Account, reply_to: Status | None) -> Account | None:
    """Whom it answers: who goes on after an answer of their own still answers that one's other."""
    if reply_to is None:
        return None
    if reply_to.account is author and reply_to.is_reply:
        return reply_to.reply_account
    return reply_to.account


def _mentions(world: World, text: str, author: Account) -> list[Mention]:
    """Whom a text addresses, each once; of remote HTML, whom its links to profiles do."""
    if author.is_local:
        found = [world.find(handle) for handle in handles(text)]
    else:
        found = [one for one in world.accounts if f'href="{world.profile(one)}"' in text]
    known = [one for one in found if one is not None and not one.is_suspended]
    return [Mention(account) for account in dict.fromkeys(known)]


def _address_anew(status: Status, mentions: list[Mention]) -> list[Account]:
    wanted = {mention.account for mention in mentions}
    known = {mention.account for mention in status.mentions}
    for mention in status.mentions:
        mention.is_silent = mention.account not in wanted
    fresh = [mention for mention in mentions if mention.account not in known]
    status.mentions.extend(fresh)
    return [mention.account for mention in fresh]


def _canonical(world: World, text: str) -> str:
    """The text as it is kept: handles of this server lose their host."""

    def rewritten(match: Match[str]) -> str:
        account = world.find(match["acct"])
        return f"@{account.acct}" if account is not None else match[0]

    return MENTION.sub(rewritten, text)
