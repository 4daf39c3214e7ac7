"""What every store must do; a store's own test file gives the `store` fixture."""

from __future__ import annotations

from tests.contract.store_decisions import DecisionsContract
from tests.contract.store_erasure import ErasureContract
from tests.contract.store_inbox import InboxContract
from tests.contract.store_invitations import InvitationsContract
from tests.contract.store_log import LogContract
from tests.contract.store_meetings import MeetingsContract
from tests.contract.store_mishaps import MishapsContract
from tests.contract.store_moves import MovesContract
from tests.contract.store_outbox import OutboxContract
from tests.contract.store_people import PeopleContract
from tests.contract.store_preferences import PreferencesContract
from tests.contract.store_rebuild import RebuildContract
from tests.contract.store_suggestions import SuggestionsContract
from tests.contract.store_transactions import TransactionsContract
from tests.contract.store_watches import WatchesContract


class StoreContract(
    LogContract,
    RebuildContract,
    PeopleContract,
    MovesContract,
    WatchesContract,
    SuggestionsContract,
    InvitationsContract,
    MeetingsContract,
    DecisionsContract,
    PreferencesContract,
    InboxContract,
    OutboxContract,
    ErasureContract,
    MishapsContract,
    TransactionsContract,
):
    """All of it."""
