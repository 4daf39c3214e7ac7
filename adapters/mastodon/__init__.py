"""Mastodon, and servers that speak its API (https://docs.joinmastodon.org/client/intro/).

- `network`: the port; `connection`: the watched account on its server
- `history`: both directions, newest first, from `lists` and `threads`; `reading`: its cursor
- `inbox`, `posting`, `read_back`: direct messages; `conversation`: threads
- `existence`: whether statuses are still there; `relations`, `shortcomings`
- `api`, `limiter`, `refusal`, `listing`, `reconnecting`: requests and their answers
- `server`: how a server is found; `dialects`: how their software differs
- `identity`: whether the config names the signed-in account; `oauth`: signing in, with
  `authorization` (where the server does it) and `callback` (where the browser comes back to)
- `wire`, `items`: what servers send, decoded item by item; `markup`: its HTML
- `people`, `posts`: accounts and statuses by their ids, which are valid on one server only
- `translate`: from statuses and notifications to interactions
"""

from adapters.mastodon.network import MastodonNetwork

__all__ = ["MastodonNetwork"]
