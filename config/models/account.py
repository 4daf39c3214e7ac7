"""An account as the owner writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from bot.domain.people.address import account_name
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import Sentence, marked
from bot.errors import UnfitError

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_USER: Final = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_FLAGS: Final = re.ASCII | re.IGNORECASE
_MASTODON: Final = re.compile(rf"@?({_USER}@{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?)", _FLAGS)
# https://atproto.com/specs/handle, with the @ that people put before it
_BLUESKY: Final = re.compile(rf"@?((?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?)", _FLAGS)
# https://atproto.com/specs/did: the two methods that atproto accepts
_DID: Final = re.compile(rf"did:plc:[a-z2-7]{{24}}|did:web:(?:{_LABEL}\.)*{_LABEL}(?:%3A[0-9]+)?")
_LONGEST_HANDLE: Final = 253


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account that the owner named, before any server was asked.

    `handle` is `user@host` on Mastodon; on Bluesky a handle, or a DID. All in lower case, as
    both networks compare them so; equal names are one account.
    """

    network: NetworkName
    handle: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `@me@piaille.fr`, `me.bsky.social`, a DID, or the address of a profile's page.

        Raises:
            ValueError: it is none of these; the message says what is expected.
        """
        text = account_name(text)
        if match := _MASTODON.fullmatch(text):
            return cls(NetworkName.MASTODON, match[1].lower())
        if _DID.fullmatch(text):
            return cls(NetworkName.BLUESKY, text)
        if (match := _BLUESKY.fullmatch(text)) and len(match[1]) <= _LONGEST_HANDLE:
            return cls(NetworkName.BLUESKY, match[1].lower())
        odd = marked(" A domain with other letters than a to z is written in its xn-- form.")
        raise UnfitError(
            marked(
                'must be a Mastodon account such as "@me@piaille.fr", or a Bluesky handle such as '
                '"me.bsky.social".{hint}'
            ),
            hint=Sentence("" if text.isascii() else odd),
        )

    @property
    def host(self) -> str:
        """The domain that the name lies in; of a Bluesky handle, all of it."""
        return self.handle.rpartition("@")[2]

    def __str__(self) -> str:
        return f"@{self.handle}" if self.network is NetworkName.MASTODON else self.handle
