"""Mastodon, and servers that speak its API (https://docs.joinmastodon.org/client/intro/).

- `network`: the port; `history`: both directions, newest first; `inbox`, `posting`,
  `read_back`: direct messages
- `api`, `limiter`, `refusal`, `listing`, `server`: how a server is found and asked
- `arrival`, `identity`: who is signed in, and whether the config names them
- `wire`, `items`: what servers send, decoded item by item; `markup`: its HTML
- `people`, `posts`: what was learnt of ids, which mean something on one server only
- `threads`: what others answer an account without a secret
- `translate`: from statuses and notifications to interactions
- `oauth`: signing in
"""

from adapters.mastodon.network import MastodonNetwork

__all__ = ["MastodonNetwork"]
