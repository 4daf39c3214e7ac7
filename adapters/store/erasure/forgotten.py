"""What was forgotten, as keyed hashes, so that nothing of it is stored again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from adapters.store.statements import chunks, insert_if_missing
from adapters.store.tables import FORGOTTEN, GENERATIONS, LEFTOVERS
from bot.domain.people.address import addresses
from bot.domain.talk.interaction import FORGOTTEN_POST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapters.store.unit.scope import Scope
    from bot.domain.people.identity import Account, AccountKey
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Leftover

HIDDEN: Final = "…"
"""In the place of a handle, a link or a name, in a text of somebody else's."""
_BOTH: Final = 2
_LONGEST: Final = 500
"""Letters. A longer text is no handle and no page of an account."""
_SAID: Final = re.compile(
    r"(?<![\w.@＠+-])(?:"
    r"did:[a-z]+:[\w.:%-]*\w"
    r"|(?:https?|at)://[^\s<>\"'()\[\]{}]*[^\s<>\"'()\[\]{}.,;:!?…]"
    r"|[@＠]?[\w.+-]*\w@[\w.-]*\w(?::[0-9]+)?"
    r"|[@＠]\w(?:[\w.-]*\w)?"
    r"|\w[\w-]*(?:\.[\w-]*\w)+)"
)
"""What may name an account or a post in a text."""
_AUTHOR: Final = re.compile(
    r"at://[^/?#]+|https?://[^/?#]+/(?:users/|profile/|accounts/|u/)?@?[^/?#@]+(?:@[^/?#]+)?",
    re.IGNORECASE,
)
"""The part of a post's address that may name its author."""


class Forgotten:
    """Keyed hashes of accounts, their names and their posts, of one owner.

    Args:
        owner: the owner's id; it is part of each hash.
        key: of the store, hexadecimal.
        digests: what was forgotten; empty at most times.
    """

    def __init__(self, owner: str, key: str, digests: Iterable[str] = ()) -> None:
        self._owner = owner
        self._key = bytes.fromhex(key)
        self.digests = set(digests)
        self._known: dict[str, bool] = {}

    def digest_of(self, said: str) -> str:
        """The hash that is kept of a name, a key or an address."""
        text = f"{self._owner}\0{said.casefold()}"
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=16).hexdigest()

    def add(self, said: Iterable[str], names: Iterable[str] = ()) -> set[str]:
        """Forget these, and these display names; returns their hashes.

        The hash of a display name has its length before it, by which it is looked for in texts.
        """
        new = {self.digest_of(part) for part in said if part}
        new |= {f"{len(name)}:{self.digest_of(name)}" for name in names}
        self.digests |= new
        self._known.clear()
        return new

    def has(self, key: AccountKey) -> bool:
        """Whether an account was forgotten."""
        return bool(self.digests) and self._is_name(str(key))

    def interaction(self, seen: Interaction) -> Interaction | None:
        """What may be stored of an interaction; `None` if it is one with a forgotten account.

        In one with somebody else, the addresses of forgotten posts are replaced by hashes, which
        keep its thread together, and handles and links in the text by an ellipsis.
        """
        if not self.digests:
            return seen
        if self.has(seen.other):
            return None
        return seen._replace(
            subject_uri=self.uri(seen.subject_uri),
            root_uri=self.uri(seen.root_uri),
            parent_uri=self.uri(seen.parent_uri),
            text=None if seen.text is None else self.post(seen.text),
        )

    def account(self, described: Account) -> Account | None:
        """What may be stored of a profile; `None` if it is that of a forgotten account."""
        if not self.digests:
            return described
        if self.has(described.key):
            return None
        move = described.move
        return replace(
            described,
            display_name=self.text(described.display_name),
            bio=self.text(described.bio),
            fields=tuple((self.text(name), self.text(value)) for name, value in described.fields),
            move=None if move is not None and self.has(move.to) else move,
        )

    def uri(self, uri: str) -> str:
        """The address of a post; a hash of it if it is forgotten, or its author is."""
        if not uri or uri.startswith(FORGOTTEN_POST):
            return uri
        digest = self.digest_of(uri)
        author = _AUTHOR.match(uri)
        is_forgotten = digest in self.digests or (author is not None and self._is_name(author[0]))
        return f"{FORGOTTEN_POST}{digest}" if is_forgotten else uri

    def text(self, text: str) -> str:
        """A text of somebody else's, without what names a forgotten account or post."""
        return _SAID.sub(lambda said: HIDDEN if self._is_said(said[0]) else said[0], text)

    def post(self, text: str) -> str:
        """The text of a post: as `text`, and without the display names of the forgotten."""
        text = self.text(text)
        lengths = {int(digest.partition(":")[0]) for digest in self.digests if ":" in digest}
        for length in sorted(lengths, reverse=True):
            for at in reversed(range(len(text) - length + 1)):
                end = at + length
                if (
                    not _is_inside(text, at)
                    and not _is_inside(text, end)
                    and f"{length}:{self.digest_of(text[at:end])}" in self.digests
                ):
                    text = f"{text[:at]}{HIDDEN}{text[end:]}"
        return text

    def _is_said(self, said: str) -> bool:
        author = _AUTHOR.match(said)
        return self._is_name(said) or (author is not None and self._is_name(author[0]))

    def _is_name(self, said: str) -> bool:
        if said not in self._known:
            self._known[said] = any(self.digest_of(form) in self.digests for form in _forms(said))
        return self._known[said]


def names_of(account: Account) -> set[str]:
    """All that names an account: what is hashed when it is forgotten."""
    names = {str(account.key), account.key.id, account.handle.removeprefix("@"), account.url or ""}
    user, at, host = account.key.id.partition("@")
    if at:
        names |= {f"@{user}", f"https://{host}/users/{user}", f"https://{host}/@{user}"}
        if found := _AUTHOR.fullmatch(account.url or ""):
            names.add(found[0].replace("/@", "/users/"))
    else:
        names.add(f"at://{account.key.id}")
    return {name for name in names if name}


async def forgotten(scope: Scope) -> Forgotten:
    """What this owner had forgotten; it is read once in a transaction."""
    if not scope.forgotten:
        found = await scope.run(select(FORGOTTEN.c.digest))
        key = await scope.run(select(GENERATIONS.c.key))
        scope.forgotten.append(Forgotten(scope.owner, key.scalar_one(), found.scalars()))
    return scope.forgotten[0]


async def remember(scope: Scope, said: Iterable[str], names: Iterable[str]) -> None:
    """Keep hashes of these, and of these display names."""
    new = (await forgotten(scope)).add(said, names)
    for chunk in chunks(sorted(new)):
        await scope.keep_missing(FORGOTTEN, [{"digest": digest} for digest in chunk])


async def leave(scope: Scope, leftovers: Iterable[Leftover]) -> None:
    """Note what is still to be cleaned up outside of the tables."""
    rows = [{"owner": scope.owner, "kind": left.kind, "name": left.name} for left in leftovers]
    await scope.run_for(insert_if_missing(LEFTOVERS, scope.database), rows)


def _is_inside(text: str, at: int) -> bool:
    """Whether a place in a text is inside of a word."""
    around = text[max(0, at - 1) : at + 1]
    return at > 0 and len(around) == _BOTH and all(letter.isalnum() for letter in around)


def _forms(said: str) -> Iterator[str]:
    """The ways in which the same account may be written."""
    yield said
    if len(said) <= _LONGEST:
        yield from addresses(said)
