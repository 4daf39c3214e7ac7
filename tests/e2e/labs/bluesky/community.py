"""An invented community and a year of what its people did: a plan, nothing is written yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.e2e.labs.bluesky.phrases import BIOS, NAMES, REPLIES, TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

OWNER = 0
"""The owner's place among the people."""

_NOT_YET = timedelta(hours=1)
_REACH = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the community: `name`.test."""

    name: str
    display_name: str
    bio: str


@dataclass(frozen=True, slots=True, eq=False)
class Post:
    """A post by one of the people, who are named by their place in the list."""

    author: int
    at: datetime
    text: str
    parent: Post | None = None
    quoted: Post | None = None
    mentions: tuple[int, ...] = ()

    @property
    def root(self) -> Post:
        """Where its thread begins."""
        return self if self.parent is None else self.parent.root

    @property
    def wave(self) -> int:
        """How many posts must be there, one after the other, before this can be written."""
        needed = [post.wave for post in (self.parent, self.quoted) if post is not None]
        return 1 + max(needed, default=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Like:
    """A like of a post."""

    author: int
    at: datetime
    post: Post


@dataclass(frozen=True, slots=True, eq=False)
class Repost:
    """A repost of a post."""

    author: int
    at: datetime
    post: Post


@dataclass(frozen=True, slots=True, eq=False)
class Follow:
    """A follow of somebody."""

    author: int
    at: datetime
    whom: int


Act = Post | Like | Repost | Follow


@dataclass(slots=True)
class Community:
    """People, what they did, and what of it they took back in the end."""

    people: list[Person]
    acts: list[Act] = field(default_factory=list)
    taken_back: list[Act] = field(default_factory=list)


def plan(*, people: int, acts: int, until: datetime, seed: int) -> Community:
    """Invent a community with so many people and acts in the year before `until`.

    The same arguments make the same community.
    """
    return _Planner(people, until, Random(seed)).plan(acts)  # noqa: S311 (a seed is the point)


class _Planner:
    """Adds scenes until there are enough acts.

    Few talk with the owner often, most now and then: chances fall as in Zipf's law.
    """

    def __init__(self, people: int, until: datetime, random: Random) -> None:
        self._random = random
        self._until = until
        self._others = range(1, people)
        self._closeness = [1 / place for place in self._others]
        self._community = Community([self._person(place) for place in range(people)])
        self._reactions: set[tuple[type[Act], int, int]] = set()

    def plan(self, acts: int) -> Community:
        scenes: dict[Callable[[], None], int] = {
            self._thread: 45,
            self._mention: 10,
            self._crowd: 4,
            self._quote: 8,
            self._answer_in_three_ways: 3,
            self._monologue: 3,
            self._bystanders: 7,
            self._follow: 20,
        }
        done = self._community.acts
        while len(done) < acts:
            (scene,) = self._random.choices(list(scenes), list(scenes.values()))
            scene()
        del done[acts:]
        self._take_back()
        return self._community

    # --- scenes -----------------------------------------------------------------------------

    def _thread(self) -> None:
        """The owner and somebody talk; now and then a third person drops in."""
        partner = self._friend()
        host, guest = self._shuffled(OWNER, partner)
        post = self._post(host, self._instant())
        for turn in range(self._random.choice((0, 1, 1, 2, 3, 4, 6, 9))):
            speaker = guest if turn % 2 == 0 else host
            if self._random.random() < 0.12:
                speaker = self._friend()
            named = (self._friend(),) if self._random.random() < 0.05 else ()
            post = self._post(speaker, self._later(post.at), parent=post, mentions=named)
            self._react(post, (host, guest))
        self._react(post.root, (guest, self._friend()))

    def _mention(self) -> None:
        """Somebody names the owner in a post of their own, or the other way round."""
        author, named = self._shuffled(OWNER, self._friend())
        post = self._post(author, self._instant(), mentions=(named,))
        if self._random.random() < 0.4:
            self._post(named, self._later(post.at), parent=post)

    def _crowd(self) -> None:
        """A post that names several, the owner among them or not."""
        author, *named = self._random.sample(range(len(self._community.people)), 6)
        several = named[: self._random.choice((2, 3, 4, 5))]
        if author != OWNER and OWNER not in several:
            several[0] = OWNER
        self._post(author, self._instant(), mentions=tuple(several))

    def _quote(self) -> None:
        author, quoted = self._shuffled(OWNER, self._friend())
        original = self._post(quoted, self._instant())
        self._post(author, self._later(original.at), quoted=original)

    def _answer_in_three_ways(self) -> None:
        """One post that answers one person, quotes another and names a third."""
        one, other = self._friend(), self._friend()
        author, parent = self._shuffled(OWNER, one)
        first = self._post(parent, self._instant())
        second = self._post(other, self._later(first.at))
        third = (self._friend(),)
        self._post(author, self._later(second.at), parent=first, quoted=second, mentions=third)

    def _monologue(self) -> None:
        """The owner answers and likes the owner: nobody else is concerned."""
        post = self._post(OWNER, self._instant())
        post = self._post(OWNER, self._later(post.at), parent=post)
        self._react(post, (OWNER,))

    def _bystanders(self) -> None:
        """Two others talk: nothing of the owner's."""
        one, other = self._friend(), self._friend()
        post = self._post(one, self._instant())
        self._post(other, self._later(post.at), parent=post)
        self._react(post, (other,))

    def _follow(self) -> None:
        author, whom = self._shuffled(OWNER, self._random.choice(self._others))
        if self._once(Follow, author, whom):
            self._community.acts.append(Follow(author, self._instant(), whom))

    # --- acts -------------------------------------------------------------------------------

    def _post(
        self,
        author: int,
        at: datetime,
        *,
        parent: Post | None = None,
        quoted: Post | None = None,
        mentions: tuple[int, ...] = (),
    ) -> Post:
        phrases = TOPICS if parent is None else REPLIES
        named = tuple(dict.fromkeys(mentions))
        post = Post(author, at, self._random.choice(phrases), parent, quoted, named)
        self._community.acts.append(post)
        return post

    def _react(self, post: Post, people: tuple[int, ...]) -> None:
        for person in people:
            if self._random.random() < 0.45 and self._once(Like, person, id(post)):
                self._community.acts.append(Like(person, self._later(post.at), post))
            if self._random.random() < 0.06 and self._once(Repost, person, id(post)):
                self._community.acts.append(Repost(person, self._later(post.at), post))

    def _take_back(self) -> None:
        """Some of everything is deleted; a post's answers and likes stay behind."""
        for act in self._community.acts:
            if self._random.random() < 0.03:
                self._community.taken_back.append(act)

    # --- choices ----------------------------------------------------------------------------

    def _person(self, place: int) -> Person:
        round_, which = divmod(place, len(NAMES))
        name = NAMES[which] if round_ == 0 else f"{NAMES[which]} {round_ + 1}"
        return Person(name.lower().replace(" ", "-"), name, self._random.choice(BIOS))

    def _friend(self) -> int:
        (friend,) = self._random.choices(self._others, self._closeness)
        return friend

    def _shuffled(self, one: int, other: int) -> tuple[int, int]:
        return (one, other) if self._random.random() < 0.5 else (other, one)

    def _once(self, kind: type[Act], author: int, subject: int) -> bool:
        """Whether this reaction is the first of its kind: a second would be no other."""
        if (kind, author, subject) in self._reactions:
            return False
        self._reactions.add((kind, author, subject))
        return True

    def _instant(self) -> datetime:
        return self._until - _NOT_YET - _REACH * self._random.random()

    def _later(self, at: datetime) -> datetime:
        gap = timedelta(minutes=1 + self._random.expovariate(1 / 90))
        return at + min(gap, (self._until - at) / 2)
