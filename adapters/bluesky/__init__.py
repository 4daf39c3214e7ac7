"""Bluesky, and other servers of atproto (https://atproto.com).

- `network`: the port; `history`: both directions, newest first; `chat`: direct messages
- `api`, `rpc`, `sign_in`, `session`, `identity`: how methods are called, and as whom
- `wire`, `items`: what servers send, decoded item by item; `car`, `tree`: repositories
- `threads`: what others answer an account without a secret
- `translate`: from records to interactions

Without the SDK: see docs/decisions/0003.
"""

from adapters.bluesky.identity import Servers
from adapters.bluesky.network import BlueskyNetwork

__all__ = ["BlueskyNetwork", "Servers"]
