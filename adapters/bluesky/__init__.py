"""Bluesky, and other servers of atproto (https://atproto.com).

- `network`: the port; `history`: interactions in both directions; `chat`: direct messages
- `api`, `rpc`, `sign_in`, `session`, `identity`: calling methods and signing in
- `app_password`: trying a new one, and signing out
- `wire`, `items`: decoding of answers; `car`, `tree`: repositories
- `threads`: answers of others to an account without a secret
- `translate`: from records to interactions

It does not use the SDK's client: see docs/decisions/0003.
"""

from adapters.bluesky.client.identity import Servers
from adapters.bluesky.network import BlueskyNetwork

__all__ = ["BlueskyNetwork", "Servers"]
