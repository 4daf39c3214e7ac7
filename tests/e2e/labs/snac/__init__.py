"""snac2 on loopback: a real server that speaks part of Mastodon's client API, in its own way.

It is here for tolerance: no Link header, no idempotency, `types[]` and `min_id` ignored, a bad
token is 422, `direct` comes back as `private`.
"""

from tests.e2e.labs.snac.lab import Lab

__all__ = ["Lab"]
