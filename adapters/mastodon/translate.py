"""From statuses and notifications to the interactions that concern the watched account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from adapters.mastodon.markup import mentioned, plain
from adapters.mastodon.moment import instant
from bot.domain.interaction import Interaction, Kind, Visibility, happened_at
from bot.domain.post import Post, Toward, toward

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from adapters.mastodon.people import People
    from adapters.mastodon.posts import Posts
    from adapters.mastodon.wire import Notification, Status
    from bot.domain.identity import Account, AccountKey, OwnerId

VISIBILITIES: Final = {one.value: one for one in Visibility}
"""Others, which some servers have, are taken for the followers' only."""

_SIGNALS: Final = {"favourite": Kind.LIKE, "reblog": Kind.BOOST, "follow": Kind.FOLLOW}
_TALK: Final = frozenset({"mention", "quote", "status", "update", "quoted_update", "poll"})
_NOTHING_OF_OURS: Final = frozenset(
    {
        "added_to_collection",
        "annual_report",
        "collection_update",
        "follow_request",
        "moderation_warning",
        "move",
        "pleroma:chat_mention",
        "pleroma:emoji_reaction",
        "pleroma:participation_accepted",
        "pleroma:participation_request",
        "pleroma:report",
        "severed_relationships",
    }
)
"""Types that are no act of anybody's toward us, or not one that we count."""
_NOTHING_OF_OURS_BEGINS: Final = ("admin.", "pending.")


@dataclass(frozen=True, slots=True)
class Watched:
    """For whom it is all translated."""

    account: Account
    owner: OwnerId
    local_id: str

    @property
    def key(self) -> AccountKey:
        """The watched account's."""
        return self.account.key


@dataclass(frozen=True, slots=True)
class Talk:
    """A status, whom of interest it is toward, and when the server saw it."""

    status: Status
    author: AccountKey
    towards: tuple[Toward, ...]
    seen_at: datetime

    @property
    def parent(self) -> str | None:
        """The local id of what it answers."""
        above = self.status.in_reply_to_id
        return None if above is None else str(above)


def is_odd(note: Notification) -> bool:
    """Whether a notification is of a type that nobody has told us of."""
    known = note.type in _TALK or note.type in _SIGNALS or note.type in _NOTHING_OF_OURS
    return not known and not note.type.startswith(_NOTHING_OF_OURS_BEGINS)


def talk_in(
    status: Status,
    people: People,
    watched: Watched,
    seen_at: datetime,
    *,
    is_named: bool = False,
) -> Talk | None:
    """The talk in a status between the watched account and others, if there is any.

    `is_named`: the server says that the account is mentioned, wherever that stands.

    Raises:
        ValueError: somebody in it has no address.
    """
    proper, me = status.proper, watched.key
    author = people.learn(proper.account)
    named = addressed(proper, people, watched)
    if is_named and me not in named:
        named = (*named, me)
    quoted, is_reply = _quoted_author(proper, people), proper.is_reply
    if not (named or quoted or is_reply):
        return None
    parent = people.key(proper.in_reply_to_account_id) if is_reply else None
    post = Post(
        author=author,
        is_reply=is_reply,
        parent_author=parent,
        quoted_author=quoted,
        mentioned=named,
    )
    towards = toward(post)
    if author != me:
        towards = tuple([one for one in towards if one.target == me])
    if not towards:
        return None
    return Talk(status=proper, author=author, towards=towards, seen_at=seen_at)


def author(status: Status, people: People) -> AccountKey | None:
    """Whose status it is; `None` if they have no address."""
    try:
        return people.learn(status.account)
    except ValueError:
        return None


def addressed(status: Status, people: People, watched: Watched) -> tuple[AccountKey, ...]:
    """Who is mentioned; on snac whoever asks is left out of the list, and stands in the text only.

    Raises:
        ValueError: one of them has no address.
    """
    named = [people.mentioned(one, place) for place, one in enumerate(status.mentions or ())]
    url = watched.account.url
    if watched.key not in named and url and url in mentioned(status.content):
        named.append(watched.key)
    return tuple(dict.fromkeys(named)) if named else ()


