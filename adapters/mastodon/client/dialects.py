"""How servers that speak Mastodon's API differ: a row for each software, a trait for each question.

Code asks a trait of `Server.dialect`, never the name of a software. There is no trait for what
a server shows by itself: whether it sends Link headers, or takes several ids in one request.
"Seen" is said of what a real server did in our lab.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one software does; the default of each trait is assumed where nothing is known."""

    statuses_per_page: int = 40
    """The largest `limit` for a list of statuses (Mastodon's documentation of GET /favourites;
    before 0.11.10 Pixelfed answers 422 to more than 20, in its ApiV1Controller.php)."""

    notifications_per_page: int = 80
    """The largest `limit` for notifications (Mastodon's documentation of GET /notifications;
    Pixelfed's is 40, in its ApiV1Controller.php)."""

    relationships_per_request: int = 40
    """Ids for one request for relationships; snac 2.75 answers for the first only (seen)."""

    sign_in_codes: frozenset[int] = frozenset({401})
    """Status codes that mean "not signed in"; snac 2.75 answers 422 to a bad token (seen)."""

    idempotency_keys: bool = False
    """Idempotency-Key is respected (Mastodon's documentation of POST /statuses)."""

    share_page: bool = False
    """/share and /authorize_interaction open a compose window (Mastodon's config/routes.rb);
    GoToSocial and snac have no web interface to write with."""

    reply_policies: bool = False
    """A 403 to a reply means that the author of its parent lets only some people answer
    (`policyResult.Forbidden()` in GoToSocial's internal/processing/status/create.go)."""

    starts_undiscoverable: bool = False
    """Every new account has `discoverable: false`, so that says nothing of a local account's choice
    (seen on GoToSocial 0.20)."""

    counts_hosts: bool = True
    """A mention counts in full; Mastodon counts @user only (StatusLengthValidator in its
    app/validators/status_length_validator.rb)."""

    strips_blockers: bool = False
    """Of whoever blocks the account, only name and address are shown, the rest as of a new account
    (`AccountToAPIAccountBlocked` in GoToSocial's internal/typeutils/internaltofrontend.go)."""

    direct_visibilities: frozenset[str] = frozenset({"direct"})
    """The `visibility` of a direct message; snac 2.75 also says `private` (seen)."""

    lists_direct_statuses: bool | None = None
    """The list of an account's own statuses holds direct ones; `None` is unknown. Pixelfed's does
    not (`accountStatusesById` in its ApiV1Controller.php), snac's not reliably (seen)."""

    own_statuses_at_home: bool = False
    """What an account boosted or said in private is only in its home timeline (snac 2.75, seen)."""

    searches_addresses: bool = False
    """A search for a status by its address that finds nothing proves that there is nothing
    (seen on these servers)."""

    resolves_addresses: bool = True
    """A search for a status may be asked to fetch it from its own server (`resolve`), which snac
    2.75 is not asked for."""

    ids_in_uris: bool = True
    """The URI of a local status ends in the status' id; snac's ends in a time stamp (seen)."""

    stable_status_ids: bool = True
    """A status keeps its id when it is edited; on snac 2.75 it does not (seen)."""

    mention_ids: bool = True
    """The `id` of a mention is the account's; on snac 2.75 it is a place in the list (seen)."""

    complete_mentions: bool = True
    """A status names everybody it is addressed to; on snac 2.75 an answer may leave its recipient
    out, and an edited status has lost the names in it (seen)."""

    language_tags: bool = True
    """The `language` of a status says something; snac 2.75 calls every status English (seen)."""

    whole_contexts: bool = True
    """A context holds all answers below a status; on snac 2.75 it goes one step down (seen)."""

    tells_blocked_by: bool = True
    """Relationships can say `blocked_by`; snac 2.75 leaves it out (seen)."""


MASTODON: Final = Dialect(
    idempotency_keys=True,
    share_page=True,
    counts_hosts=False,
    lists_direct_statuses=True,
    searches_addresses=True,
)
GOTOSOCIAL: Final = Dialect(
    reply_policies=True,
    starts_undiscoverable=True,
    strips_blockers=True,
    lists_direct_statuses=True,
    searches_addresses=True,
)
SNAC: Final = Dialect(
    relationships_per_request=1,
    sign_in_codes=frozenset({401, 422}),
    direct_visibilities=frozenset({"direct", "private"}),
    lists_direct_statuses=False,
    own_statuses_at_home=True,
    searches_addresses=True,
    resolves_addresses=False,
    ids_in_uris=False,
    stable_status_ids=False,
    mention_ids=False,
    complete_mentions=False,
    language_tags=False,
    whole_contexts=False,
    tells_blocked_by=False,
)
PLEROMA: Final = Dialect(searches_addresses=True)
PIXELFED: Final = Dialect(
    statuses_per_page=20, notifications_per_page=40, lists_direct_statuses=False
)
UNKNOWN: Final = Dialect()

_DIALECTS: Final = {
    "mastodon": MASTODON,
    "hometown": MASTODON,
    "glitch": MASTODON,
    "gotosocial": GOTOSOCIAL,
    "snac": SNAC,
    "pleroma": PLEROMA,
    "akkoma": PLEROMA,
    "pixelfed": PIXELFED,
}


def dialect_of(software: str) -> Dialect:
    """The dialect of a software, by its name in NodeInfo, in lower case."""
    return _DIALECTS.get(software, UNKNOWN)
