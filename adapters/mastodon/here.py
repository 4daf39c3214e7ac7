"""What is known of an account and its server, once it has been asked who the account is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.mastodon.api import Api
    from adapters.mastodon.people import People
    from adapters.mastodon.posts import Posts
    from adapters.mastodon.server import Server
    from adapters.mastodon.translate import Watched


@dataclass(frozen=True, slots=True)
class Here:
    """An account where it lives: how its server is asked, and what was learnt of it."""

    api: Api
    people: People
    posts: Posts
    watched: Watched

    @property
    def server(self) -> Server:
        """The account's server."""
        return self.people.server

    @property
    def own_statuses(self) -> str:
        """The path of the list with all that the account said, maybe among others' statuses."""
        if self.server.dialect.own_statuses_at_home and self.api.is_signed_in:
            return "/api/v1/timelines/home"
        return f"/api/v1/accounts/{self.watched.local_id}/statuses"
