"""A real Bluesky network on loopback: PLC, PDS and AppView as they are shipped.

Two things are not real. The chat service is a stand-in, as its source is closed; it answers
to the production service's DID and behaves, or misbehaves, as told. And there is no
moderation service: labels are put straight into the AppView.
"""

from tests.e2e.labs.bluesky.lab import Lab

__all__ = ["Lab"]