def interactions(
    talk: Talk,
    posts: Posts,
    watched: Watched,
    roots: Mapping[str, str],
    *,
    text_from: datetime | None = None,
) -> list[Interaction]:
    """The interactions of some talk; what it answers has been learnt of before.

    What was said before `text_from` is given without its text.
    """
    status = talk.status
    quote = status.quote.quoted_status or status.quote if status.quote else None
    at = happened_at(instant(status.created_at) or talk.seen_at, talk.seen_at)
    uri, quoted = status.known_as, (quote.uri or "") if quote else ""
    root, parent = posts.root(status, roots), posts.uri(status.in_reply_to_id)
    text = plain(status.content) if text_from is None or at >= text_from else None
    languages = posts.languages(status)
    visibility = VISIBILITIES.get(status.visibility or "", Visibility.FOLLOWERS)
    url = status.url if (status.url or "").startswith(("https://", "http://")) else None
    return [
        Interaction(
            owner=watched.owner,
            watched=watched.key,
            kind=kind,
            actor=talk.author,
            target=target,
            object_uri=uri,
            at=at,
            seen_at=talk.seen_at,
            subject_uri=quoted,
            root_uri=root,
            parent_uri=parent,
            text=text,
            languages=languages,
            visibility=visibility,
            url=url,
        )
        for kind, target in talk.towards
    ]


def signals_in(
    note: Notification, people: People, watched: Watched, seen_at: datetime
) -> list[Interaction]:
    """The click that a notification tells of, if it does.

    Raises:
        ValueError: who clicked has no address.
    """
    kind = _SIGNALS.get(note.type)
    if kind is None or note.account is None:
        return []
    actor = people.learn(note.account)
    subject = ""
    if kind is not Kind.FOLLOW:
        proper = note.status.proper if note.status else None
        if proper is None or people.learn(proper.account) != watched.key:
            return []
        subject = proper.known_as
    return _signal(kind, actor, watched.key, subject, watched, seen_at, seen_at)


def own_signals_in(
    status: Status, people: People, watched: Watched, seen_at: datetime, *, liked: bool = False
) -> list[Interaction]:
    """What the watched account did to a status: a like, and, if it is its boost, that.

    No server tells when a like was given: it counts from its status' date.

    Raises:
        ValueError: the author has no address.
    """
    proper = status.proper
    if not (liked or proper.favourited or status.reblog is not None):
        return []
    author = people.learn(proper.account)
    if author == watched.key:
        return []
    found: list[Interaction] = []
    if liked or proper.favourited:
        at = instant(proper.created_at) or seen_at
        found += _signal(Kind.LIKE, watched.key, author, proper.known_as, watched, at, seen_at)
    if status.reblog is not None and people.learn(status.account) == watched.key:
        at = instant(status.created_at) or seen_at
        found += _signal(Kind.BOOST, watched.key, author, proper.known_as, watched, at, seen_at)
    return found


def _signal(  # noqa: PLR0913, PLR0917 (what a signal is made of)
    kind: Kind,
    actor: AccountKey,
    target: AccountKey,
    subject: str,
    watched: Watched,
    at: datetime,
    seen_at: datetime,
) -> list[Interaction]:
    if actor == target:
        return []
    # Likes and boosts have addresses of their own, which servers do not tell.
    return [
        Interaction(
            owner=watched.owner,
            watched=watched.key,
            kind=kind,
            actor=actor,
            target=target,
            object_uri=f"{subject or target.id}#{kind}-by-{actor.id}",
            at=happened_at(at, seen_at),
            seen_at=seen_at,
            subject_uri=subject,
        )
    ]


def _quoted_author(status: Status, people: People) -> AccountKey | None:
    """Whom a status quotes, if they let it."""
    quote = status.quote
    if quote is None or quote.state not in {None, "accepted"}:
        return None
    account = (quote.quoted_status or quote).account
    return people.learn(account) if account else None
