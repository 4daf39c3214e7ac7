"""Pages of a server on which the owner writes by hand.

Mastodon opens a compose window at /share, with a text and how visible it is to be
(`render_initial_state` in its app/helpers), and shows a post of any server, to be answered, at
/authorize_interaction: see `Dialect.share_page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from adapters.mastodon.server import Server

LONGEST_URL: Final = 2_000
"""Characters. Every browser, proxy and server takes that many."""


def share_url(server: Server, text: str) -> str | None:
    """A compose window with a text in it, for those whom it mentions only."""
    return _page(server, "share", {"text": text, "visibility": "direct"})


def post_url(server: Server, uri: str) -> str | None:
    """A post of any server, where it can be answered."""
    return _page(server, "authorize_interaction", {"uri": uri})


def _page(server: Server, path: str, said: dict[str, str]) -> str | None:
    if not server.dialect.share_page:
        return None
    url = f"{server.base}/{path}?{urlencode(said, quote_via=quote, safe='')}"
    return url if len(url) <= LONGEST_URL else None
