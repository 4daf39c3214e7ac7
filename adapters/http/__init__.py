"""The guarded HTTP client: every request of Terrasse goes through here.

https only, to public addresses only, each checked before it is connected to; one deadline for
a whole request; a bound on what an answer may unpack to; nothing sent twice:

- `client`: what adapters use; `response`: what they get
- `transport`: the same guard for SDKs on httpx; `sync`, `requests_adapter`: for the others
- `budget`: how much may be asked
- `failure`: what can go wrong, and what it means for a request that changes something
"""

from adapters.http.budget import Budget
from adapters.http.client import Client, Options, open_client
from adapters.http.failure import translated
from adapters.http.guard import Guard
from adapters.http.response import Response, Stream
from adapters.http.transport import USER_AGENT, GuardedTransport, sdk_options

__all__ = [
    "USER_AGENT",
    "Budget",
    "Client",
    "Guard",
    "GuardedTransport",
    "Options",
    "Response",
    "Stream",
    "open_client",
    "sdk_options",
    "translated",
]
