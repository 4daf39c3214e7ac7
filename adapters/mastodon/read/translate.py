"""From statuses and notifications to the interactions that concern the watched account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from adapters.mastodon.client.moment import instant
from adapters.mastodon.read.markup import awaits_approval, mentioned, plain
from bot.domain.talk.interaction import Interaction, Kind, Visibility, happened_at
from bot.domain.talk.post import toward

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from adapters.mastodon.client.wire import Notification, Status
    from adapters.mastodon.read.people import People
    from adapters.mastodon.read.posts import Posts
    from bot.domain.people.identity import Account, AccountKey, OwnerId

VISIBILITIES: Final = {visibility.value: visibility for visibility in Visibility}
"""Other visibilities, which some servers have, count as followers-only."""

LONGEST_TEXT: Final = 100_000
"""Characters of a status that are kept. No server allows so many."""

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
"""Types that are not an act toward the account, or not one that counts."""
_NOTHING_OF_OURS_BEGINS: Final = ("admin.", "pending.")


@dataclass(frozen=True, slots=True)
class Watched:
    """The watched account, its owner, and its local id."""

    account: Account
    owner: OwnerId
    local_id: str

    @property
    def key(self) -> AccountKey:
        """The watched account's."""
        return self.account.key


@dataclass(frozen=True, slots=True)
class Talk:
    """A status, the accounts it is toward, and when the server saw it."""

    status: Status
    author: AccountKey
    towards: dict[AccountKey, Kind]
    seen_at: datetime

    @property
    def parent(self) -> str | None:
        """The local id of what it answers."""
        above = self.status.in_reply_to_id
        return None if above is None else str(above)


def is_odd(note: Notification) -> bool:
    """Whether the type of a notification is unknown."""
    known = note.type in _TALK or note.type in _SIGNALS or note.type in _NOTHING_OF_OURS
    return not known and not note.type.startswith(_NOTHING_OF_OURS_BEGINS)


def is_talk(note: Notification) -> bool:
    """Whether the status of a notification may be talk toward the account.

    It is none where the notification is about something that waits, or of moderators.
    """
    return note.type not in _NOTHING_OF_OURS and not note.type.startswith(_NOTHING_OF_OURS_BEGINS)


def talk_in(  # noqa: PLR0913 (what is known of a status)
    status: Status,
    people: People,
    posts: Posts,
    watched: Watched,
    seen_at: datetime,
    *,
    is_named: bool = False,
) -> Talk | None:
    """The talk in a status between the watched account and others, if there is any.

    What waits for the account's approval is none yet. Mentions without an address are passed over.

    `is_named`: the notification says that the account is mentioned, whatever the status shows.

    Raises:
        ValueError: its author has no address.
    """
    proper, me = status.proper, watched.key
    author = people.learn(proper.account)
    if author != me and awaits_approval(proper.content):
        return None
    named = _named(proper, people, me)
    if is_named and me not in named:
        named = (*named, me)
    quoted, is_reply = _quoted_author(proper, people), proper.is_reply
    if not (named or quoted or is_reply):
        return None
    answered = proper.in_reply_to_account_id
    if answered is None:
        answered = posts.author(proper.in_reply_to_id)
    parent = people.key(answered) if is_reply else None
    towards = toward(
        author, is_reply=is_reply, parent_author=parent, quoted_author=quoted, mentioned=named
    )
    if author != me:
        towards = {me: towards[me]} if me in towards else {}
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
    """The accounts mentioned in the list, and the watched account if only the text links to it.

    Raises:
        ValueError: one of them has no address.
    """
    named = [people.mentioned(mention) for mention in status.mentions or ()]
    if watched.key not in named and watched.key in _linked(status, people):
        named.append(watched.key)
    return tuple(dict.fromkeys(named)) if named else ()


def _named(status: Status, people: People, me: AccountKey) -> tuple[AccountKey, ...]:
    """The accounts mentioned in the list, those without an address left out, and in the text."""
    named: dict[AccountKey, None] = {}
    for mention in status.mentions or ():
        try:
            named[people.mentioned(mention)] = None
        except ValueError:
            continue
    if me not in named:  # else what they link to besides is no matter, and takes time to find
        named |= dict.fromkeys(_linked(status, people))
    return tuple(named)


def _linked(status: Status, people: People) -> list[AccountKey]:
    return [key for url in mentioned(status.content) if (key := people.at(url)) is not None]


def interactions(
    talk: Talk,
    posts: Posts,
    watched: Watched,
    roots: Mapping[str, str],
    *,
    text_from: datetime | None = None,
) -> list[Interaction]:
    """The interactions of some talk; the status' parents have been learnt before.

    Statuses before `text_from` are given without their text.
    """
    status = talk.status
    quote = status.quote.quoted_status or status.quote if status.quote else None
    at = happened_at(instant(status.created_at) or talk.seen_at, talk.seen_at)
    uri, quoted = status.known_as, (quote.uri or "") if quote else ""
    root, parent = posts.root(status, roots), posts.uri(status.in_reply_to_id)
    is_kept = text_from is None or at >= text_from
    text = plain(status.content)[:LONGEST_TEXT] if is_kept else None
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
        for target, kind in talk.towards.items()
    ]


def signals_in(
    note: Notification, people: People, watched: Watched, seen_at: datetime
) -> list[Interaction]:
    """The like, boost or follow in a notification, if any.

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
    return _signal(
        kind, watched, actor=actor, target=watched.key, subject=subject, at=seen_at, seen_at=seen_at
    )


def own_signals_in(
    status: Status, people: People, watched: Watched, seen_at: datetime, *, liked: bool = False
) -> list[Interaction]:
    """The watched account's like of a status, and its boost.

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
    dated: list[tuple[Kind, str | None]] = []
    if liked or proper.favourited:
        dated.append((Kind.LIKE, proper.created_at))
    if status.reblog is not None and people.learn(status.account) == watched.key:
        dated.append((Kind.BOOST, status.created_at))
    return [
        signal
        for kind, date in dated
        for signal in _signal(
            kind,
            watched,
            actor=watched.key,
            target=author,
            subject=proper.known_as,
            at=instant(date) or seen_at,
            seen_at=seen_at,
        )
    ]


def _signal(  # noqa: PLR0913 (what a signal is made of)
    kind: Kind,
    watched: Watched,
    *,
    actor: AccountKey,
    target: AccountKey,
    subject: str,
    at: datetime,
    seen_at: datetime,
) -> list[Interaction]:
    if actor == target:
        return []
    return [
        Interaction(
            owner=watched.owner,
            watched=watched.key,
            kind=kind,
            actor=actor,
            target=target,
            # Servers do not tell the addresses that likes and boosts have.
            object_uri=f"{subject or target.id}#{kind}-by-{actor.id}",
            at=happened_at(at, seen_at),
            seen_at=seen_at,
            subject_uri=subject,
        )
    ]


def _quoted_author(status: Status, people: People) -> AccountKey | None:
    """The author of the quoted status, if they allow the quote."""
    quote = status.quote
    if quote is None or not (quote.state is None or quote.state == "accepted"):
        return None
    account = (quote.quoted_status or quote).account
    return people.learn(account) if account else None
