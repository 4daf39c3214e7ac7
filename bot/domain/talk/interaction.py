"""Interactions: dated acts of one account toward another, and how sightings are merged."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.safety.outside import kept

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.people.identity import AccountKey, OwnerId


class Kind(StrEnum):
    """The kind of an act, taken from the record, never from a notification's reason."""

    REPLY = "reply"
    QUOTE = "quote"
    MENTION = "mention"
    COPIED = "copied"
    """A handle copied into a reply, or one of many in a root post: weight 0."""
    LIKE = "like"
    BOOST = "boost"
    FOLLOW = "follow"

    @property
    def is_talk(self) -> bool:
        """Whether this is a reply, a quote or a mention."""
        return self in _TALK

    @property
    def is_signal(self) -> bool:
        """Whether this is a like, a boost or a follow."""
        return self in _SIGNALS


_TALK = frozenset({Kind.REPLY, Kind.QUOTE, Kind.MENTION})
_SIGNALS = frozenset({Kind.LIKE, Kind.BOOST, Kind.FOLLOW})
_SIGNAL_NAMES = {kind: kind.value for kind in _SIGNALS}
_STRENGTH = {Kind.REPLY: 3, Kind.QUOTE: 2, Kind.MENTION: 1, Kind.COPIED: 0}

MENTIONS_THAT_ARE_TALK = 3
"""In a root post, naming up to this many people is talk; naming more is `copied`."""


class Visibility(StrEnum):
    """Who could see the act, in Mastodon's terms; Bluesky posts are `PUBLIC`."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "private"
    DIRECT = "direct"

    @property
    def is_open(self) -> bool:
        """Whether anybody could read it."""
        return self in {Visibility.PUBLIC, Visibility.UNLISTED}


FORGOTTEN_POST: Final = "forgotten:"
"""How a stored address begins that stands for a post of somebody forgotten: it leads nowhere."""


class NaturalKey(NamedTuple):
    """The key of an interaction, the same for all its sightings.

    For talk, `kind` is `"talk"` and `uri` the post. For a signal, `kind` is the signal's and `uri`
    its subject, empty for a follow.
    """

    owner: OwnerId
    kind: str
    actor: AccountKey
    target: AccountKey
    uri: str


class Interaction(NamedTuple):
    """One dated act of one account toward another; one of the two is `watched`.

    `object_uri` is the act's own record; `subject_uri` is the post that was liked, boosted or
    quoted; `root_uri` and `parent_uri` are posts of the thread (in a root post, `root_uri` is the
    post itself). `text` is plain. `at` comes from `happened_at`. Times are UTC.

    A tuple for speed: a back-fill makes a hundred thousand.
    """

    owner: OwnerId
    watched: AccountKey
    kind: Kind
    actor: AccountKey
    target: AccountKey
    object_uri: str
    at: datetime
    seen_at: datetime
    subject_uri: str = ""
    root_uri: str = ""
    parent_uri: str = ""
    text: str | None = None
    languages: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    url: str | None = None

    @property
    def key(self) -> NaturalKey:
        """The natural key."""
        signal, uri = _SIGNAL_NAMES.get(self.kind), self.object_uri
        if signal is not None:
            uri = "" if self.kind is Kind.FOLLOW else self.subject_uri
        return NaturalKey(self.owner, signal or "talk", self.actor, self.target, uri)

    @property
    def thread(self) -> str:
        """The root of its thread; the post itself if the root is unknown."""
        return self.root_uri or self.object_uri

    @property
    def outgoing(self) -> bool:
        """Whether the owner did it."""
        return self.actor == self.watched

    @property
    def other(self) -> AccountKey:
        """The account that is not the owner's."""
        return self.target if self.outgoing else self.actor


def happened_at(created_at: datetime, seen_at: datetime) -> datetime:
    """When an act happened: the record's date, but never later than a server saw it."""
    return min(created_at, seen_at)


def cleaned(seen: Interaction) -> Interaction:
    """The interaction with its texts and URIs sanitised for storage."""
    return seen._replace(
        object_uri=kept(seen.object_uri),
        subject_uri=kept(seen.subject_uri),
        root_uri=kept(seen.root_uri),
        parent_uri=kept(seen.parent_uri),
        text=None if seen.text is None else kept(seen.text, lines=True),
        url=None if seen.url is None else kept(seen.url),
        languages=tuple(kept(language) for language in seen.languages),
    )


def merge(stored: Interaction, seen: Interaction) -> Interaction:
    """Merge a new sighting into the stored interaction with the same natural key.

    The stronger kind wins: a post seen as a mention in a notification and as a reply in its thread
    is a reply. The earlier time wins. Text, link and visibility are the newer sighting's where it
    has them, so that edits are taken over.
    """
    stronger = max(stored, seen, key=lambda sighting: _STRENGTH.get(sighting.kind, 0))
    return stored._replace(
        kind=stronger.kind,
        at=min(stored.at, seen.at),
        seen_at=min(stored.seen_at, seen.seen_at),
        root_uri=stronger.root_uri or stored.root_uri or seen.root_uri,
        parent_uri=stronger.parent_uri or stored.parent_uri or seen.parent_uri,
        subject_uri=seen.subject_uri or stored.subject_uri,
        text=stored.text if seen.text is None else seen.text,
        languages=seen.languages or stored.languages,
        visibility=seen.visibility,
        url=seen.url or stored.url,
    )
